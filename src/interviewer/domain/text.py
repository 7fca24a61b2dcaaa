"""Text of unknown origin, made fit to be shown."""

import unicodedata

HIDDEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
KEPT = "\n\t\u200d\u200c"  # the two joiners belong to emoji and to several scripts


def visible(text: str) -> str:
    r"""`text` with every control character written out (`\x1b`, `\u202e`), so that no answer, file or model can steer
    the terminal. Newlines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in KEPT or unicodedata.category(character) not in HIDDEN:
        return character
    return character.encode("unicode_escape").decode("ascii")
