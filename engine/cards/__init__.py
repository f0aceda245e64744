"""Model cards: what a model says of itself, as JSON beside its weights and as the engine uses it."""
