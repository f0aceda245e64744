"""All videos of a case: the board that lists them, filters, and what can be done with several."""
