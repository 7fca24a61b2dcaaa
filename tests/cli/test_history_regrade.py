"""`interviewer history regrade`: the old grade stays, the new one is added, and the difference is shown."""

import dataclasses
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import respx

from interviewer.cli.program import Program
from interviewer.domain.grades import Grade
from interviewer.domain.questions import Track
from interviewer.domain.transcripts import Answer, Transcript
from interviewer.paths import Paths
from interviewer.ports import GradeRequest
from interviewer.storage.database import open_store
from tests.cli.conftest import Result, Run
from tests.grading_llm.support import URL, error, mocked, replying
from tests.servers.judging_model import JudgingModel

BEGAN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
QUESTIONS: dict[Track, str] = {"ai_pm": "ai-fairness-recommender", "ml_pm": "ml-contract-shared-feature-owner"}
LLM = ("--grader", "llm", "--base-url", URL, "--model", "m", "--effort", "quick")
ANSWERS = 4


@pytest.fixture
def answers(home: Path) -> list[Answer]:
    """Four answers, AI PM and ML PM in turn; all but the last are graded offline."""
    program = Program({"INTERVIEWER_HOME": str(home)})
    grader = program.grader(program.settings())
    Paths(home).create()
    store = open_store(home / "interviewer.db")
    given = []
    for number in range(ANSWERS):
        track: Track = "ai_pm" if number % 2 == 0 else "ml_pm"
        question = program.bank.get(QUESTIONS[track])
        assert question is not None
        answer = Answer(
            id=f"{number}abcdef{number:025}", session_id="s", position=number, track=track, question=question,
            text=f"I set bar number {number}, because 40 % of users left in March.\x1b[2J", typing_seconds=60.0,
            created_at=BEGAN + timedelta(minutes=number),
        )  # fmt: skip
        store.save_answer(answer)
        if number < ANSWERS - 1:
            grade = grader.grade_now(GradeRequest(track=track, question=question, answer=answer.text))  # type: ignore[attr-defined]
            store.add_grade(answer.id, grade, answer.created_at)
        given.append(answer)
    store.close()
    return given


@pytest.fixture
def router() -> Iterator[respx.MockRouter]:
    with mocked() as router:
        yield router


def serve(router: respx.MockRouter, level: int = 4) -> respx.Route:
    return router.post("/chat/completions").mock(side_effect=replying(JudgingModel(lambda answer: level).reply))


def transcript(home: Path, answer: Answer) -> Transcript:
    store = open_store(home / "interviewer.db")
    found = store.transcript(answer.id)
    store.close()
    assert found is not None
    return found


def add_grade(home: Path, answer: Answer, grade: Grade) -> None:
    store = open_store(home / "interviewer.db")
    store.add_grade(answer.id, grade, BEGAN + timedelta(hours=1))
    store.close()


def regrade(run: Run, *argv: str) -> Result:
    return run("history", "regrade", *argv, "--format", "json", INTERVIEWER_API_KEY="k")


def test_the_old_grade_stays_and_the_new_one_is_added_with_its_difference(
    run: Run, home: Path, answers: list[Answer], router: respx.MockRouter
) -> None:
    serve(router)
    old = transcript(home, answers[0]).grades[0].grade
    result = regrade(run, answers[0].id[:8], *LLM)
    assert result.code == 0, result.err
    (row,) = result.lines
    assert (row["answer_id"], row["status"], row["kept"]) == (answers[0].id, "scored", True)
    assert (row["before"]["grader"]["kind"], row["grade"]["grader"]["kind"]) == ("offline", "llm")
    stored = [each.grade for each in transcript(home, answers[0]).grades]
    assert stored[0] == old
    assert [each.grader.kind for each in stored] == ["offline", "llm"]
    assert old.overall is not None
    assert stored[1].overall is not None
    difference = row["difference"]
    assert (difference["before"], difference["after"]) == (old.overall.score, stored[1].overall.score)
    assert difference["same_grader"] is False
    now = {(each.id, check.id): check.met for each in stored[1].signals for check in each.checks}
    before = {(each.id, check.id): check.met for each in old.signals for check in each.checks}
    changed = {tuple(key) for key in difference["won"] + difference["lost"]}
    assert {key for key in changed if key in now} == {key for key in now if now[key] != before[key]}


