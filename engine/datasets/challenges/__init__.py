"""Forms that the challenges of the field ask for."""
