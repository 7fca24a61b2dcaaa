"""A grade as plain text for 80 columns: what it is, how it was reckoned, and the words that earned it."""

import textwrap
from collections.abc import Iterator, Sequence

from interviewer.domain.feedback import top_level_text, why_low
from interviewer.domain.grades import VOTE_NAMES, CheckVerdict, Grade, HabitScore, Overall, SignalScore
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.rubrics import Rubric
from interviewer.domain.scoring import arithmetic
from interviewer.domain.text import visible

WIDTH = 79
LONGEST_QUOTE = 150
MARKS = {("positive", True): "+", ("positive", False): "-", ("negative", True): "!"}
CAPS = {"ownership": "held at mixed by ownership: nobody could say what you decided"}


def grade_as_text(grade: Grade, rubric: Rubric, description: str = "") -> str:
    """Lines of at most 79 columns, without escapes of its own. `rubric` names the checks; `description` the grader."""
    return "\n".join(_lines(grade, rubric, description))


def wrapped(text: str) -> str:
    """Longer text for 80 columns; its line ends stay."""
    return "\n".join("\n".join(textwrap.wrap(visible(line), WIDTH)) for line in text.splitlines())


def _lines(grade: Grade, rubric: Rubric, description: str) -> Iterator[str]:
    yield from _labelled("Question", grade.question.prompt)
    yield from _labelled("Graded as", f"{TRACK_NAMES[grade.track]}, by {description or _grader_name(grade)}")
    yield ""
    if grade.status == "unscored" or grade.overall is None:
        yield from _labelled("Not scored", grade.reason or "no reason was given")
        yield from _notices(grade)
        return
    yield from _overall(grade, grade.overall)
    feedback = grade.feedback
    if feedback and feedback.fix_first:
        yield ""
        yield from _labelled("Fix first", feedback.fix_first)
        top = top_level_text(rubric, grade)
        yield from _labelled("", top) if top else ()
    yield ""
    yield "Checks: + met, - missed, ! met and counted against the answer"
    scored: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
    for dimension in scored:
        yield ""
        yield from _dimension(dimension, rubric)
    yield from _feedback(grade)
    yield from _notices(grade)


def _grader_name(grade: Grade) -> str:
    if grade.grader.kind == "offline":
        return "the offline grader (an estimate)"
    return f"{grade.grader.model}, {grade.grader.effort} effort"


def _overall(grade: Grade, overall: Overall) -> Iterator[str]:
    yield from _labelled("Overall", f"{overall.score:.1f} of 5, vote: {VOTE_NAMES[overall.vote]}")
    yield from _labelled("", arithmetic(grade.signals, overall.score))
    if grade.gate and not grade.gate.passed:
        yield from _labelled("", f"{grade.gate.reason} So the vote is strong no, and no signal can pass 2.")
    elif grade.gate and grade.grader.kind == "offline":
        yield from _labelled("", f"Gate passed. {grade.gate.reason}")
    if overall.capped_by and (grade.gate is None or grade.gate.passed):
        yield from _labelled("", f"The vote is {CAPS.get(overall.capped_by, f'capped by {overall.capped_by}')}.")
    if overall.confidence == "low":
        yield from _labelled("", f"Low confidence: {why_low(grade)}.")
    if grade.other_track:
        yield from _labelled("", f"As an {TRACK_NAMES[grade.other_track.track]} answer: {grade.other_track.score:.1f}")


def _dimension(scored: SignalScore | HabitScore, rubric: Rubric) -> Iterator[str]:
    known = next((each for each in rubric.dimensions if each.id == scored.id), None)
    name = known.name if known else scored.id
    share = f", weight {scored.weight:.2f}" if isinstance(scored, SignalScore) else ", beside the overall"
    yield f"{name}: {scored.score:.1f}{share}, level {scored.level}, checks {scored.check_score:.1f}"
    statements = {check.id: check.statement for check in known.checks} if known else {}
    for check in scored.checks:
        mark = MARKS.get((check.polarity, check.met))
        if mark:
            yield from _check(check, mark, statements.get(check.id, check.id))


def _check(check: CheckVerdict, mark: str, statement: str) -> Iterator[str]:
    sign = "-" if mark == "!" else ""
    points = f"{sign}{check.points} point{'' if check.points == 1 else 's'}"
    yield from _wrapped(f"{statement} ({points})", f"  {mark} ", "    ")
    for evidence in check.evidence:
        yield from _wrapped(f'"{_short(evidence.quote)}"', "      ", "       ")
    if check.reason and (mark == "!" or not check.evidence) and check.met:
        yield from _wrapped(check.reason, "      ", "      ")


def _short(quote: str) -> str:
    one_line = " ".join(quote.split())
    return one_line if len(one_line) <= LONGEST_QUOTE else one_line[: LONGEST_QUOTE - 3].rstrip() + "..."


def _feedback(grade: Grade) -> Iterator[str]:
    feedback = grade.feedback
    if feedback is None:
        return
    yield from _listed("What worked", feedback.strengths)
    yield from _listed("What to improve", feedback.improvements)
    if feedback.stronger_version:
        yield from ("", "A stronger version, from your own facts")
        for paragraph in feedback.stronger_version.splitlines():
            yield from _wrapped(paragraph, "  ", "  ") if paragraph.strip() else ("",)
    if feedback.follow_up:
        yield ""
        yield from _labelled("Next asked", feedback.follow_up)


def _notices(grade: Grade) -> Iterator[str]:
    yield from _listed("Notices", grade.notices)


def _listed(title: str, entries: Sequence[str]) -> Iterator[str]:
    if entries:
        yield from ("", title)
        for entry in entries:
            yield from _wrapped(entry, "  * ", "    ")


def _labelled(label: str, text: str) -> Iterator[str]:
    yield from _wrapped(text, f"{label:<12}", " " * 12)


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    yield from textwrap.wrap(
        visible(" ".join(text.split())), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    ) or [first.rstrip()]
