"""The parts of a grade as text: score and vote, signals and what their levels mean."""

import re

from textual.content import Content

from interviewer.domain.feedback import is_missed, why_low
from interviewer.domain.grades import VOTE_NAMES, Gate, Grade, HabitScore, Overall, SignalScore
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.rubrics import Habit, ScoreBy, Signal
from interviewer.domain.scoring import (
    EVIDENCE_FOR_TOP,
    GATE_CEILING,
    HIGHEST,
    LOWEST,
    VOTES,
    arithmetic,
    evidence_ceiling,
)
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.fitted import bar, hanging, spread
from interviewer.tui.wording import CAPS, severity

SLOT = re.compile(r"\[[^\[\]\n]{1,80}\]")
ESTIMATED = "1 to 5, an estimate fitted on rated answers; checks explain it."
DRILL_CHECKED = "1 to 5: signals by the drill's checks, habits estimated."
SCORED_BY: dict[ScoreBy, str] = {
    "level": "1 to 5: the level, as far as quoted evidence holds it up.",
    "checks": "1 to 5: the points of the checks, held up by quoted evidence.",
    "mean": "1 to 5: half level, half checks, held up by quoted evidence.",
}
WIDEST_BAR, NARROWEST_BAR = 16, 6
ROOM_FOR_LEVELS = 60


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
    if grade.gate and not grade.gate.passed:
        notes.append(f"{CAPS['gate']} {plain(grade.gate.reason)}")
    elif overall.capped_by:
        notes.append(CAPS.get(overall.capped_by, f"The vote is capped by {overall.capped_by}."))
    if overall.confidence == "low":
        notes.append(f"Low confidence: {why_low(grade)}.")
    mark = Content.styled("▲ ", "$text-warning")
    lines += [hanging(width, mark, Content.styled(note, "$text-warning")) for note in notes]
    if grade.gate is None or grade.gate.passed:
        lines += Content.styled(how_scored(grade), "$text-muted").wrap(width)
    return Content("\n").join(lines)


def how_scored(grade: Grade) -> str:
    """How a score of 1 to 5 comes about. Offline, only a track's grade has another track beside it."""
    if grade.grader.kind == "offline":
        return ESTIMATED if grade.other_track else DRILL_CHECKED
    return SCORED_BY[grade.grader.score_by]


def dimension_line(scored: SignalScore | HabitScore, name: str, longest: int, width: int) -> Content:
    """Name, bar, score, level and checks; on the right the weight. What there is no room for is left out.

    `longest` is the length of the longest name, so that the bars of a page begin in one column.
    """
    style = severity(scored.score)
    score = Content.styled(f"  {scored.score:.1f}", f"bold $text-{style}")
    weight = f"{scored.weight:.2f}" if isinstance(scored, SignalScore) else ""
    right = f"weight {weight}" if weight else "not in sum"
    if width < ROOM_FOR_LEVELS:
        return spread(width, Content.styled(plain(name), "bold") + score, Content.styled(right, "$text-muted"))
    levels = Content.styled(f"  {level_and_checks(scored)}", "$text-muted")
    cells = width - longest - score.cell_length - levels.cell_length - len("weight 0.00") - 4
    if cells < NARROWEST_BAR:
        right = f"× {weight}" if weight else ""
        cells += len("weight ") - len("× ")
    drawn = bar(min(WIDEST_BAR, cells), share_of(scored.score), f"${style}") if cells >= NARROWEST_BAR else Content("")
    left = Content.styled(f"{plain(name):<{longest}}  ", "bold") + drawn + score + levels
    return spread(width, left, Content.styled(right, "$text-muted"))


def level_and_checks(scored: SignalScore | HabitScore) -> str:
    return f"level {scored.level} · checks {scored.check_score:.1f}"


def level_lines(scored: SignalScore | HabitScore, known: Signal | Habit, gate: Gate | None, width: int) -> Content:
    """What the level means, what the next one means, and which checks would bring it."""
    lines = [Content.styled(f"  {level_and_checks(scored)}", "$text-muted")] if width < ROOM_FOR_LEVELS else []
    for level, style in ((scored.level, ""), (scored.level + 1, "$text-muted")):
        if LOWEST <= level <= HIGHEST:
            mark = Content.styled(f"  Level {level}  ", "bold" if level == scored.level else "$text-muted")
            lines.append(hanging(width, mark, Content.styled(plain(known.levels[level - 1]), style)))
    held = held_back(scored, gate)
    if held:
        lines.append(hanging(width, Content.styled("  ▲ ", "$text-warning"), Content.styled(held, "$text-warning")))
    elif scored.score < HIGHEST and not any(is_missed(check) for check in scored.checks):
        lines += _top_level(scored, known, width)
    advice = {check.id: check.advice for check in known.checks}
    missed = sorted((check for check in scored.checks if is_missed(check)), key=lambda check: -check.points)
    if missed:
        lines.append(Content.styled("  What the next point needs", "bold $text-accent"))
        for check in missed:
            points = f"+{check.points} back" if check.polarity == "negative" else f"+{check.points}"
            mark = Content.styled(f"  {points}  ", "bold")
            lines.append(hanging(width, mark, Content(plain(advice.get(check.id, check.id)))))
    return Content("\n").join(lines)


def _top_level(scored: SignalScore | HabitScore, known: Signal | Habit, width: int) -> list[Content]:
    """What is left where every check is met and the score is still below 5."""
    above = scored.level + 1 >= HIGHEST
    asks = "For 5.0 the whole answer does what level 5 says above." if above else f"Level 5 asks: {known.levels[-1]}"
    text = f"No check is missed. {asks}"
    return [
        Content.styled("  What the next point needs", "bold $text-accent"),
        hanging(width, Content("  "), Content(plain(text))),
    ]


def held_back(scored: SignalScore | HabitScore, gate: Gate | None) -> str:
    """What keeps a score below its level; nothing where nothing does."""
    ceiling = evidence_ceiling(scored.checks)
    if isinstance(scored, SignalScore) and gate is not None and not gate.passed:
        return f"Held at {GATE_CEILING:.1f} at most: this is no answer to the question that was asked."
    if ceiling < HIGHEST and scored.score >= ceiling:
        needed = f"{EVIDENCE_FOR_TOP} met checks" if ceiling > GATE_CEILING else "a met check"
        return f"Held at {ceiling:.1f}: more needs {needed} with words of the answer."
    return ""


def with_slots(text: str) -> Content:
    """A stronger version, its [slots] standing out: they are for the person to fill."""
    content = Content(plain(text))
    for slot in SLOT.finditer(content.plain):
        content = content.stylize("bold $text-accent", slot.start(), slot.end())
    return content


def other_track_line(grade: Grade) -> str:
    other = grade.other_track
    return f"As an {TRACK_NAMES[other.track]} answer this would score {other.score:.1f}." if other else ""
