"""The card of the item under review."""
