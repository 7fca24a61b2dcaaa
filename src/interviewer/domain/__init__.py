"""The words of the field as frozen dataclasses and pure functions; imports nothing of ours and nothing heavy."""
