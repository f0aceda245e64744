"""The report of a project: one HTML file that needs nothing else, with the head hash of the journal."""

from engine.case_report.compose import write_case_report

__all__ = ["write_case_report"]