def test_text_shows_scores_before_and_after_and_each_check(
    run: Run, answers: list[Answer], router: respx.MockRouter
) -> None:
    serve(router)
    result = run("history", "regrade", answers[0].id[:8], *LLM, INTERVIEWER_API_KEY="k")
    assert "offline estimate → m, quick effort" in result.out
    assert "  Overall" in result.out
    assert "  + won   " in result.out
    assert max(map(len, result.out.splitlines())) <= 80
    assert "\x1b" not in result.out
    assert "1 of 1 graded again; 2 requests" in result.err


def test_an_answer_that_had_no_grade_gets_its_first(
    run: Run, home: Path, answers: list[Answer], router: respx.MockRouter
) -> None:
    serve(router)
    (row,) = regrade(run, answers[-1].id, *LLM).lines
    assert (row["before"], row["difference"], row["kept"]) == (None, None, True)
    assert len(transcript(home, answers[-1]).grades) == 1


@pytest.mark.parametrize(
    ("argv", "numbers"),
    [
        (["--all"], [0, 1, 2, 3]),
        (["--track", "ml_pm"], [1, 3]),
        (["--question", "ai-fairness-recommender"], [0, 2]),
        (["2abcdef", "0abcdef"], [0, 2]),
    ],
)
def test_answers_are_named_by_id_or_filtered(
    run: Run, answers: list[Answer], router: respx.MockRouter, argv: list[str], numbers: list[int]
) -> None:
    serve(router)
    result = regrade(run, *argv, *LLM)
    assert result.code == 0
    assert sorted(row["answer_id"] for row in result.lines) == [answers[number].id for number in numbers]


def test_a_second_run_sends_only_what_is_left(
    run: Run, home: Path, answers: list[Answer], router: respx.MockRouter
) -> None:
    server = serve(router)
    regrade(run, "--track", "ai_pm", *LLM)
    calls = server.call_count
    result = regrade(run, "--all", *LLM)
    assert {row["answer_id"] for row in result.lines} == {answers[1].id, answers[3].id}
    assert server.call_count == 2 * calls
    again = regrade(run, "--all", *LLM)
    assert (again.code, again.out, server.call_count) == (0, "", 2 * calls)
    assert "nothing to grade" in again.err
    assert len(regrade(run, answers[0].id, *LLM).lines) == 1  # named by its id it is graded whatever it has
    assert len(transcript(home, answers[0]).grades) == 3


def test_another_model_effort_or_rubric_is_another_grade(
    run: Run, home: Path, answers: list[Answer], router: respx.MockRouter
) -> None:
    serve(router)
    regrade(run, "--all", *LLM)
    assert len(regrade(run, "--all", *LLM, "--model", "other").lines) == ANSWERS
    assert len(regrade(run, "--all", *LLM, "--effort", "standard").lines) == ANSWERS
    made = transcript(home, answers[0]).grades[1].grade
    third = dataclasses.replace(made, grader=dataclasses.replace(made.grader, model="third"))
    add_grade(home, answers[0], third)
    assert len(regrade(run, "--all", *LLM, "--model", "third").lines) == ANSWERS - 1
    fourth = dataclasses.replace(made, grader=dataclasses.replace(made.grader, model="fourth"))
    add_grade(home, answers[0], dataclasses.replace(fourth, rubric=dataclasses.replace(made.rubric, sha256="0" * 64)))
    assert len(regrade(run, "--all", *LLM, "--model", "fourth").lines) == ANSWERS


def test_another_rubric_is_said(run: Run, home: Path, answers: list[Answer], router: respx.MockRouter) -> None:
    serve(router)
    old = transcript(home, answers[0]).grades[0].grade
    add_grade(home, answers[0], dataclasses.replace(old, rubric=dataclasses.replace(old.rubric, sha256="0" * 64)))
    result = run("history", "regrade", answers[0].id, *LLM, INTERVIEWER_API_KEY="k")
    assert "The rubric is another one" in result.out


