"""Where vi's motions lead in a text of lines; a place is (line, column), both from 0. Nothing here knows a widget."""

from collections.abc import Callable, Sequence

Place = tuple[int, int]
Lines = Sequence[str]

SPACE, WORD, SIGNS = range(3)


def kind(character: str) -> int:
    """A word is a run of letters, digits and _, or a run of other signs, as vi's `w` has it."""
    if character.isspace():
        return SPACE
    return WORD if character.isalnum() or character == "_" else SIGNS


def run_end(line: str, column: int) -> int:
    """The column after the run that a column is in."""
    end = column
    while end < len(line) and kind(line[end]) == kind(line[column]):
        end += 1
    return end


def next_word(lines: Lines, place: Place) -> Place:
    """The beginning of the next word or the next empty line; the end of the text where there is none."""
    row, column = place
    column = run_end(lines[row], column) if column < len(lines[row]) else column
    while True:
        line = lines[row]
        while column < len(line) and kind(line[column]) == SPACE:
            column += 1
        if column < len(line) or row + 1 == len(lines):
            return row, column
        row, column = row + 1, 0
        if not lines[row]:
            return row, 0


def word_end(lines: Lines, place: Place) -> Place:
    """The last character of this word, or of the next where the place is one already."""
    row, column = place[0], place[1] + 1
    while True:
        line = lines[row]
        while column < len(line) and kind(line[column]) == SPACE:
            column += 1
        if column < len(line):
            return row, run_end(line, column) - 1
        if row + 1 == len(lines):
            return row, max(0, len(line) - 1)
        row, column = row + 1, 0


def word_before(lines: Lines, place: Place) -> Place:
    """The beginning of this word, or of the one before where the place is one already."""
    row, column = place[0], place[1] - 1
    while True:
        line = lines[row]
        column = min(column, len(line) - 1)
        while column >= 0 and kind(line[column]) == SPACE:
            column -= 1
        if column >= 0:
            while column > 0 and kind(line[column - 1]) == kind(line[column]):
                column -= 1
            return row, column
        if row == 0:
            return 0, 0
        row -= 1
        if not lines[row]:
            return row, 0
        column = len(lines[row]) - 1


def first_sign(line: str) -> int:
    """The first column that is no blank."""
    return len(line) - len(line.lstrip()) if line.strip() else max(0, len(line) - 1)


def repeat(step: Callable[[Lines, Place], Place], lines: Lines, place: Place, count: int) -> Place:
    for _ in range(count):
        moved = step(lines, place)
        if moved == place:
            break
        place = moved
    return place


def deleted_by_word(lines: Lines, place: Place, count: int) -> Place:
    """Where `dw` ends: as `w`, but the last word of a line takes no line end with it."""
    for number in range(count):
        moved = next_word(lines, place)
        if number + 1 == count and moved[0] > place[0]:
            return (place[0], len(lines[place[0]])) if lines[place[0]] else (place[0] + 1, 0)
        place = moved
    return place


def changed_by_word(lines: Lines, place: Place, count: int) -> Place:
    """Where `cw` ends, the character after it: at the end of the word, with no blanks after it."""
    row, column = place
    line = lines[row]
    if column >= len(line) or kind(line[column]) == SPACE:
        return deleted_by_word(lines, place, count)
    end = repeat(word_end, lines, (row, run_end(line, column) - 1), count - 1)
    return end[0], end[1] + 1
