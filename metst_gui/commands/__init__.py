"""What can be asked for: the table of commands, its menus and keys."""
