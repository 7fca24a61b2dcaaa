"""Matching without regard to case, the quick way: a lower-case expression on a lower-case text, offsets unchanged."""

import re


def lowered(text: str) -> str:
    """The text in lower case, of the same length: the few letters that would grow stay as they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The expression for lowered texts; letters after a backslash keep their case, since there it has a meaning."""
    return re.compile(re.sub(r"(\\.)|([A-Z]+)", lambda part: part[1] or part[2].lower(), pattern), flags)
