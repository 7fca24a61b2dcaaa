"""Why a score moved although no check of it did: what the grades show, and offline the terms of the estimate."""

import asyncio

from interviewer.domain.difference import difference
from interviewer.domain.grades import Grade
from interviewer.domain.rubrics import Rubric
from interviewer.domain.transcripts import Answer
from interviewer.domain.unchecked import moved_unchecked, why_unchecked
from interviewer.ports import InterviewerError
from interviewer.tui.services import Services


async def why_moved(
    services: Services, before: tuple[Answer, Grade], after: tuple[Answer, Grade], rubric: Rubric
) -> str:
    """In sentences, for the line after what moved. The answers are to one question."""
    (first, old), (second, new) = before, after
    same_words = first.text.split() == second.text.split()
    why = why_unchecked(old, new, same_words=same_words)
    change = difference(old, new)
    moved = moved_unchecked(change) if change is not None else ()
    if not moved or same_words or not (new.grader.kind == "offline" and old.grader == new.grader):
        return why
    weights = {each.id: each.weight for each in new.signals}
    names = {each.id: each.name for each in rubric.dimensions}

    def terms() -> str:
        """Of the one that moved the overall most, as far as its terms are known; a habit after all signals."""
        for each in sorted(moved, key=lambda each: -weights.get(each.id, 0.0) * abs(each.after - each.before)):
            found = services.estimate_moves(second.question, (first.text, old), (second.text, new), each.id)
            if found:
                return f"{names.get(each.id, each.id)}: {found}."
        return ""

    try:
        return f"{why} {await asyncio.to_thread(terms)}".rstrip()
    except (InterviewerError, OSError):
        return why
