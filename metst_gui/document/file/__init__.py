"""The project file: schema, store, lock, backups, salvage."""
