"""Text of unknown origin, made fit to be shown."""

import re
import unicodedata
from typing import Any

HIDDEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
HALVES = re.compile("[\ud800-\udfff]")
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


def without_halves(value: Any) -> Any:
    """A text, or all texts in a JSON value, fit to be encoded: halves of characters that stand alone become U+FFFD."""
    if isinstance(value, str):
        if value.isascii() or not HALVES.search(value):
            return value
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {without_halves(name): without_halves(each) for name, each in value.items()}
    return [without_halves(each) for each in value] if isinstance(value, list) else value


def unsteering(json_text: str) -> str:
    """The same JSON (or TOML's basic strings), in which controls, line separators, bidi marks and halves of
    characters are escapes: a line stays one, no terminal is steered by it, and it can be encoded.
    """
    if json_text.isprintable() or (json_text.isascii() and "\x7f" not in json_text):
        return json_text
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)
