"""Figures with their 90 % intervals, light to import: an estimate, a share, the chance that a proposal is accepted."""
