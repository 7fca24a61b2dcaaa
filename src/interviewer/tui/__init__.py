"""The terminal app. `textual` is imported in this package and nowhere else."""
