"""A run beside labels: rates and plots."""
