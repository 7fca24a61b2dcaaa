"""Two attempts at one question as plain text for 80 columns: scores, the checks behind each, and the words."""

import textwrap
from collections.abc import Iterator

from interviewer.domain.difference import Difference, difference
from interviewer.domain.grades import VOTE_NAMES
from interviewer.domain.rubrics import Check, Rubric
from interviewer.domain.text import visible
from interviewer.domain.transcripts import Transcript
from interviewer.domain.unchecked import unchecked_text, why_unchecked
from interviewer.domain.word_difference import word_difference
from interviewer.reports.difference_text import grader_name

WIDTH = 79
SHOWN_ID = 8
NAME_WIDTH = 26


def comparison_as_text(before: Transcript, after: Transcript, rubric: Rubric) -> str:
    """`before` is the earlier one. Words that went stand in [-…-], those that came in {+…+}."""
    parts = [
        "\n".join(_wrapped(after.answer.question.prompt, "", "")),
        "\n".join([_attempt("Before", before), _attempt("After ", after)]),
        "\n".join(_scores(before, after, rubric)),
        marked_words(before.answer.text, after.answer.text),
    ]
    return "\n\n".join(parts)


def _attempt(name: str, transcript: Transcript) -> str:
    answer, grade = transcript.answer, transcript.latest
    result = f"{grade.overall.score:.1f} {VOTE_NAMES[grade.overall.vote]}" if grade and grade.overall else "not scored"
    by = f", {grader_name(grade.grader)}" if grade and grade.overall else ""
    when = f"{answer.created_at.astimezone():%Y-%m-%d %H:%M}"
    return visible(f"{name}  {answer.id[:SHOWN_ID]}  {when}  {len(answer.text.split()):>5,} words  {result}{by}")


def _scores(before: Transcript, after: Transcript, rubric: Rubric) -> Iterator[str]:
    old, new = before.latest, after.latest
    change = difference(old, new) if old and new else None
    if old is None or new is None or change is None:
        yield "There is nothing to compare but the words: one of the two has no score."
        return
    if not change.same_grader:
        yield "Different graders: part of the difference is theirs."
    if old.rubric != new.rubric:
        yield "Different rubrics: only checks that both have are compared."
    yield f"{_moved('Overall', change.before, change.after)}   {_votes(change)}"
    checks = {(each.id, check.id): check for each in rubric.dimensions for check in each.checks}
    names = {each.id: each.name for each in rubric.dimensions}
    for score in change.scores:
        yield _moved(names.get(score.id, score.id), score.before, score.after)
        for mark, keys in (("+", change.won), ("-", change.lost)):
            for key in keys:
                if key[0] == score.id:
                    yield from _wrapped(_check(key[1], checks.get(key), mark), f"    {mark} ", "      ")
    if not change.won and not change.lost:
        yield "No check was won or lost."
    same_words = before.answer.text.split() == after.answer.text.split()
    yield from _wrapped(unchecked_text(change, names, why_unchecked(old, new, same_words=same_words)), "", "")


def _votes(change: Difference) -> str:
    vote = VOTE_NAMES[change.vote_after]
    return vote if change.vote_before == change.vote_after else f"{VOTE_NAMES[change.vote_before]} → {vote}"


def _moved(name: str, before: float, after: float) -> str:
    delta = round(after - before, 1)
    return f"{visible(name):<{NAME_WIDTH}}{before:.1f} → {after:.1f}  {f'{delta:+.1f}' if delta else 'same'}"


def _check(check_id: str, check: Check | None, mark: str) -> str:
    """What the check says, and the points that it moved."""
    if check is None:
        return check_id
    fault = ("no longer: " if mark == "+" else "now: ") if check.polarity == "negative" else ""
    return f"{fault}{check.statement} ({mark}{check.points})"


def marked_words(before: str, after: str) -> str:
    """The later text with what went and what came marked in it, paragraph by paragraph."""
    pieces, at = [], 0
    for each in word_difference(before, after):
        gone, come = before[each.before_start : each.before_end], after[each.after_start : each.after_end]
        pieces.append(after[at : each.after_start])
        if each.op == "same":
            pieces.append(come)
        else:
            marks = [f"[-{' '.join(gone.split())}-]" if gone else "", f"{{+{come}+}}" if come else ""]
            before_it = "" if not pieces[-1] or pieces[-1][-1:].isspace() or come else " "
            pieces.append(before_it + " ".join(mark for mark in marks if mark))
        at = each.after_end
    pieces.append(after[at:])
    return "\n".join(line for each in "".join(pieces).split("\n") for line in (_wrapped(each, "", "") or [""]))


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    one_line = visible(" ".join(text.split()))
    return textwrap.wrap(one_line, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
