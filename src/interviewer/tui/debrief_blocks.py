"""A debrief as blocks of text: what the committee says, in the order in which a candidate needs it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from textual.content import Content

from interviewer.domain.debriefs import HELD_BY, CompanyFit, Debrief, Fix, HabitView, QuestionView, Quoted, TrackFit
from interviewer.domain.feedback import HABIT_WORTH
from interviewer.domain.grades import VOTE_NAMES, Grade
from interviewer.domain.questions import TRACK_NAMES
from interviewer.tui.debrief_matrix import matrix
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.votes import own_against
from interviewer.tui.widgets.block_view import Block, Lines
from interviewer.tui.widgets.fitted import bar, fit, spread
from interviewer.tui.wording import counted, severity

ANSWER, ASK = "answer:", "ask:"  # what a block opens: an answer by its id, a question by its id
LONGEST = 180
ROOM_BESIDE = 16
MOST_GAINS = 2
Drawn = list[Content]


def blocks(debrief: Debrief, grades: Mapping[int, Grade], answers: Mapping[int, str]) -> list[Block]:
    """`grades` and ids of `answers` are by the position of the question."""
    parts: tuple[tuple[str, Iterable[Block]], ...] = (
        ("Three things to fix first", _fixes(debrief.fixes)),
        ("Every signal over all answers", _matrix(debrief, grades)),
        ("Votes by round", _rounds(debrief)),
        ("Reasons for", _reasons(debrief.reasons_for, answers)),
        ("Reasons against", _reasons(debrief.reasons_against, answers)),
        ("Habits over the whole interview", _habits(debrief.habits)),
        ("Which role you spoke for", _track(debrief.track_fit) if debrief.track_fit else ()),
        ("Which kind of company would hear what it listens for", _companies(debrief.companies)),
        ("Question by question", _questions(debrief, answers)),
    )
    found: list[Block] = []
    for title, part in parts:
        items = list(part)
        if items:
            found += [heading(title), *items, GAP]
    return found


GAP = Block(lambda width: [Content("")])


def heading(text: str) -> Block:
    return Block(lambda width: [Content.styled(text, "bold $text-accent").truncate(width, ellipsis=True)])


def item(mark: Content, body: Content, *, right: Content | None = None, opens: str = "") -> Block:
    """`body` hangs on `mark`; `right` stands at the end of the first line, or below where that leaves no room."""

    def lines(width: int) -> Drawn:
        indent, after = mark.cell_length, right.cell_length + 2 if right else 0
        if right is not None and width - indent - after < ROOM_BESIDE:
            below = right.truncate(max(1, width - indent), ellipsis=True)
            return [*item(mark, body).lines(width), Content(" " * indent) + below]
        wrapped = [line.rstrip() for line in body.wrap(max(10, width - indent - after))] or [Content("")]
        first = mark + wrapped[0]
        if right is not None:
            first = fit(first, width - after) + Content("  ") + right
        return [first, *(Content(" " * indent) + line for line in wrapped[1:])]

    return Block(lines, opens)


def text(words: str, style: str = "", indent: int = 2) -> Block:
    return item(Content(" " * indent), Content.styled(plain(words), style))


def quote(words: str, indent: int = 4) -> Block:
    return item(Content(" " * indent + "“"), Content.styled(f"{short(words)}”", "italic $text-muted"))


def short(words: str) -> str:
    """On one line, and not too long."""
    line = one_line(words)
    if len(line) <= LONGEST:
        return line
    return line[: max(line.rfind(" ", 0, LONGEST), LONGEST // 2)] + " …"


def _fixes(fixes: Sequence[Fix]) -> Iterator[Block]:
    if fixes:
        yield text(ranked_by(fixes), "$text-muted")
    for number, fix in enumerate(fixes, start=1):
        worth = f"a level more {'counts' if fix.habit else 'adds'} {fix.worth:.2f}"
        worth = "it holds your vote down" if fix.lifts_cap else worth
        missed = f"missed in {fix.missed_in} of {fix.answers}"
        right = Content.styled(f"{worth} · {missed}", "$text-warning" if fix.lifts_cap else "$text-muted")
        yield item(Content.styled(f"{number} ", "bold $text-accent"), Content.styled(fix.name, "bold"), right=right)
        yield text(fix.advice)
        for one in fix.practise:
            kind = "Drill   " if one.drill else "Practise"
            mark = Content.assemble("  ", ("▸ ", "$text-accent"), (f"{kind}  ", "$text-accent"))
            yield item(mark, Content(short(one.prompt)), opens=f"{ASK}{one.question_id}")
        if number < len(fixes):
            yield GAP


def ranked_by(fixes: Sequence[Fix]) -> str:
    """Why they stand in this order."""
    first = "First what holds your vote down, then by" if any(each.lifts_cap for each in fixes) else "By"
    habits = f" A habit, outside the sum, counts as {HABIT_WORTH:.2f}." if any(each.habit for each in fixes) else ""
    return f"{first} what a level more is worth, not by the lowest score.{habits}"


def _matrix(debrief: Debrief, grades: Mapping[int, Grade]) -> Iterator[Block]:
    if debrief.score is not None:
        yield Block(lambda width: matrix(debrief, grades, width))
        yield text(f"Graded by {debrief.grader}. No such score says who gets hired.", "$text-muted")


def _rounds(debrief: Debrief) -> Iterator[Block]:
    for each in debrief.rounds:
        scored = f"{each.answers} of {each.asked} scored"
        if each.score is None or each.vote is None:
            none = Content.styled(f"no vote · {scored}", "$text-muted")
            yield item(Content("  "), Content(plain(each.name)), right=none)
            continue
        held = f" ▲ held by {HELD_BY[each.capped_by]}" if each.capped_by in HELD_BY else ""
        right = Content.assemble(
            (f"{each.score:.1f} {VOTE_NAMES[each.vote]}", f"bold $text-{severity(each.score)}"),
            (held, "$text-warning"),
            (f" · {scored}", "$text-muted"),
        )
        yield item(Content("  "), Content(plain(each.name)), right=right)


def _reasons(reasons: Sequence[Quoted], answers: Mapping[int, str]) -> Iterator[Block]:
    for each in reasons:
        opens = f"{ANSWER}{answers[each.position]}" if each.position in answers else ""
        place = Content.styled(f"question {each.position + 1}", "$text-muted")
        yield item(Content.styled("• ", "$text-muted"), Content(plain(each.text)), right=place, opens=opens)
        if each.asked:
            yield text(f"Asked: {short(each.asked)}", "$text-muted", indent=4)
        yield quote(each.quote)


def _habits(habits: Sequence[HabitView]) -> Iterator[Block]:
    for each in habits:
        course = " → ".join(f"{score:.1f}" for score in each.by_round)
        right = Content.styled(f"round by round {course}" if len(each.by_round) > 1 else "", "$text-muted")
        score = Content.styled(f"{each.score:.1f}", f"bold $text-{severity(each.score)}")
        yield item(Content("  "), Content.styled(f"{plain(each.name)}  ", "bold") + score, right=right)
        if each.most_missed:
            times = "once" if each.missed_in == 1 else f"{each.missed_in} times"
            yield text(f"Most often lost, {times}: {each.most_missed} {each.advice}", indent=4)
        if each.quote:
            yield quote(each.quote)


TOLD = {
    "own": "You tell the story of the role you apply for: {own}.",
    "other": "You tell the story of the other role: {other}. Apply for that one, or tell this one.",
    "both": "You tell both stories by half. Panels reject “comfortable with both”: choose one.",
    "neither": "Neither story comes through yet: say what you delivered, and what you decided for it.",
}


def _track(fit_: TrackFit) -> Iterator[Block]:
    rows = [(f"As an {TRACK_NAMES[fit_.track]}", fit_.framework, fit_.deliverable, fit_.score)]
    if fit_.other_score is not None:
        other = f"The same answers as an {TRACK_NAMES[fit_.other_track]}"
        rows.append((other, fit_.other_framework, fit_.other_deliverable, fit_.other_score))
    for who, framework, deliverable, score in rows:
        about = Content.assemble(who, (f"  {plain(framework)}: {plain(deliverable)}", "$text-muted"))
        yield item(Content("  "), about, right=Content.styled(f"{score:.1f}", f"bold $text-{severity(score)}"))
    if fit_.telling:
        yield text(TOLD[fit_.telling].format(own=fit_.framework, other=fit_.other_framework))


def _companies(companies: Sequence[CompanyFit]) -> Iterator[Block]:
    for each in companies:
        yield Block(_company_line(each))
        if each.missing and (each.chosen or each is companies[0]):
            yield text(f"Never heard: {' '.join(each.missing)}", "$text-muted", indent=4)


def _company_line(each: CompanyFit) -> Lines:
    name = f"{each.name[:1].upper()}{each.name[1:]}{' (this interview)' if each.chosen else ''}"
    heard = f"{len(each.heard)} of {len(each.heard) + len(each.missing)} heard, in {each.share:.0%} of answers"

    def lines(width: int) -> Drawn:
        gauge = bar(10, each.share, "$primary") + Content("  ") if width >= 70 else Content("")
        return [spread(width, Content(f"  {plain(name)}"), gauge + Content.styled(heard, "$text-muted"))]

    return lines


def _questions(debrief: Debrief, answers: Mapping[int, str]) -> Iterator[Block]:
    rounds = len(debrief.rounds)
    for each in debrief.questions:
        opens = f"{ANSWER}{answers[each.position]}" if each.position in answers else ""
        mark = Content.styled(f"{each.position + 1:>2} ", "bold $text-muted")
        yield item(mark, Content.styled(short(each.prompt), "bold"), right=_result(each), opens=opens)
        if rounds > 1:
            yield text(each.round, "$text-muted", indent=4)
        if each.score is None:
            yield text(f"Not scored: {each.reason}", "$text-warning", indent=4)
        elif each.self_score is not None:
            yield text(own_against(each.self_score, each.score), indent=4)
        if each.dug:
            yield text(f"The story bore {each.survived} of {counted(each.dug, 'level')} of probing.", indent=4)
        for follow_up in each.follow_ups:
            yield from _follow_up(follow_up.asked, follow_up.without, follow_up.with_it, follow_up.won)
        yield text(f"Asked because: {each.why_chosen}.", "$text-muted", indent=4)
        if each is not debrief.questions[-1]:
            yield GAP


def _result(each: QuestionView) -> Content:
    if each.score is None or each.vote is None:
        return Content.styled("–", "$text-muted")
    return Content.styled(f"{each.score:.1f} {VOTE_NAMES[each.vote]}", f"bold $text-{severity(each.score)}")


def _follow_up(asked: str, without: float, with_it: float, won: Sequence[str]) -> Iterator[Block]:
    """What it brought, by the offline estimate: that is what decides what is asked next, whoever grades."""
    right = Content.styled(f"≈ {without:.1f} → {with_it:.1f}", "$text-success" if with_it > without else "$text-muted")
    yield item(Content.styled("    ↳ ", "$text-muted"), Content.styled(f"“{short(asked)}”", ""), right=right)
    if won:
        more = f" And {len(won) - MOST_GAINS} more." if len(won) > MOST_GAINS else ""
        yield text(f"It showed: {' '.join(won[:MOST_GAINS])}{more}", "$text-muted", indent=6)
