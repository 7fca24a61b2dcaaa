"""Mock interviews for AI and ML product managers, in the terminal."""

__version__ = "0.1.0"
