"""One answer for an HTML report: its words with the evidence marked in them, and the grade they earned beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from interviewer.domain.feedback import why_low
from interviewer.domain.grades import VOTE_NAMES, CheckVerdict, Feedback, Grade, HabitScore, SignalScore
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.rubrics import Rubric
from interviewer.domain.scoring import arithmetic
from interviewer.domain.transcripts import StoredGrade
from interviewer.reports.html import Child, Html, el, join, said
from interviewer.reports.svg import score_bar

LONGEST_QUOTE = 70
CAPS = {
    "passed_on": "Held at mixed: a third or more of the questions were passed on.",
    "ownership": "Held at mixed by ownership: nobody could say what you decided.",
    "gate": "Strong no: the answer is not about the question that was asked.",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a text, `text[start:end]`, that are evidence for check `number`; `cost` where they cost points."""

    start: int
    end: int
    number: int
    cost: bool


@dataclass(frozen=True, slots=True)
class NumberedCheck:
    number: int
    check: CheckVerdict


def numbered(grade: Grade) -> list[NumberedCheck]:
    """The met checks that have words of the answer, numbered from 1 in the order of the grade."""
    scored: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
    found = [check for each in scored for check in each.checks if check.met and check.evidence]
    return [NumberedCheck(number, check) for number, check in enumerate(found, start=1)]


def marks_of(checks: Iterable[NumberedCheck]) -> list[Mark]:
    """Evidence as offsets into the answer as it was graded."""
    return [
        Mark(evidence.start, evidence.end, each.number, each.check.polarity == "negative")
        for each in checks
        for evidence in each.check.evidence
    ]


def marked_text(text: str, marks: Sequence[Mark], anchor: str) -> Html:
    """`text` with the marked words underlined, and after each the number of its check, which leads to it.

    Marks may overlap or reach beyond the text. `anchor` begins the names of links, one of its own for each answer.
    """
    fitted = [Mark(max(0, each.start), min(len(text), each.end), each.number, each.cost) for each in marks]
    fitted = sorted({each for each in fitted if each.start < each.end}, key=lambda each: (each.end, each.number))
    bounds = sorted({0, len(text), *(each.start for each in fitted), *(each.end for each in fitted)})
    pieces: list[Child] = []
    for start, end in pairwise(bounds):
        here = [each for each in fitted if each.start <= start and end <= each.end]
        piece = text[start:end]
        if here:
            kind = "cost" if any(each.cost for each in here) else "earned"
            pieces.append(el("mark", piece, class_=kind))
        else:
            pieces.append(piece)
        pieces += [_reference(each, anchor) for each in fitted if each.end == end]
    return el("p", *pieces, class_="said", dir="auto")


def _reference(mark: Mark, anchor: str) -> Html:
    sign = "!" if mark.cost else ""
    return el("sup", el("a", f"{sign}{mark.number}", href=f"#{anchor}-check-{mark.number}"))


def grade_card(
    grade: Grade, rubric: Rubric, anchor: str, *, older: Sequence[StoredGrade] = (), zone: tzinfo | None = None
) -> Html:
    """The grade with its arithmetic, every check, and the feedback; an unscored one with its reason."""
    overall = grade.overall
    if overall is None:
        return el(
            "section",
            el("h4", "Not scored"),
            said(grade.reason or "no reason was given"),
            _older(older, zone),
            class_="grade",
        )
    return el(
        "section",
        el(
            "header",
            el("span", f"{overall.score:.1f}", class_="score"),
            el("span", VOTE_NAMES[overall.vote], class_=f"badge {overall.vote}"),
            el("span", f"graded by {graded_by(grade)}", class_="muted"),
            class_="headline",
        ),
        el("p", arithmetic(grade.signals, overall.score), class_="sum"),
        [el("p", note, class_="muted") for note in _notes(grade)],
        _dimensions(grade, rubric, anchor),
        _feedback(grade.feedback) if grade.feedback else None,
        _list("Notices", grade.notices),
        _older(older, zone),
        class_="grade",
    )


def graded_by(grade: Grade) -> str:
    if grade.grader.kind == "offline":
        return "the offline grader (an estimate)"
    return f"{grade.grader.model or 'a model'}" + (f", {grade.grader.effort} effort" if grade.grader.effort else "")


