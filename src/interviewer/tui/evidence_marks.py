"""The answer with the words that earned or cost points marked in it."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from textual.content import Content

from interviewer.domain.grades import CheckVerdict, Evidence
from interviewer.tui.safe_text import one_line, with_offsets

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")
EARNED, COST, CHOSEN = 1, 2, 4
MOST_AROUND = 120  # characters on either side of a quote
COST_MARK = "!"


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """`first` is the offset in `content` of the first chosen words, None where none are chosen."""

    content: Content
    first: int | None


def mark_answer(
    answer: str,
    checks: Iterable[CheckVerdict],
    chosen: CheckVerdict | None = None,
    between: Iterable[tuple[int, Content]] = (),
) -> MarkedAnswer:
    """Words that earned points are underlined; words that cost some too, with a ! before them. With a check chosen, its
    words alone are marked, and the rest steps back. `between` is put in before the character of that offset: what
    somebody else said there."""
    shown = with_offsets(answer)
    kinds = bytearray(len(shown.text))
    for check in [chosen] if chosen else checks:
        flag = (EARNED if check.polarity == "positive" else COST) | (CHOSEN if chosen else 0)
        if check.met:
            for evidence in check.evidence:
                start, end = (shown.offsets[max(0, min(len(answer), at))] for at in (evidence.start, evidence.end))
                for index in range(start, end):
                    kinds[index] |= flag
    inserts = {shown.offsets[max(0, min(len(answer), at))]: text for at, text in between}
    places = sorted(inserts)
    parts: list[Content | tuple[str, str]] = []
    first: int | None = None
    length = 0
    others_step_back = bool(chosen and any(kinds))
    for (kind, _), run in groupby(range(len(kinds)), key=lambda index: (kinds[index], bisect_right(places, index))):
        indices = list(run)
        if indices[0] in inserts:
            parts.append(inserts[indices[0]])
            length += len(inserts[indices[0]].plain)
        piece = shown.text[indices[0] : indices[-1] + 1]
        if kind & CHOSEN and first is None:
            first = length
        if kind & COST:
            piece = COST_MARK + piece
        parts.append((piece, _style(kind, others_step_back)))
        length += len(piece)
    return MarkedAnswer(Content.assemble(*parts), first)


def in_its_sentence(answer: str, evidence: Evidence, style: str) -> Content:
    """The sentence of the answer that holds the words, on one line, the words in `style`."""
    start, end = max(0, evidence.start), min(len(answer), evidence.end)
    if answer[start:end] != evidence.quote:  # a grade from elsewhere, or of an older version of the text
        return Content.styled(one_line(evidence.quote), style)
    before = [found.end() for found in SENTENCE_END.finditer(answer, 0, start)]
    after = SENTENCE_END.search(answer, max(start, end - 1))
    head = one_line(answer[before[-1] if before else 0 : start])
    tail = one_line(answer[end : max(end, after.start())] if after else answer[end:])
    head = head if len(head) <= MOST_AROUND else f"…{head[-MOST_AROUND:]}"
    tail = tail if len(tail) <= MOST_AROUND else f"{tail[:MOST_AROUND]}…"
    gap = " " if head and answer[start - 1].isspace() else ""
    follow = " " if tail and answer[end].isspace() else ""
    return Content.assemble(head, gap, (one_line(answer[start:end]), style), follow, tail)


def _style(kind: int, others_step_back: bool) -> str:
    if kind & CHOSEN:
        return "bold reverse $text-error" if kind & COST else "bold reverse $text-success"
    if kind & COST:
        return "underline $text-error"
    if kind & EARNED:
        return "underline $text-success"
    return "$text-muted" if others_step_back else ""
