"""Practice as state machines: no widgets, no database, no clock of its own."""
