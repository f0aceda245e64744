"""Curves and lanes on the video's clock."""
