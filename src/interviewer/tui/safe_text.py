"""Text of unknown origin on the screen: always text, never markup, never an escape."""

from dataclasses import dataclass

from textual.content import Content

from interviewer.domain.text import visible


def plain(text: str) -> str:
    r"""`text` fit to be shown: control and bidi characters written out, every kind of line end as a newline."""
    if text.isascii() and text.isprintable():
        return text
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The same on a single line, for lists."""
    return plain(" ".join(text.split()))


def safe(text: str, style: str = "") -> Content:
    return Content.styled(plain(text), style)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown, and where each of its characters went: `offsets[i]` is the place in `text` of the
    original's character i, `offsets[len(original)]` the end."""

    text: str
    offsets: tuple[int, ...]


def with_offsets(original: str) -> Shown:
    """As `plain`, with the offsets by which evidence is found again in what is shown."""
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for index, character in enumerate(original):
        offsets.append(at)
        if character == "\r":
            piece = "" if original[index + 1 : index + 2] == "\n" else "\n"
        else:
            piece = character if character.isprintable() else visible(character)
        pieces.append(piece)
        at += len(piece)
    offsets.append(at)
    return Shown("".join(pieces), tuple(offsets))
