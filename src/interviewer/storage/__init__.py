"""What was typed and how it was graded, kept in one SQLite database. The entry is `database.open_store`."""
