"""Why the model proposed something, or nothing."""
