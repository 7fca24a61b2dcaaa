"""What the offline grader makes of a rubric that somebody changed: more weight, other points, checks of their own."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question, Track
from interviewer.domain.rubrics import Check, DrillRubric, Rubric
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeRequest

ANSWER = (
    "At a payroll company clerks dismissed 78 percent of our warnings. I watched five of them work. I decided to drop "
    "the warnings on bonuses, because those were right but useless, and set a limit: at most one warning in ten may be "
    "dismissed. It cost us two missed errors a month, which I accepted. After two months 31 percent were dismissed. "
    "The regulator read every report of ours."
)
QUESTION = Question(id="", track="ai_pm", prompt="Tell me about a time users did not trust an AI feature.")


class Own(Rubrics):
    """The built-in rubrics with a changed one for AI PM."""

    def __init__(self, changed: Rubric) -> None:
        super().__init__()
        self.changed = changed

    def rubric(self, track: Track) -> Rubric:
        return self.changed if track == "ai_pm" else super().rubric(track)


@pytest.fixture(scope="module")
def shipped() -> Rubric:
    return replace(Rubrics().rubric("ai_pm"), id="acme")


@pytest.fixture
def graded(grader: OfflineGrader) -> Callable[[Rubric], Grade]:
    def grade(rubric: Rubric) -> Grade:
        return grader.under(Own(rubric)).grade_now(GradeRequest(track="ai_pm", question=QUESTION, answer=ANSWER))

    return grade


def with_checks(rubric: Rubric, *checks: Check, only: bool = False) -> Rubric:
    """The rubric with more checks in its first signal, or with these alone."""
    first = rubric.signals[0]
    kept = () if only else first.checks
    return replace(rubric, signals=(replace(first, checks=(*kept, *checks)), *rubric.signals[1:]))


def check(check_id: str, points: int = 3, *, find: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> Check:
    return Check(
        id=check_id, polarity="positive", points=points, statement=f"Shows {check_id}.", meaning="m", advice="a",
        probe="p?", find=find, words=words,
    )  # fmt: skip


def scores(grade: Grade) -> list[float]:
    return [each.score for each in grade.signals]


def test_an_unchanged_copy_scores_as_the_original(
    grader: OfflineGrader, graded: Callable[[Rubric], Grade], shipped: Rubric
) -> None:
    plain = grader.grade_now(GradeRequest(track="ai_pm", question=QUESTION, answer=ANSWER))
    copied = graded(shipped)
    assert (copied.overall, copied.signals, copied.habits) == (plain.overall, plain.signals, plain.habits)
    assert (copied.rubric.id, plain.rubric.id) == ("acme", "ai_pm")
    assert copied.notices == plain.notices


def test_other_words_in_a_check_change_no_score(graded: Callable[[Rubric], Grade], shipped: Rubric) -> None:
    first = shipped.signals[0]
    reworded = tuple(replace(each, statement="Other words.", advice="Other advice.") for each in first.checks)
    changed = replace(shipped, signals=(replace(first, checks=reworded), *shipped.signals[1:]))
    assert scores(graded(changed)) == scores(graded(shipped))


def test_other_weights_change_the_sum_alone(graded: Callable[[Rubric], Grade], shipped: Rubric) -> None:
    weights = (0.1, 0.8, 0.1)
    changed = replace(
        shipped, signals=tuple(replace(s, weight=w) for s, w in zip(shipped.signals, weights, strict=True))
    )
    grade, before = graded(changed), graded(shipped)
    assert scores(grade) == scores(before)
    assert grade.overall is not None
    assert grade.overall.score == pytest.approx(
        sum(w * s for w, s in zip(weights, scores(before), strict=True)), abs=0.06
    )


def test_a_check_of_ones_own_that_is_met_lifts_and_one_that_is_missed_lowers(
    graded: Callable[[Rubric], Grade], shipped: Rubric
) -> None:
    before = graded(shipped).signals[0]
    met = graded(with_checks(shipped, check("regulator", 9, find=("words",), words=("regulat*",)))).signals[0]
    missed = graded(with_checks(shipped, check("lawyer", 9, find=("words",), words=("lawyer*",)))).signals[0]
    assert met.score > before.score > missed.score
    assert met.checks[-1].evidence[0].quote == "The regulator read every report of ours."


def test_a_check_that_only_a_model_can_judge_costs_nothing_and_is_told(
    graded: Callable[[Rubric], Grade], shipped: Rubric
) -> None:
    before, grade = graded(shipped), graded(with_checks(shipped, check("tone", 10)))
    assert scores(grade) == scores(before)
    assert grade.signals[0].check_score == before.signals[0].check_score
    assert "tone" not in {each.id for each in grade.signals[0].checks}
    (told,) = (each for each in grade.notices if "Shows tone." in each)
    assert "by a model only, and counted neither way" in told


def test_a_signal_that_only_a_model_can_judge_is_not_scored(graded: Callable[[Rubric], Grade], shipped: Rubric) -> None:
    grade = graded(with_checks(shipped, check("tone"), only=True))
    assert (grade.status, grade.overall) == ("unscored", None)
    assert "Market impact" in (grade.reason or "")
    assert "--grader llm" in (grade.reason or "")


def test_the_other_role_and_the_drills_keep_their_own_rubrics(
    grader: OfflineGrader, graded: Callable[[Rubric], Grade], shipped: Rubric
) -> None:
    harder = with_checks(shipped, check("lawyer", 10, find=("words",), words=("lawyer*",)))
    request = GradeRequest(track="ml_pm", question=replace(QUESTION, track="ml_pm"), answer=ANSWER)
    other = grader.under(Own(harder)).grade_now(request)
    assert other.signals == grader.grade_now(request).signals
    assert other.other_track == grader.grade_now(request).other_track
    drill = Rubrics().drills.rubric("career_story")
    assert isinstance(drill, DrillRubric)
    asked = replace(request, question=replace(QUESTION, drill="career_story"))
    assert grader.under(Own(harder)).grade_now(asked).signals == grader.grade_now(asked).signals
