"""What stands above a comparison: the question, and whose words and scores the two sides are."""

from collections.abc import Sequence

from textual.content import Content

from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.widgets.block_view import Block
from interviewer.tui.widgets.fitted import fit, spread

NAME = 9  # cells before what is known of a side
BETWEEN = " · "


def at_most(count: int, text: Content, width: int) -> list[Content]:
    """The text in so many lines at most; an ellipsis says that there is more of it."""
    lines = text.wrap(width)
    if len(lines) <= count:
        return lines
    last = lines[count - 1].rstrip()
    return [
        *lines[: count - 1],
        fit(last + " …", width) if last.cell_length + 2 <= width else fit(last, width - 1) + "…",
    ]


def question_block(question: str, room: int) -> Block:
    """The whole question where so many lines have no room for it, else nothing."""

    def lines(width: int) -> list[Content]:
        if len(Content(one_line(question)).wrap(width)) <= room:
            return []
        title = Content.styled("The question", "bold $text-accent")
        return [title, *(each.rstrip() for each in Content(plain(question)).wrap(width)), Content("")]

    return Block(lines)


def side_lines(name: str, parts: Sequence[str], right: Content, width: int) -> list[Content]:
    """`parts` behind the name of the side, broken between two of them; `right` at the end of the first line."""
    room = max(1, width - NAME - right.cell_length - 2)
    rows: list[str] = []
    for part in parts:
        longer = f"{rows[-1]}{BETWEEN}{part}" if rows else part
        if rows and len(longer) > (room if len(rows) == 1 else width - NAME):
            rows.append(part)
        else:
            rows[-1:] = [longer]
    first, *more = [Content.styled(row, "$text-muted") for row in rows]
    lines = [spread(width, Content.styled(f"{name:<{NAME}}", "bold $text-accent") + first, right)]
    return [*lines, *(Content(" " * NAME) + row for row in more)]
