"""The answer with the words that earned or cost points marked in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from textual.content import Content

from interviewer.domain.grades import CheckVerdict
from interviewer.tui.safe_text import with_offsets

EARNED, COST, CHOSEN = 1, 2, 4
COST_MARK = "!"


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """`first` is the offset in `content` of the first chosen words, None where none are chosen."""

    content: Content
    first: int | None


def mark_answer(answer: str, checks: Iterable[CheckVerdict], chosen: CheckVerdict | None = None) -> MarkedAnswer:
    """Words that earned points are underlined; words that cost some too, with a ! before them. With a check chosen, its
    words alone are marked, and the rest steps back."""
    shown = with_offsets(answer)
    kinds = bytearray(len(shown.text))
    for check in [chosen] if chosen else checks:
        flag = (EARNED if check.polarity == "positive" else COST) | (CHOSEN if chosen else 0)
        if check.met:
            for evidence in check.evidence:
                start, end = (shown.offsets[max(0, min(len(answer), at))] for at in (evidence.start, evidence.end))
                for index in range(start, end):
                    kinds[index] |= flag
    parts: list[str | tuple[str, str]] = []
    first: int | None = None
    length = 0
    others_step_back = bool(chosen and any(kinds))
    for kind, run in groupby(range(len(kinds)), key=lambda index: kinds[index]):
        indices = list(run)
        piece = shown.text[indices[0] : indices[-1] + 1]
        if kind & CHOSEN and first is None:
            first = length
        if kind & COST:
            piece = COST_MARK + piece
        parts.append((piece, _style(kind, others_step_back)))
        length += len(piece)
    return MarkedAnswer(Content.assemble(*parts), first)


def _style(kind: int, others_step_back: bool) -> str:
    if kind & CHOSEN:
        return "bold reverse $text-error" if kind & COST else "bold reverse $text-success"
    if kind & COST:
        return "underline $text-error"
    if kind & EARNED:
        return "underline $text-success"
    return "$text-muted" if others_step_back else ""
