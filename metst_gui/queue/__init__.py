"""The queue of items and the contact sheet."""
