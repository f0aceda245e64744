"""Planted trials: how much a reviewer sees here, measured with movements that are known (ADR 0034)."""
