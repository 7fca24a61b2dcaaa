"""An interview, or answers of drills, as one HTML page: what was said with its evidence, the grades, the debrief."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo

from interviewer.domain.debriefs import Debrief, Fix, Quoted
from interviewer.domain.grades import VOTE_NAMES, Grade
from interviewer.domain.interviews import Interview, Line
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.scoring import arithmetic
from interviewer.domain.spoken import spoken
from interviewer.domain.transcripts import StoredGrade, Transcript
from interviewer.ports import RubricSource
from interviewer.reports.debrief_text import Section, sections, worth_of
from interviewer.reports.html import Child, Html, el, join, page, said
from interviewer.reports.html_answer import CAPS, Mark, grade_card, marked_text, marks_of, moment, numbered
from interviewer.reports.svg import score_bar

DECISIONS = {"hire": "Hire", "no_hire": "No hire", "undecided": "Undecided"}
SPEAKERS = {"interviewer": "Interviewer", "candidate": "You"}
OWN_PART = ("Question by question", "Signals", "Habits", "Reasons for", "Reasons against", "Three things to fix")
LEGEND = (
    "Underlined words earned points, words with a dashed line cost some; a number names the check beside the answer."
)
CAVEAT = "No such score says who gets hired."


def interview_report(
    interview: Interview,
    lines: Sequence[Line],
    debrief: Debrief,
    grades: Mapping[int, Sequence[StoredGrade]],
    rubrics: RubricSource,
    *,
    zone: tzinfo | None = None,
) -> Iterator[str]:
    """The page in pieces. `lines` is the transcript, `grades` all of each question by its position, oldest first.

    Raises ContentError where a rubric cannot be read.
    """
    return page(interview.title, _interview(interview, lines, debrief, grades, rubrics=rubrics, zone=zone))


def answers_report(
    title: str, transcripts: Iterable[Transcript], rubrics: RubricSource, *, zone: tzinfo | None = None
) -> Iterator[str]:
    """Answers one after the other, each with its grade; they are read one at a time, so there may be many."""
    return page(title, _answers(title, transcripts, rubrics, zone))


def _answers(
    title: str, transcripts: Iterable[Transcript], rubrics: RubricSource, zone: tzinfo | None
) -> Iterator[Html]:
    yield el("header", el("h1", el("bdi", title)), el("p", LEGEND, " ", CAVEAT, class_="muted"))
    count = 0
    for count, transcript in enumerate(transcripts, start=1):
        answer = transcript.answer
        line = f"{TRACK_NAMES[answer.track]}, {moment(answer.created_at, zone)}, {len(answer.text.split()):,} words"
        grade, older = newest(transcript.grades)
        marks = marks_of(numbered(grade)) if grade else []
        anchor = f"answer-{count}"
        yield el(
            "article",
            el("h2", el("bdi", answer.question.prompt)),
            el("p", line, class_="muted"),
            el("div", marked_text(answer.text, marks, anchor), class_="turn candidate"),
            _graded(grade, older, rubrics, anchor, zone),
        )
    if not count:
        yield el("p", "No answers.")


def _interview(
    interview: Interview,
    lines: Sequence[Line],
    debrief: Debrief,
    grades: Mapping[int, Sequence[StoredGrade]],
    *,
    rubrics: RubricSource,
    zone: tzinfo | None,
) -> Iterator[Html]:
    yield _head(interview, debrief, zone)
    yield _scores(debrief)
    yield _reasons(debrief)
    yield _fixes(debrief.fixes)
    yield from (_section(each) for each in list(sections(debrief))[1:] if each.title not in OWN_PART)
    yield el("h2", "What was said")
    yield el("p", LEGEND, class_="muted")
    before: int | None = None
    for position, turns in _by_position(lines):
        if position is None:
            yield el("div", [_turn(each.speaker, said(each.text)) for each in turns], class_="between")
            continue
        if position != before:
            yield from _question_head(debrief, position)
        before = position
        yield _exchange(position, turns, grades.get(position, ()), rubrics, zone)


def _head(interview: Interview, debrief: Debrief, zone: tzinfo | None) -> Html:
    facts = [TRACK_NAMES[interview.track], moment(interview.created_at, zone), interview.mode]
    facts += [debrief.grader and f"graded by {debrief.grader}"]
    badge: Child = None
    if debrief.score is not None and debrief.vote is not None:
        badge = join(
            el("span", f"{debrief.score:.1f}", class_="score"),
            el("span", VOTE_NAMES[debrief.vote], class_=f"badge {debrief.vote}"),
        )
    return el(
        "header",
        el("h1", el("bdi", interview.title)),
        el("p", ", ".join(each for each in facts if each), class_="muted"),
        el(
            "p",
            el("span", DECISIONS[debrief.decision], class_=f"decision {debrief.decision}"),
            badge,
            class_="headline",
        ),
        el("p", debrief.why),
        [el("p", note, dir="auto") for note in debrief.notes],
        el("p", arithmetic(debrief.weighed, debrief.score), class_="sum") if debrief.score is not None else None,
        el("p", CAPS.get(debrief.capped_by, f"The vote is capped by {debrief.capped_by}."))
        if debrief.capped_by
        else None,
        None
        if debrief.finished
        else el("p", "The interview was not played to its end; this stands on what was heard."),
        el("p", CAVEAT, class_="muted"),
    )


def _scores(debrief: Debrief) -> Html:
    if not debrief.signals:
        return Html("")
    rows = [
        _row(each.name, f"{each.weight:.2f}", each.score, score_bar(each.name, each.score, each.lowest, each.highest),
             f"{each.lowest:.1f} to {each.highest:.1f}")
        for each in debrief.signals
    ]  # fmt: skip
    for habit in debrief.habits:
        low, high = min((*habit.by_round, habit.score)), max((*habit.by_round, habit.score))
        bar = score_bar(habit.name, habit.score, low, high)
        rows.append(_row(habit.name, "beside", habit.score, bar, f"{low:.1f} to {high:.1f}"))
    head = [el("th", each, scope="col") for each in ("", "Weight", "Score", "1 to 5", "Lowest to highest")]
    table = el("table", el("thead", el("tr", head)), el("tbody", rows))
    lost = [
        el("p", el("strong", f"{each.name}, lost most often: "), each.most_missed, " ", each.advice)
        for each in debrief.habits
        if each.most_missed
    ]
    return el("section", el("h2", "Signals and habits"), table, lost)


def _row(name: str, weight: str, score: float, bar: Html, span: str) -> Html:
    return el("tr", el("th", name, scope="row"), el("td", weight), el("td", f"{score:.1f}", class_="number"),
              el("td", bar), el("td", span, class_="muted"))  # fmt: skip


def _reasons(debrief: Debrief) -> Html:
    def listed(title: str, reasons: Sequence[Quoted]) -> Html | None:
        if not reasons:
            return None
        entries = [
            el(
                "li",
                each.text,
                " ",
                el("a", f"question {each.position + 1}", href=f"#question-{each.position + 1}"),
                said(f"Asked: {each.asked}", class_="said muted small") if each.asked else None,
                el("q", each.quote, dir="auto"),
            )
            for each in reasons
        ]
        return el("div", el("h3", title), el("ul", entries))

    parts = [listed("Reasons for", debrief.reasons_for), listed("Reasons against", debrief.reasons_against)]
    return el("section", parts, class_="columns") if any(parts) else Html("")


def _fixes(fixes: Sequence[Fix]) -> Html:
    if not fixes:
        return Html("")
    entries = []
    for each in fixes:
        practise = [
            el("li", f"Drill, {one.drill.replace('_', ' ')}: " if one.drill else "Practise: ", el("bdi", one.prompt))
            for one in each.practise
        ]
        entries.append(
            el(
                "li",
                el("strong", f"{each.name}: "),
                each.advice,
                el(
                    "span", f" ({worth_of(each)}; missed in {each.missed_in} of {each.answers} answers)", class_="muted"
                ),
                el("ul", practise) if practise else None,
            )
        )
    return el("section", el("h2", "Fix first"), el("ol", entries), class_="fix")


def _section(section: Section) -> Html:
    """A part of the debrief in the words of the text report."""
    parts = [
        el("blockquote", item.text, dir="auto") if item.kind == "quote" else el("p", item.text, class_=item.kind)
        for item in section.items
    ]
    return el("section", el("h2", section.title), parts)


def _by_position(lines: Sequence[Line]) -> list[tuple[int | None, list[Line]]]:
    """Lines that follow each other at one question, or between questions."""
    groups: list[tuple[int | None, list[Line]]] = []
    for line in lines:
        if not groups or groups[-1][0] != line.position:
            groups.append((line.position, []))
        groups[-1][1].append(line)
    return groups


def _question_head(debrief: Debrief, position: int) -> Iterator[Html]:
    view = next((each for each in debrief.questions if each.position == position), None)
    yield el("h3", f"Question {position + 1}", id=f"question-{position + 1}")
    if view is None:
        return
    own = f" Your own score: {view.self_score}." if view.self_score is not None else ""
    bore = f" The story bore {view.survived} of {view.dug} levels of probing." if view.dug else ""
    yield el("p", f"{view.round}. Asked because: {view.why_chosen}.{own}{bore}", class_="muted")


def _exchange(
    position: int, turns: Sequence[Line], grades: Sequence[StoredGrade], rubrics: RubricSource, zone: tzinfo | None
) -> Html:
    """All that was said to one question, its evidence marked, and the grade of it all."""
    anchor = f"question-{position + 1}"
    grade, older = newest(grades)
    replies = [each.text for each in turns if each.kind == "answer"]
    whole = spoken(replies)
    marks: dict[int, list[Mark]] = {}
    for each in numbered(grade) if grade else []:
        for evidence in each.check.evidence:
            for place in whole.places(evidence):
                cost = each.check.polarity == "negative"
                marks.setdefault(place.reply, []).append(Mark(place.start, place.end, each.number, cost))
    shown, reply = [], 0
    for turn in turns:
        if turn.kind == "answer":
            body = marked_text(turn.text, marks.get(reply, []), anchor) if turn.text.strip() else _silence()
            reply += 1
        else:
            body = said(turn.text)
        shown.append(_turn(turn.speaker, body, turn.kind))
    return el("article", shown, _graded(grade, older, rubrics, anchor, zone))


def _silence() -> Html:
    return el("p", "(nothing was said)", class_="muted")


def _turn(speaker: str, body: Html, kind: str = "") -> Html:
    return el("div", el("span", SPEAKERS[speaker], class_="speaker"), body, class_=f"turn {speaker} {kind}".strip())


def newest(grades: Sequence[StoredGrade]) -> tuple[Grade | None, list[StoredGrade]]:
    """The grade that counts, the newest scored before any unscored, and all others."""
    if not grades:
        return None, []
    chosen = next((each for each in reversed(grades) if each.grade.status == "scored"), grades[-1])
    return chosen.grade, [each for each in grades if each is not chosen]


def _graded(
    grade: Grade | None, older: Sequence[StoredGrade], rubrics: RubricSource, anchor: str, zone: tzinfo | None
) -> Html:
    if grade is None:
        return el("p", "Not graded yet.", class_="muted")
    return grade_card(grade, rubrics.of_grade(grade), anchor, older=older, zone=zone)
