"""The words and the arithmetic of the program."""
