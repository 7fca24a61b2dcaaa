"""What changed since the last try: in one line, and in full."""

from textual.content import Content

from interviewer.domain.difference import Difference, ScoreChange
from interviewer.domain.rubrics import Rubric
from interviewer.domain.unchecked import unchecked_text
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.fitted import hanging, spread
from interviewer.tui.wording import vote_name

OTHER_GRADER = "The two were not graded by the same grader."


def brief_difference(change: Difference, rubric: Rubric, width: int, more: str) -> Content:
    """The overall before and now, and the biggest change, in one line; `more` says at its end how to see the rest."""
    biggest = max(change.scores, key=lambda each: abs(each.after - each.before), default=None)
    overall, since, last = _step(change.before, change.after), "Since your last try  ", "Last try  "
    forms: list[tuple[str, Content]] = [(since, overall), (last, overall)]
    if biggest is not None and biggest.after != biggest.before:
        name = next((each.name for each in rubric.dimensions if each.id == biggest.id), biggest.id)
        named = overall + Content(f" · {plain(name)} ")
        whole = named + _step(biggest.before, biggest.after)
        forms = [(since, whole), (last, whole), (last, named + _delta(biggest)), *forms]
    key, _, meaning = more.partition(" ")
    right = Content.assemble((f"{key} ", "bold $text-accent"), (meaning, "$text-muted"))
    lines = [Content.styled(head, "bold") + said for head, said in forms]
    fitting = next((line for line in lines if line.cell_length + right.cell_length + 2 <= width), lines[-1])
    return spread(width, fitting, right)


def _step(before: float, after: float) -> Content:
    delta, shown = _signed(before, after)
    return Content.assemble(f"{before:.1f} → {after:.1f} ", (shown, f"bold {delta}"))


def _delta(change: ScoreChange) -> Content:
    colour, shown = _signed(change.before, change.after)
    return Content.styled(shown, f"bold {colour}")


def _signed(before: float, after: float) -> tuple[str, str]:
    """Colour and words of a change."""
    delta = round(after - before, 1)
    colour = "$text-muted" if not delta else "$text-success" if delta > 0 else "$text-error"
    return colour, f"{delta:+.1f}" if delta else "same"


def unchecked_line(change: Difference, rubric: Rubric, why: str, width: int) -> Content | None:
    """What moved although no check of it did, and why as far as that is known; None where nothing did."""
    text = unchecked_text(change, {each.id: each.name for each in rubric.dimensions}, why)
    return hanging(width, Content("  "), Content.styled(plain(text), "$text-muted")) if text else None


def difference_lines(change: Difference, rubric: Rubric, width: int, why: str = "") -> Content:
    """The overall and the vote, then each signal and habit, then the checks won and lost, and what moved without."""
    names = {each.id: each.name for each in rubric.dimensions}
    votes = (
        f"{vote_name(change.vote_before)} → {vote_name(change.vote_after)}"
        if change.vote_before != change.vote_after
        else f"{vote_name(change.vote_after)} as before"
    )
    lines = [_change("Since your last try", change.before, change.after, "bold") + Content(f"   {votes}")]
    lines += [_change(f"  {plain(names.get(each.id, each.id))}", each.before, each.after, "") for each in change.scores]
    statements = {(each.id, check.id): check.statement for each in rubric.dimensions for check in each.checks}
    faults = {
        (each.id, check.id) for each in rubric.dimensions for check in each.checks if check.polarity == "negative"
    }
    for word, symbol, style, keys, so in (
        ("won", "+", "$text-success", change.won, "No longer: "),
        ("lost", "-", "$text-error", change.lost, "Now: "),
    ):
        for key in keys:
            mark = Content.styled(f"  {symbol} {word:<5}", f"bold {style}")
            statement = plain(statements.get(key, key[1]))
            lines.append(hanging(width, mark, Content((so if key in faults else "") + statement)))
    if not change.won and not change.lost:
        lines.append(Content.styled("  No check was won or lost.", "$text-muted"))
    unchecked = unchecked_line(change, rubric, why, width)
    lines += [unchecked] if unchecked is not None else []
    return Content("\n").join(lines)


def _change(name: str, before: float, after: float, style: str) -> Content:
    colour, shown = _signed(before, after)
    return Content.assemble((f"{name:<26}", style), f"{before:.1f} → {after:.1f}  ", (shown, f"bold {colour}"))
