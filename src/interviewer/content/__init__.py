"""Reads and checks the questions and rubrics: those that come with the program, and the person's own."""
