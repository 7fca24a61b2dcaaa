"""The parts of a conversation as blocks of text: who speaks is told by a name and a bar, not by colour alone."""

from collections.abc import Sequence

from textual.content import Content

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import Speaker
from interviewer.domain.scoring import arithmetic
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.votes import own_against, vote_mark
from interviewer.tui.widgets.block_view import Block
from interviewer.tui.wording import CAPS

NAMES: dict[Speaker, str] = {"interviewer": "Interviewer", "candidate": "You"}
SIDE = 13  # cells of names and bars to the left of what is said
NARROW = 56  # below this the name stands above what is said
NOTHING_SAID = "(you said nothing)"
EMPTY = Block(lambda width: ())


def turn(speaker: Speaker, text: str, *, strong: bool = False) -> Block:
    """What somebody said. The candidate's words have a bar beside them on every line."""
    yours = speaker == "candidate"
    body = Content.styled(plain(text.strip()) or NOTHING_SAID, "bold" if strong else "")
    name = Content.styled(NAMES[speaker], "bold $text-primary" if yours else "bold $text-accent")
    return Block(lambda width: beside(width, name, "│ " if yours else "  ", "$text-primary", body))


def beside(width: int, name: Content, bar: str, bar_style: str, body: Content) -> list[Content]:
    """`body` wrapped beside a name, and a blank line after it."""
    gutter = Content.styled(bar, bar_style)
    if width < NARROW:
        lines = [Content(" ") + name, *(Content(" ") + gutter + line for line in wrapped(body, width - 4))]
    else:
        first = Content(" " * (SIDE - 1 - name.cell_length)) + name + " "
        rest = Content(" " * SIDE)
        lines = [
            (rest if number else first) + gutter + line for number, line in enumerate(wrapped(body, width - SIDE - 3))
        ]
    return [*lines, Content("")]


def wrapped(body: Content, width: int) -> list[Content]:
    return [line.rstrip() for line in body.wrap(max(10, width))] or [Content("")]


def rule(text: str, *, heavy: bool = False) -> Block:
    """A line across, with words in it: a new question, or (heavy) a new round."""
    line = "━" if heavy else "─"

    def lines(width: int) -> Sequence[Content]:
        words = Content.styled(f" {one_line(text)} ", "bold $foreground" if heavy else "$text-muted")
        words = words.truncate(max(1, width - 4), ellipsis=True)
        left = Content.styled(line * 2, "$border-blurred")
        right = Content.styled(line * max(0, width - 2 - words.cell_length), "$border-blurred")
        return left + words + right, Content("")

    return Block(lines)


def note(text: str, style: str = "$text-muted") -> Block:
    """Something that nobody said."""
    body = Content.styled(plain(text), style)
    return Block(lambda width: beside(width, Content.styled("·", style), "  ", "", body))


def feedback(grade: Grade, own: int | None, opens: str, key: str, lowered: Sequence[str] = ()) -> Block:
    """A grade in a few lines; `key` opens the whole of it. `lowered` says which follow-ups cost something."""
    if grade.overall is None:
        return not_scored(grade.reason or "No reason was given.", opens, key)
    return _framed(_feedback_lines(grade, own, key, lowered), opens)


def not_scored(reason: str, opens: str, key: str) -> Block:
    why = Content.assemble(("Not scored. ", "bold $text-warning"), plain(reason))
    return _framed([why, _opens(key, "opens your answer, to grade it again")], opens)


def _framed(lines: list[Content], opens: str) -> Block:
    name = Content.styled("Feedback", "bold $foreground")
    body = Content("\n").join(lines)
    return Block(lambda width: beside(width, name, "┃ ", "$accent", body), opens)


def _opens(key: str, what: str) -> Content:
    return Content.assemble((key, "bold $text-accent"), (f" {what}", "$text-muted"))


def _feedback_lines(grade: Grade, own: int | None, key: str, lowered: Sequence[str]) -> list[Content]:
    result = grade.overall
    if result is None:
        return []
    lines = [vote_mark(result.vote, result.score, result.capped_by) + f"  {arithmetic(grade.signals, result.score)}"]
    if result.capped_by:
        held = CAPS.get(result.capped_by, f"Capped by {result.capped_by}.")
        lines.append(Content.styled(f"▲ {held}", "$text-warning"))
    elif grade.gate and not grade.gate.passed:
        lines.append(Content.styled(f"▲ {CAPS['gate']}", "$text-warning"))
    if grade.feedback and grade.feedback.fix_first:
        lines.append(Content.assemble(("Fix first  ", "bold $text-accent"), plain(grade.feedback.fix_first)))
    lines += [Content.styled(plain(each), "$text-warning") for each in lowered]
    habits = "  ".join(f"{plain(each.id)} {each.score:.1f}" for each in grade.habits)
    lines.append(Content.styled(habits, "$text-muted"))
    if own is not None:
        lines.append(Content(own_against(own, result.score)))
    lines.append(_opens(key, "opens the whole feedback"))
    return lines
