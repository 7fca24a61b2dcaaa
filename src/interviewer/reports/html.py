"""Pages of HTML that cannot be broken by what is put into them: text is escaped unless it was made by `el` itself."""

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from interviewer.domain.text import visible

VOID = frozenset({"br", "hr", "meta"})
NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*\Z")


class Html(str):
    """Markup that is safe as it stands. Made by `el` and `join` alone, never out of text of unknown origin."""

    __slots__ = ()


Child = str | int | float | None | Iterable["Child"]


def escaped(text: str) -> str:
    """Text for an element or an attribute in quotes; controls and marks that turn the direction are written out."""
    return html.escape(visible(text.replace("\r\n", "\n")), quote=True)


def el(name: str, *children: Child, **attributes: str | float | bool | None) -> Html:
    """An element. Children are text, other elements, or lists of them; None is nothing.

    A trailing underscore of an attribute's name falls away, others become dashes (`class_`, `stroke_width`). None and
    False leave the attribute out. Raises ValueError for a name that is none: names come from our own code alone.
    """
    parts = [f"<{_name(name)}"]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = _name(key.rstrip("_").replace("_", "-"))
        parts.append(f" {attribute}" if value is True else f' {attribute}="{escaped(_text(value))}"')
    parts.append(">")
    if name not in VOID:
        parts.append(join(*children))
        parts.append(f"</{name}>")
    return Html("".join(parts))


def join(*children: Child) -> Html:
    """Several children as one piece of markup."""
    return Html("".join(_rendered(children)))


def _rendered(children: Iterable[Child]) -> Iterator[str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, Html):
            yield child
        elif isinstance(child, str | int | float):
            yield escaped(_text(child))
        else:
            yield from _rendered(child)


def _text(value: str | float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


@cache
def _name(name: str) -> str:
    if not NAME.match(name):
        raise ValueError(f"{name!r} is no name of an element or attribute")
    return name


def said(text: str, name: str = "p", **attributes: str | None) -> Html:
    """Text of a person or a model, its line ends kept, in its own writing direction."""
    return el(name, text, dir="auto", **{"class_": "said", **attributes})


def page(title: str, body: Iterable[Html]) -> Iterator[str]:
    """A whole document, piece by piece. It holds no script, and its policy lets none run and nothing be loaded."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>\n"
    yield '<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
    for piece in body:
        yield piece
        yield "\n"
    yield "</main>\n</body>\n</html>\n"


@cache
def _style() -> str:
    return Path(__file__).with_name("html_report.css").read_text(encoding="utf-8")
