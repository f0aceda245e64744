"""Sentences and names for values, without widgets."""
