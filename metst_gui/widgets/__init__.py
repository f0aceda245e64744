"""Widgets that know no document."""