def _notes(grade: Grade) -> list[str]:
    overall, notes = grade.overall, []
    if grade.gate and not grade.gate.passed:
        notes.append(f"{grade.gate.reason} So the vote is strong no, and no signal can pass 2.")
    elif overall and overall.capped_by:
        notes.append(CAPS.get(overall.capped_by, f"The vote is capped by {overall.capped_by}."))
    if overall and overall.confidence == "low":
        notes.append(f"Low confidence: {why_low(grade)}.")
    if grade.other_track:
        notes.append(f"As an {TRACK_NAMES[grade.other_track.track]} answer: {grade.other_track.score:.1f}.")
    return notes


def _dimensions(grade: Grade, rubric: Rubric, anchor: str) -> Html:
    numbers = {id(each.check): each.number for each in numbered(grade)}
    known = {each.id: each for each in rubric.dimensions}
    parts = []
    scored: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
    for each in scored:
        dimension = known.get(each.id)
        name = dimension.name if dimension else each.id.replace("_", " ")
        statements = {check.id: check.statement for check in dimension.checks} if dimension else {}
        share = f"weight {each.weight:.2f}" if isinstance(each, SignalScore) else "beside the overall"
        checks = [
            _check(check, statements.get(check.id, check.id.replace("_", " ")), numbers.get(id(check)), anchor)
            for check in each.checks
            if check.met or check.polarity == "positive"
        ]
        parts.append(
            el(
                "div",
                el("h5", name, " ", el("span", f"{each.score:.1f}", class_="number"), score_bar(name, each.score)),
                el("p", f"{share}, level {each.level}, checks {each.check_score:.1f}", class_="muted small"),
                el("ul", checks, class_="checks"),
                class_="dimension",
            )
        )
    return el("div", parts, class_="dimensions")


def _check(check: CheckVerdict, statement: str, number: int | None, anchor: str) -> Html:
    cost = check.polarity == "negative"
    state, word = ("cost", "counted against") if cost else ("met", "met") if check.met else ("missed", "missed")
    points = f"{'−' if cost else ''}{check.points} point{'' if check.points == 1 else 's'}"
    quotes = [el("q", _short(evidence.quote), dir="auto") for evidence in check.evidence]
    return el(
        "li",
        el("span", f"{number}. " if number else "", class_="number"),
        el("bdi", statement),
        el("span", f" ({word}, {points})", class_="muted"),
        quotes,
        said(check.reason, class_="said muted small") if cost and check.reason else None,
        class_=state,
        id=f"{anchor}-check-{number}" if number else None,
    )


def _short(quote: str) -> str:
    """The beginning of a quote: in full it stands in the answer, with the check's number."""
    plain = " ".join(quote.split())
    if len(plain) <= LONGEST_QUOTE:
        return plain
    cut = plain.rfind(" ", 0, LONGEST_QUOTE)
    return f"{plain[: cut if cut > 0 else LONGEST_QUOTE]} …"


def _feedback(feedback: Feedback) -> Html:
    return join(
        el("div", el("h5", "Fix first"), said(feedback.fix_first), class_="fix") if feedback.fix_first else None,
        _list("What worked", feedback.strengths),
        _list("What to improve", feedback.improvements),
        el("h5", "A stronger version, from your own facts") if feedback.stronger_version else None,
        said(feedback.stronger_version, "blockquote") if feedback.stronger_version else None,
        el("h5", "Next asked") if feedback.follow_up else None,
        said(feedback.follow_up) if feedback.follow_up else None,
    )


def _list(title: str, entries: Sequence[str]) -> Html | None:
    if not entries:
        return None
    return join(el("h5", title), el("ul", [el("li", entry, dir="auto") for entry in entries]))


def _older(older: Sequence[StoredGrade], zone: tzinfo | None) -> Html | None:
    """Every other grade that the answer had, a line each, newest first."""
    lines = []
    for each in reversed(older):
        overall = each.grade.overall
        result = f"{overall.score:.1f}, {VOTE_NAMES[overall.vote]}" if overall else f"not scored: {each.grade.reason}"
        lines.append(f"{moment(each.created_at, zone)}, {graded_by(each.grade)}: {result}")
    return _list("Other grades of this answer", lines)


def moment(at: datetime, zone: tzinfo | None) -> str:
    """`3 Oct 2026, 14:05`."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M}"
