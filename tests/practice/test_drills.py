"""Which question of a drill comes next, the weak statements of the bank, and the try before a try."""

import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from interviewer.domain.grades import Grade
from interviewer.domain.questions import custom_question
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeEvent, GradeRequest, Scored
from interviewer.practice.drill import Drill, grade_stored
from interviewer.practice.drills import choose_of_drill, grade_statement, questions_of, told_before, weak_statement
from interviewer.storage.store import SqliteStore
from tests.practice.kit import BANK, OFFLINE, RUBRICS, StillClock, tools

QUESTIONS = BANK.questions()
BULLETS = [each.id for each in questions_of(QUESTIONS, "resume_bullet")]


def chosen(asked: list[str], seed: int = 1, track: object = None) -> str:
    found = choose_of_drill(QUESTIONS, "resume_bullet", track, asked, random.Random(seed))  # type: ignore[arg-type]
    assert found is not None
    return found[1].id


def test_the_question_asked_least_comes_next() -> None:
    for seed in range(10):
        assert chosen([BULLETS[0], BULLETS[1]], seed) == BULLETS[2]
        assert chosen([BULLETS[0], *BULLETS, *BULLETS], seed) != BULLETS[0]


def test_the_one_asked_last_does_not_come_again_at_once() -> None:
    rarest = [*BULLETS[1:], BULLETS[0], *BULLETS[1:]]
    assert all(chosen([BULLETS[0], *rarest], seed) != BULLETS[0] for seed in range(10))


def test_all_questions_come_up_and_the_same_seed_gives_the_same() -> None:
    assert {chosen([], seed) for seed in range(40)} == set(BULLETS)
    assert len({chosen([], 7) for _ in range(5)}) == 1


def test_a_track_holds_and_a_drill_without_questions_gives_none() -> None:
    for seed in range(10):
        found = choose_of_drill(QUESTIONS, "resume_bullet", "ai_pm", [], random.Random(seed))
        assert found is not None
        assert (found[0], found[1].track) in (("ai_pm", "ai_pm"), ("ai_pm", "both"))
    assert choose_of_drill(QUESTIONS, "no_drill", None, [], random.Random(1)) is None


def test_each_question_that_asks_for_a_better_statement_quotes_one() -> None:
    for question in questions_of(QUESTIONS, "weak_to_strong"):
        assert len(weak_statement(question).split()) >= 8, question.id
    quoted = {each.id: weak_statement(each) for each in questions_of(QUESTIONS, "resume_bullet")}
    assert quoted["drill-bullet-image-search-score"].startswith("Trained an image classifier (ResNet)")
    assert quoted["drill-bullet-your-strongest-project"] == "", "that one asks for a line of one's own"
    assert all(weak_statement(each) == "" for each in QUESTIONS if each.drill is None)


@pytest.mark.parametrize("question", questions_of(QUESTIONS, "weak_to_strong"), ids=lambda question: question.id)
async def test_each_weak_statement_is_weak(question: object) -> None:
    grade = await grade_statement(question, "ai_pm", OFFLINE)  # type: ignore[arg-type]
    assert grade is not None
    assert grade.overall is not None
    assert grade.overall.vote == "strong_no"
    assert grade.gate is not None
    assert grade.gate.passed, "it is a statement, though a weak one"


class Stops(OfflineGrader):
    """Notices whether it was heard to its end."""

    ended = False

    async def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        async for event in super().grade(request):
            yield event
        self.ended = True


async def test_the_grading_of_a_statement_is_stopped_once_it_has_its_scores() -> None:
    grader = Stops(RUBRICS, BANK)
    (question, *_) = questions_of(QUESTIONS, "weak_to_strong")
    grade = await grade_statement(question, "ai_pm", grader)
    assert grade is not None
    assert not grader.ended, "feedback on it would be for nobody"


async def test_a_statement_that_gets_no_score_has_no_grade() -> None:
    class Fails(OfflineGrader):
        def grade_now(self, request: GradeRequest) -> Grade:
            from dataclasses import replace

            grade = super().grade_now(request)
            return replace(grade, status="unscored", reason="no", overall=None, signals=(), habits=())

    (question, *_) = questions_of(QUESTIONS, "weak_to_strong")
    assert await grade_statement(question, "ai_pm", Fails(RUBRICS, BANK)) is None


def test_what_a_drill_is_and_how_long_is_told_before() -> None:
    what, length = told_before(RUBRICS.drills.rubric("resume_bullet"))
    assert what.startswith("Résumé bullet. Write the bullet")
    assert length.startswith("Target: 35 words")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    kit = tools(tmp_path)
    assert isinstance(kit.store, SqliteStore)
    yield kit.store
    kit.store.close()


async def graded(drill: Drill, text: str) -> None:
    answer = drill.submit(text, 1.0)
    events = [event async for event in grade_stored(answer, OFFLINE, drill.store, drill.clock)]
    assert isinstance(events[-2], Scored)


async def test_two_questions_that_were_typed_are_not_taken_for_one(store: SqliteStore) -> None:
    clock = StillClock()
    first = Drill("ai_pm", custom_question("ai_pm", "How do you price an assistant?"), store, clock)
    await graded(first, "I set a price of 60 dollars a desk.")
    clock.pass_seconds(60)
    other = Drill("ai_pm", custom_question("ai_pm", "When do you retrain?"), store, clock)
    await graded(other, "When precision falls below 88 %.")
    assert other.previous(other.tries[0]) is None
    clock.pass_seconds(60)
    again = Drill("ai_pm", custom_question("ai_pm", "How do you price an assistant?"), store, clock)
    await graded(again, "I set a price of 50 dollars a desk, because 60 lost us half the trials.")
    before = again.previous(again.tries[0])
    assert before is not None
    assert before[0].text == "I set a price of 60 dollars a desk."
