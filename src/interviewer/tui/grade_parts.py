"""The parts of a grade as text: score and vote, signals, the difference to the last try."""

import re

from textual.content import Content

from interviewer.domain.difference import Difference
from interviewer.domain.grades import VOTE_NAMES, Grade, HabitScore, Overall, SignalScore
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.rubrics import Rubric
from interviewer.domain.scoring import HIGHEST, LOWEST, VOTES, arithmetic
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.fitted import bar, hanging, spread
from interviewer.tui.wording import CAPS, severity, vote_name

SLOT = re.compile(r"\[[^\[\]\n]{1,80}\]")
WIDEST_BAR = 16


def share_of(score: float) -> float:
    """0 at the lowest score, 1 at the highest."""
    return (score - LOWEST) / (HIGHEST - LOWEST)


def vote_scale(overall: Overall, width: int) -> Content:
    """The five votes in a row, the one that was given standing out."""
    style = f"bold reverse $text-{severity(overall.score)}"
    if overall.capped_by:
        style = "bold reverse $text-warning" if overall.vote == "mixed" else "bold reverse $text-error"
    parts: list[Content] = []
    for vote in VOTES:
        name = VOTE_NAMES[vote]
        chosen = vote == overall.vote
        parts.append(Content.styled(f" {name.upper()} " if chosen else name, style if chosen else "$text-muted"))
    line = Content("  ").join(parts)
    return line if line.cell_length <= width else Content.styled(f" {VOTE_NAMES[overall.vote].upper()} ", style)


def overall_lines(grade: Grade, overall: Overall, width: int) -> Content:
    """Vote, the sum as it is reckoned, and whatever qualifies it."""
    lines = [vote_scale(overall, width), Content.styled(arithmetic(grade.signals, overall.score), "$foreground")]
    notes = []
    if overall.capped_by:
        notes.append(CAPS.get(overall.capped_by, f"The vote is capped by {overall.capped_by}."))
    elif grade.gate and not grade.gate.passed:
        notes.append(CAPS["gate"])
    if grade.gate and not grade.gate.passed:
        notes.append(plain(grade.gate.reason))
    if overall.confidence == "low":
        notes.append("Low confidence: levels and checks disagree.")
    mark = Content.styled("▲ ", "$text-warning")
    lines += [hanging(width, mark, Content.styled(note, "$text-warning")) for note in notes]
    if not notes:
        lines.append(Content.styled("Weight × score of each signal, from 1 to 5.", "$text-muted"))
    return Content("\n").join(lines)


def dimension_line(scored: SignalScore | HabitScore, name: str, width: int) -> Content:
    """Name, bar, score; on the right the weight."""
    style = severity(scored.score)
    cells = max(6, min(WIDEST_BAR, width - 52))
    left = Content.assemble(
        (f"{plain(name):<24} " if width >= 60 else f"{plain(name)}  ", "bold"),
        bar(cells, share_of(scored.score), f"${style}"),
        (f"  {scored.score:.1f}", f"bold $text-{style}"),
    )
    weight = f"weight {scored.weight:.2f}" if isinstance(scored, SignalScore) else "beside the score"
    return spread(width, left, Content.styled(weight, "$text-muted"))


def difference_lines(change: Difference, rubric: Rubric, width: int) -> Content:
    """Overall, then each signal and habit, then the checks won and lost."""
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
    if not change.same_grader:
        lines.append(Content.styled("  The two were not graded by the same grader.", "$text-warning"))
    return Content("\n").join(lines)


def _change(name: str, before: float, after: float, style: str) -> Content:
    delta = round(after - before, 1)
    colour = "$text-muted" if not delta else "$text-success" if delta > 0 else "$text-error"
    shown = f"{delta:+.1f}" if delta else "same"
    return Content.assemble((f"{name:<26}", style), f"{before:.1f} → {after:.1f}  ", (shown, f"bold {colour}"))


def with_slots(text: str) -> Content:
    """A stronger version, its [slots] standing out: they are for the person to fill."""
    content = Content(plain(text))
    for slot in SLOT.finditer(content.plain):
        content = content.stylize("bold $text-accent", slot.start(), slot.end())
    return content


def other_track_line(grade: Grade) -> str:
    other = grade.other_track
    return f"As an {TRACK_NAMES[other.track]} answer this would score {other.score:.1f}." if other else ""
