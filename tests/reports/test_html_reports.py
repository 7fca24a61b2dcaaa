"""The HTML reports: evidence stands in the answer, sums are shown, and nothing hostile is more than text."""

import dataclasses
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.debriefs import Debrief
from interviewer.domain.grades import Evidence, Grade
from interviewer.domain.interviews import Interview, Line
from interviewer.domain.progress import Course, JudgedCourse, Progress, TopicCount, TrackProgress
from interviewer.domain.rubrics import Rubric
from interviewer.domain.schedule import DueItem
from interviewer.domain.transcripts import StoredGrade, Transcript
from interviewer.reports.html_answer import Mark, marked_text
from interviewer.reports.html_interview import answers_report, interview_report
from interviewer.reports.html_progress import progress_report
from tests.practice.kit import ANSWER, NOON, RUBRICS, grade
from tests.practice.progress_kit import answer, reckoned
from tests.reports.hostile import ALL, HOSTILE, hostile
from tests.reports.html_reading import Page

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "section", "article", "div", "figure",
    "figcaption", "h1", "h2", "h3", "h4", "h5", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
    "span", "strong", "bdi", "q", "blockquote", "mark", "sup", "a", "svg", "line", "rect", "circle", "polyline",
    "polygon", "text",
}  # fmt: skip


class OneRubric:
    """A source that has a single rubric for whatever is asked."""

    def __init__(self, rubric: Rubric) -> None:
        self.one = rubric

    def rubric(self, track: object) -> Rubric:
        return self.one

    def drill(self, drill: object) -> None:
        return None

    def of_question(self, track: object, question: object) -> Rubric:
        return self.one

    def of_grade(self, grade: object) -> Rubric:
        return self.one

    def of_id(self, track: object, rubric_id: object) -> Rubric:
        return self.one


def harmless(source: str) -> Page:
    read = Page(source)
    assert not read.wrong
    assert set(read.tags) <= ELEMENTS
    assert {name for _, name, _ in read.attributes if name.startswith("on") or name in ("style", "src")} == set()
    assert all(value.startswith("#") for value in read.values("href"))
    source.encode("utf-8")
    return read


def hostile_interview() -> str:
    evidence = (Evidence(0, 40, ALL[:40]), Evidence(20, 10**6, ALL))
    stored = hostile(StoredGrade)
    checks = tuple(
        dataclasses.replace(each, evidence=evidence, verdict="met") for each in stored.grade.signals[0].checks
    )
    signals = tuple(dataclasses.replace(each, checks=checks) for each in stored.grade.signals)
    stored = dataclasses.replace(stored, grade=dataclasses.replace(stored.grade, signals=signals))
    unscored = dataclasses.replace(
        stored, grade=dataclasses.replace(stored.grade, status="unscored", overall=None, signals=(), habits=())
    )
    kinds: tuple[Any, ...] = ("greeting", "question", "answer", "follow_up", "answer", "closing")
    lines = [
        hostile(Line, {"kind": kind, "position": None if kind in ("greeting", "closing") else 3,
                       "speaker": "candidate" if kind == "answer" else "interviewer"})
        for kind in kinds
    ]  # fmt: skip
    rubrics: Any = OneRubric(hostile(Rubric))
    debrief = hostile(Debrief)
    return "".join(
        interview_report(hostile(Interview), lines, debrief, {3: [unscored, stored, unscored]}, rubrics, zone=UTC)
    )


def hostile_progress() -> str:
    whole = reckoned([answer(each, 3.0, days_ago=each) for each in range(12)], {"answer-1": 4})
    judged = whole.tracks[0].judged[0]
    course = dataclasses.replace(judged.overall, name=ALL, id=ALL)
    assert isinstance(course, Course)
    bad: JudgedCourse = dataclasses.replace(judged, name=ALL, overall=course, signals=(course,), habits=(course,))
    track: TrackProgress = dataclasses.replace(
        whole.tracks[0], judged=(bad,), topics=(hostile(TopicCount), hostile(TopicCount, {"practised": 0}))
    )
    due = hostile(DueItem, {"since": NOON.date()})
    progress: Progress = dataclasses.replace(whole, tracks=(track,))
    return "".join(progress_report(progress, [due], zone=UTC))


def test_an_interview_with_hostile_text_in_every_field_is_only_text() -> None:
    read = harmless(hostile_interview())
    assert read.text.count("<script>document.title='owned'</script>") > 30


def test_progress_with_hostile_text_in_every_field_is_only_text() -> None:
    read = harmless(hostile_progress())
    assert read.text.count("<script>document.title='owned'</script>") > 5


@pytest.mark.parametrize("text", HOSTILE)
def test_answers_with_hostile_text_in_every_field_are_only_text(text: str) -> None:
    rubrics: Any = OneRubric(hostile(Rubric))
    read = harmless("".join(answers_report(text, [hostile(Transcript)], rubrics, zone=UTC)))
    assert "onmouseover" in read.text


