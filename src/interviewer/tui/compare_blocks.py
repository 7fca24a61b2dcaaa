"""Two answers as blocks: what moved the score, the checks won and lost, and both texts word by word."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from interviewer.domain.difference import Difference
from interviewer.domain.grades import Grade, HabitScore, SignalScore
from interviewer.domain.rubrics import Rubric
from interviewer.domain.unchecked import unchecked_text
from interviewer.tui.compare_rows import Piece, Row
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.block_view import Block, Lines
from interviewer.tui.widgets.fitted import fit, hanging
from interviewer.tui.wording import vote_name

ROUNDING = 0.005
BESIDE = 96  # cells from which the two stand side by side
GAP = Block(lambda width: [Content("")])
LEGEND = "[-words] stand only in the earlier answer, [+words] only in the later one."
SAME_WORDS = "The two have the same words."
CHANGED = "change"  # what a block with a change in it opens: it is walked to, not opened


def heading(text: str) -> Block:
    return Block(lambda width: [Content.styled(text, "bold $text-accent").truncate(width, ellipsis=True)])


def line(text: str | Content, style: str = "") -> Block:
    content = Content.styled(plain(text), style) if isinstance(text, str) else text
    return Block(lambda width: [each.rstrip() for each in content.wrap(width)])


# the scores


def score_blocks(change: Difference, before: Grade, after: Grade, rubric: Rubric, why: str = "") -> list[Block]:
    """The sum by which the overall moved, then each signal and habit with its checks, and `why` what has none moved."""
    votes = f"{vote_name(change.vote_before)} → {vote_name(change.vote_after)}"
    if change.vote_before == change.vote_after:
        votes = f"{vote_name(change.vote_after)} as before"
    overall = Content.assemble(("Overall  ", "bold"), _step(change.before, change.after), f"   {votes}")
    blocks = [heading("What moved the score"), line(overall), line(arithmetic_of(before, after), "$text-muted"), GAP]
    was: tuple[SignalScore | HabitScore, ...] = (*before.signals, *before.habits)
    old = {each.id: each for each in was}
    new: tuple[SignalScore | HabitScore, ...] = (*after.signals, *after.habits)
    for scored in new:
        if scored.id in old:
            blocks += _dimension(old[scored.id], scored, change, rubric)
    names = {each.id: each.name for each in rubric.dimensions}
    unchecked = unchecked_text(change, names, why)
    return [*blocks, *([GAP, line(unchecked, "$text-muted")] if unchecked else [])]


def arithmetic_of(before: Grade, after: Grade) -> str:
    """`0.45 × (+1.0) + 0.30 × (-0.5) + 0.25 × 0 = +0.30`: what each signal brought to the overall."""
    old = {each.id: each.score for each in before.signals}
    moved = [(each.weight, round(each.score - old[each.id], 1)) for each in after.signals if each.id in old]
    parts = [f"{weight:.2f} × {f'({by:+.1f})' if by else '0'}" for weight, by in moved]
    total = sum(weight * by for weight, by in moved)
    shown = after.overall.score - before.overall.score if before.overall and after.overall else total
    rounded = f", rounded {shown:+.1f}" if abs(total - shown) > ROUNDING else ""
    return f"{' + '.join(parts)} = {total:+.2f}{rounded}" if parts else ""


def _dimension(
    old: SignalScore | HabitScore, new: SignalScore | HabitScore, change: Difference, rubric: Rubric
) -> Iterator[Block]:
    known = next((each for each in rubric.dimensions if each.id == new.id), None)
    name = plain(known.name if known else new.id)
    weight = f"weight {new.weight:.2f}" if isinstance(new, SignalScore) else "not in sum"
    facts = f"level {old.level} → {new.level} · checks {old.check_score:.1f} → {new.check_score:.1f} · {weight}"
    yield Block(lambda width: _dimension_line(width, name, _step(old.score, new.score), facts))
    checks = {check.id: check for check in known.checks} if known else {}
    points = {check.id: check.points for check in new.checks}
    for word, mark, style, keys in (
        ("won", "+", "$text-success", change.won),
        ("lost", "-", "$text-error", change.lost),
    ):
        for dimension_id, check_id in keys:
            if dimension_id == new.id:
                check = checks.get(check_id)
                statement = plain(check.statement if check else check_id)
                fault = check is not None and check.polarity == "negative"
                said = f"{('No longer: ' if word == 'won' else 'Now: ') if fault else ''}{statement}"
                sign = Content.styled(f"    {mark}{points.get(check_id, 0)} {word:<4}  ", f"bold {style}")
                yield Block(_hung(sign, Content(said)))


def _hung(mark: Content, body: Content) -> Lines:
    return lambda width: hanging(width, mark, body).split("\n", allow_blank=True)


def _dimension_line(width: int, name: str, step: Content, facts: str) -> list[Content]:
    left = Content.styled(f"  {name:<22}", "bold") + step
    if left.cell_length + len(facts) + 3 <= width:
        return [left + Content.styled(f"   {facts}", "$text-muted")]
    return [left, *Content.styled(f"    {facts}", "$text-muted").wrap(width)]


def _step(before: float, after: float) -> Content:
    delta = round(after - before, 1)
    colour = "$text-muted" if not delta else "$text-success" if delta > 0 else "$text-error"
    return Content.assemble(f"{before:.1f} → {after:.1f}  ", (f"{delta:+.1f}" if delta else "same", f"bold {colour}"))


# the words


def word_blocks(rows: Sequence[Row]) -> list[Block]:
    """Side by side where there is room, else one above the other; what both have stands once."""
    if not any(row.changed for row in rows):
        return [line(SAME_WORDS, "$text-muted"), GAP, *(_row(row) for row in rows)]
    return [line(LEGEND, "$text-muted"), GAP, *(_row(row) for row in rows)]


def _row(row: Row) -> Block:
    before, after = marked(row.before, "-", "$text-error"), marked(row.after, "+", "$text-success")

    def lines(width: int) -> list[Content]:
        if width >= BESIDE:
            return _beside(width, before, after, changed=row.changed)
        if not row.changed:
            return [*_gutter(" ", "", after, width), Content("")]
        found = _gutter("-", "$text-error", before, width) if before else []
        found += _gutter("+", "$text-success", after, width) if after else []
        return [*found, Content("")]

    return Block(lines, CHANGED if row.changed else "")


def marked(pieces: Sequence[Piece], sign: str, style: str) -> Content:
    """The text, its own words in brackets that say whose they are: no colour is needed to tell."""
    texts = [plain(piece.text) for piece in pieces]
    if texts:
        texts[0] = texts[0].lstrip()
        texts[-1] = texts[-1].rstrip()
    parts: list[tuple[str, str]] = []
    for piece, text in zip(pieces, texts, strict=True):
        if piece.changed:
            parts += [(f"[{sign}", f"bold {style}"), (text, f"underline {style}"), ("]", f"bold {style}")]
        else:
            parts.append((text, ""))
    return Content.assemble(*parts)


def _gutter(sign: str, style: str, text: Content, width: int) -> list[Content]:
    mark = Content.styled(f"{sign} ", f"bold {style}")
    return [mark + each.rstrip() for each in text.wrap(max(10, width - 2))]


def _beside(width: int, before: Content, after: Content, *, changed: bool) -> list[Content]:
    half = (width - 3) // 2
    left = _gutter("-" if changed and before else " ", "$text-error", before, half) if before else []
    right = _gutter("+" if changed and after else " ", "$text-success", after, half) if after else []
    count = max(len(left), len(right))
    left += [Content("")] * (count - len(left))
    right += [Content("")] * (count - len(right))
    bar = Content.styled(" │ ", "$border-blurred")
    return [fit(one, half) + bar + other for one, other in zip(left, right, strict=True)] + [
        fit(Content(""), half) + bar
    ]
