"""Grades cut out of a line as they stand in it: what was valid is stored as it came, and need not be written anew."""

# As an export has them: no string can hold these marks, whose quotes would be escaped in it.
MARK, FIRST, LAST = b',"grade":', b'{"grade_id":', b',"schema_version":1}'


def cut(line: bytes) -> tuple[bytes, list[bytes]]:
    """The line with a number in the place of each grade, counted from 0, and the grades; none where it has another form
    than an export's.

    Where the line without them is valid JSON and so is each of them, the whole line is.
    """
    pieces, grades, at = list[bytes](), list[bytes](), 0
    while (mark := line.find(MARK + FIRST, at)) >= 0:
        begin = mark + len(MARK)
        last = line.find(LAST, begin)
        if last < 0:
            break
        pieces += (line[at:begin], b"%d" % len(grades))
        at = last + len(LAST)
        grades.append(line[begin:at])
    return b"".join((*pieces, line[at:])), grades