MARKS = st.builds(Mark, st.integers(-3, 60), st.integers(-3, 60), st.integers(1, 4), st.booleans())


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp"]), max_size=50),
    st.lists(MARKS, max_size=6),
)
def test_marking_changes_no_word_and_marks_exactly_the_evidence(text: str, marks: list[Mark]) -> None:
    read = Page(marked_text(text, marks, "a"))
    assert not read.wrong
    shown = MarkedCharacters(marked_text(text, marks, "a"))
    assert shown.text == text
    inside = {at for each in marks for at in range(max(0, each.start), min(len(text), each.end))}
    assert shown.marked == inside


class MarkedCharacters(Page):
    """The text without the numbers of checks, and which of its characters are marked."""

    def __init__(self, source: str) -> None:
        self.marked: set[int] = set()
        super().__init__(source)

    def handle_data(self, data: str) -> None:
        if "sup" in self.open:
            return
        if "mark" in self.open:
            self.marked |= set(range(len(self.text), len(self.text) + len(data)))
        self.text += data


def test_a_number_leads_from_the_words_to_the_check_that_they_earned() -> None:
    quote = "I watched five of them work."
    made = grade(3.0, {"user_research": quote} if _has("user_research") else {_first(): quote})
    made = _placed(made, quote)
    transcript = Transcript(
        answer=hostile_free_answer(), grades=(StoredGrade(answer_id="a", created_at=NOON, grade=made),)
    )
    read = harmless("".join(answers_report("Drills", [transcript], RUBRICS, zone=UTC)))
    assert read.values("href") == ["#answer-1-check-1"]
    assert "answer-1-check-1" in read.values("id")
    assert "mark" in read.tags


def _has(check: str) -> bool:
    return any(each.id == check for dimension in RUBRICS.rubric("ai_pm").dimensions for each in dimension.checks)


def _first() -> str:
    return next(each.id for each in RUBRICS.rubric("ai_pm").signals[1].checks if each.polarity == "positive")


def _placed(made: Grade, quote: str) -> Grade:
    at = ANSWER.index(quote)
    signals = tuple(
        dataclasses.replace(
            each,
            checks=tuple(
                dataclasses.replace(check, evidence=(Evidence(at, at + len(quote), quote),))
                if check.evidence
                else check
                for check in each.checks
            ),
        )
        for each in made.signals
    )
    return dataclasses.replace(made, signals=signals)


def hostile_free_answer() -> Any:
    from interviewer.domain.transcripts import Answer
    from tests.practice.kit import QUESTION

    return Answer(
        id="a", session_id="s", position=0, track="ai_pm", question=QUESTION, text=ANSWER, typing_seconds=60.0,
        created_at=NOON,
    )  # fmt: skip


def test_the_sum_is_shown_and_other_grades_are_kept() -> None:
    first, second = grade(2.0), grade(4.0)
    stored = [StoredGrade(answer_id="a", created_at=NOON, grade=each) for each in (first, second)]
    transcript = Transcript(answer=hostile_free_answer(), grades=tuple(stored))
    read = harmless("".join(answers_report("Drills", [transcript], RUBRICS, zone=UTC)))
    assert "0.45 × 4.0 + 0.30 × 4.0 + 0.25 × 4.0 = 4.0" in read.text
    assert "14 Mar 2026, 12:00, the offline grader (an estimate): 2.0, no" in read.text


def test_an_answer_without_a_score_says_why() -> None:
    made = dataclasses.replace(grade(3.0), status="unscored", reason="The server did not answer.", overall=None)
    transcript = Transcript(
        answer=hostile_free_answer(), grades=(StoredGrade(answer_id="a", created_at=NOON, grade=made),)
    )
    ungraded = Transcript(answer=hostile_free_answer(), grades=())
    text = harmless("".join(answers_report("Drills", [transcript, ungraded], RUBRICS, zone=UTC))).text
    assert "Not scored" in text
    assert "The server did not answer." in text
    assert "Not graded yet." in text


def test_reports_without_anything_in_them_are_whole_pages() -> None:
    assert "No answers." in harmless("".join(answers_report("Drills", [], RUBRICS))).text
    assert "No answers yet" in harmless("".join(progress_report(reckoned([])))).text


def test_answers_are_read_one_at_a_time() -> None:
    taken = []

    def transcripts() -> Any:
        for number in range(3):
            taken.append(number)
            yield Transcript(answer=hostile_free_answer(), grades=())

    pieces = answers_report("Drills", transcripts(), RUBRICS)
    while not taken:
        next(pieces)
    assert taken == [0]


def test_a_long_list_of_what_is_due_does_not_push_the_plots_away() -> None:
    due = [hostile(DueItem, {"since": NOON.date(), "why": f"reason {number}"}) for number in range(12)]
    text = harmless("".join(progress_report(reckoned([answer(1)]), due, zone=UTC))).text
    assert "reason 9" in text
    assert "reason 10" not in text
    assert "And 2 more." in text


def test_plots_carry_titles_that_say_each_point_in_words() -> None:
    graded = [answer(each, 2.0 if each < 5 else 3.5, days_ago=10 - each) for each in range(10)]
    text = harmless("".join(progress_report(reckoned(graded), zone=UTC))).text
    assert "Overall over time" in text
    assert "10 Nov 2026 to 14 Nov 2026: 2.0, 5 answers, middle half 2.0–2.0" in text
