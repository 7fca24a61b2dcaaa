"""Text in an answer that talks to the grader instead of the interviewer: it is shown as such and earns nothing."""

import re
import tomllib
from functools import cache
from pathlib import Path

QUOTED = re.compile('["“”«»][^"“”«»\n]{1,300}["“”«»]')
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]{3,}")
SPACED = re.compile(r"(?:\b\w[\s.\-_*]{1,3}){8,}\w\b")
SPACED_ORDER = re.compile(r"ignore|instruct|score|grade|rubric")
LONGEST_SHOWN = 60


@cache
def _order() -> re.Pattern[str]:
    lists = tomllib.loads(Path(__file__).with_name("orders.toml").read_text(encoding="utf-8"))
    text = "|".join(f"(?:{pattern})" for pattern in lists["orders"])
    for name, key in (("{GRADE}", "grade"), ("{ANSWER}", "answer"), ("{MACHINE}", "machine")):
        text = text.replace(name, f"(?:{'|'.join(lists[key])})")
    return re.compile(text, re.IGNORECASE)


def order_spans(answer: str) -> list[tuple[int, int]]:
    """Spans of the answer that address the grader: orders, fake results, fake delimiters, hidden characters.

    An order that somebody else gave, quoted within a story ("a user typed …"), is part of the story and no order.
    """
    told = [match.span() for match in QUOTED.finditer(answer)]
    found = [
        match.span()
        for match in _order().finditer(answer)
        if not any(start < match.start() and match.end() < end for start, end in told)
    ]
    found += [match.span() for match in HIDDEN.finditer(answer)]
    for match in SPACED.finditer(answer):
        if SPACED_ORDER.search(re.sub(r"[\s.\-_*]", "", match[0]).casefold()):
            found.append(match.span())
    return sorted(found)


def order_notice(answer: str, spans: list[tuple[int, int]]) -> str | None:
    """What the person is told about them, quoting the first; None where there is none."""
    if not spans:
        return None
    start, end = spans[0]
    shown = " ".join("".join(each if each.isprintable() else "·" for each in answer[start:end]).split())
    shown = shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"
    rest = f" (and {len(spans) - 1} more)" if len(spans) > 1 else ""
    return f"This looks like an order to the grader, not part of an answer: “{shown}”{rest}. It earned nothing."
