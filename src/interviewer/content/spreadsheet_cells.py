"""Cells that a spreadsheet takes for text: one that begins as a formula does gets an apostrophe in front."""

import re

# As OWASP lists them ("CSV Injection"), with the wide forms that a Japanese Excel reads the same. Quotes and blanks may
# stand before them. A line in a cell, and what follows a semicolon, count as a cell: where the decimal sign is a comma,
# Excel parts cells at semicolons, and then it no longer sees which quotes belong together.
_FORMULA = r"""(?=[ "']*[=+\-@\t\r＝＋－＠])"""
_PLACE = r"(\A|(?<=[\n\r;]))"
_RISKY = re.compile(_PLACE + _FORMULA)
_MARKED = re.compile(_PLACE + "'" + _FORMULA)


def as_text_cell(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet could see a formula begin."""
    return _RISKY.sub("'", text)


def of_text_cell(cell: str) -> str:
    """The text from which `as_text_cell` made the cell; a cell without such apostrophes is itself."""
    return _MARKED.sub("", cell)
