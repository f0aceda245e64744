"""Evaluation of predictions against the truth under named protocols."""

from engine.evaluation.matching import VideoMatches
from engine.evaluation.protocols import PROTOCOLS, evaluate
from engine.evaluation.rates import Report
from engine.evaluation.recognition_metrics import ClassCounts, Recognition
from engine.evaluation.soft import coco_ap, sfamnet_soft

__all__ = ["PROTOCOLS", "ClassCounts", "Recognition", "Report", "VideoMatches", "coco_ap", "evaluate", "sfamnet_soft"]
