"""Two grades of one answer as plain text for 80 columns: scores before and after, checks won and lost."""

import textwrap
from collections.abc import Iterator

from interviewer.domain.difference import Difference, difference
from interviewer.domain.grades import VOTE_NAMES, Grade, GraderRef
from interviewer.domain.rubrics import Rubric
from interviewer.domain.text import visible
from interviewer.domain.transcripts import Answer
from interviewer.domain.unchecked import unchecked_text, why_unchecked

WIDTH = 79
SHOWN_ID = 8
NAME_WIDTH = 26


def regraded_as_text(answer: Answer, before: Grade | None, after: Grade, rubric: Rubric, *, kept: bool) -> str:
    """`before` is None for an answer that had no grade; `kept` says whether the new grade was stored."""
    return "\n".join(_lines(answer, before, after, rubric, kept=kept))


def _lines(answer: Answer, before: Grade | None, after: Grade, rubric: Rubric, *, kept: bool) -> Iterator[str]:
    head = f"{answer.id[:SHOWN_ID]}  {answer.created_at.astimezone():%Y-%m-%d %H:%M}  {answer.question.prompt}"
    yield from _wrapped(head, "", "  ")
    if after.overall is None:
        yield from _wrapped(f"Not scored: {after.reason}", "  ", "  ")
        return
    change = difference(before, after) if before else None
    if before is None or change is None:
        yield from _wrapped(f"{grader_name(after.grader)}: {after.overall.score:.1f}, its first score", "  ", "  ")
        return
    if not kept:
        same = (
            f"{grader_name(after.grader)}: {after.overall.score:.1f}, the grade that it already has; nothing was added"
        )
        yield from _wrapped(same, "  ", "  ")
        return
    yield from _wrapped(f"{grader_name(before.grader)} → {grader_name(after.grader)}", "  ", "    ")
    if before.rubric.sha256 != after.rubric.sha256:
        yield "  The rubric is another one: only checks that both have are compared."
    yield from difference_lines(change, rubric, why_unchecked(before, after, same_words=True))


def change_as_text(title: str, before: Grade, after: Grade, rubric: Rubric) -> str:
    """A title, then scores before and after and the checks won and lost; the title alone where one is no score."""
    change = difference(before, after)
    why = why_unchecked(before, after, same_words=False)
    lines = [] if change is None else list(difference_lines(change, rubric, why))
    return "\n".join([*_wrapped(title, "", ""), *lines])


def grader_name(ref: GraderRef) -> str:
    """`offline estimate`, or `gpt-5-mini, standard effort`."""
    if ref.kind == "offline":
        return "offline estimate"
    return f"{ref.model or 'a model'}{f', {ref.effort} effort' if ref.effort else ''}"


def difference_lines(change: Difference, rubric: Rubric, why: str) -> Iterator[str]:
    """Overall, each signal and habit, then the checks won and lost and what moved without one, indented by two."""
    vote = VOTE_NAMES[change.vote_after]
    votes = vote if change.vote_before == change.vote_after else f"{VOTE_NAMES[change.vote_before]} → {vote}"
    yield f"{_change('Overall', change.before, change.after)}   {votes}"
    names = {each.id: each.name for each in rubric.dimensions}
    for score in change.scores:
        yield _change(names.get(score.id, score.id), score.before, score.after)
    checks = {(each.id, check.id): check for each in rubric.dimensions for check in each.checks}
    for mark, word, keys in (("+", "won ", change.won), ("-", "lost", change.lost)):
        for key in keys:
            check = checks.get(key)
            fault = ("no longer: " if mark == "+" else "now: ") if check and check.polarity == "negative" else ""
            name = names.get(key[0], key[0])
            statement = check.statement if check else key[1]
            yield from _wrapped(f"{name}: {fault}{statement}", f"  {mark} {word}  ", " " * 10)
    if not change.won and not change.lost:
        yield "  No check was won or lost."
    yield from _wrapped(unchecked_text(change, names, why), "  ", "  ")


def _change(name: str, before: float, after: float) -> str:
    delta = round(after - before, 1)
    return f"  {visible(name):<{NAME_WIDTH}}{before:.1f} → {after:.1f}  {f'{delta:+.1f}' if delta else 'same'}"


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    one_line = visible(" ".join(text.split()))
    yield from textwrap.wrap(one_line, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