def test_the_very_same_offline_grade_is_not_added_twice(run: Run, home: Path, answers: list[Answer]) -> None:
    result = regrade(run, answers[0].id)
    assert (result.code, result.lines[0]["kept"]) == (0, False)
    assert len(transcript(home, answers[0]).grades) == 1
    assert "nothing was added" in " ".join(run("history", "regrade", answers[0].id).out.split())


def test_a_failure_is_told_leaves_exit_1_and_adds_nothing(
    run: Run, home: Path, answers: list[Answer], router: respx.MockRouter
) -> None:
    router.post("/chat/completions").mock(side_effect=lambda sent: error(401, "bad key"))
    result = regrade(run, "--all", *LLM)
    assert result.code == 1
    assert [row["status"] for row in result.lines] == ["unscored"] * ANSWERS
    assert "refused the key" in result.lines[0]["reason"]
    assert "0 of 4 graded again, 4 not scored" in result.err
    assert len(transcript(home, answers[0]).grades) == 1
    text = run("history", "regrade", answers[0].id, *LLM, INTERVIEWER_API_KEY="k")
    assert (text.code, "Not scored: " in text.out) == (1, True)


def test_a_dry_run_sends_and_stores_nothing(
    run: Run, home: Path, answers: list[Answer], router: respx.MockRouter
) -> None:
    server = serve(router)
    shown = regrade(run, "--all", "--dry-run", *LLM, "--effort", "standard")
    assert shown.code == 0
    assert (shown.json["answers"], shown.json["answer_ids"]) == (ANSWERS, [each.id for each in answers])
    assert "models.example" in shown.json["grader"]
    text = run("history", "regrade", "--all", "--dry-run", *LLM, "--effort", "standard", INTERVIEWER_API_KEY="k")
    assert "Nothing was sent, nothing was stored." in text.out
    assert (server.call_count, len(transcript(home, answers[0]).grades)) == (0, 1)
    sent = regrade(run, "--all", *LLM, "--effort", "standard")
    assert shown.json["requests"] == server.call_count == sum(row["grade"]["usage"]["requests"] for row in sent.lines)


def test_a_dry_run_offline_says_that_nothing_would_be_sent(run: Run, answers: list[Answer]) -> None:
    result = run("history", "regrade", "--all", "--dry-run")
    assert (result.code, result.err) == (0, "")
    assert "4 answers would be graded by: offline estimate; nothing is sent anywhere" in result.out


def test_ctrl_c_keeps_what_was_graded(
    run: Run, home: Path, answers: list[Answer], router: respx.MockRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviewer.cli.history_regrade import Regraded, Regrading

    serve(router)
    show = Regrading._show
    monkeypatch.setattr("interviewer.cli.running.AT_ONCE", 1)

    def stop(regrading: Regrading, regraded: Regraded) -> None:
        show(regrading, regraded)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Regrading, "_show", stop)
    result = regrade(run, "--all", *LLM)
    assert (result.code, len(result.lines)) == (130, 1)
    kept = [each for each in answers if len(transcript(home, each).grades) > (each is not answers[-1])]
    assert [each.id for each in kept] == [result.lines[0]["answer_id"]]
    assert "1 of 4 graded again, 3 not scored" in result.err


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ((), "name answers by their ids, or with --all, --track or --question"),
        (("0abcdef", "--all"), "name answers by their ids, or with --all, --track or --question"),
        (("zzzzzz",), "there is no answer 'zzzzzz'"),
    ],
)
@pytest.mark.usefixtures("answers")
def test_wrong_usage_is_one_line(run: Run, argv: tuple[str, ...], told: str) -> None:
    result = run("history", "regrade", *argv)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err


def test_without_any_answers_it_says_so(run: Run, home: Path) -> None:
    result = run("history", "regrade", "--all")
    assert (result.code, result.err.count("\n"), home.exists()) == (2, 1, False)
