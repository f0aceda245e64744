"""Which spotting model analyses, and what it learns from verdicts."""
