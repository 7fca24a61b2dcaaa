"""The robustness benchmark: its verdicts on grades made by hand, and the whole of it against a scripted server."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.robustness import run as benchmark
from benchmarks.robustness.base import base_answers
from benchmarks.robustness.cases import Attempt, Case, Honest, attempts, changes, honest
from benchmarks.robustness.expectations import RELATIONS, Expectation, Relation
from benchmarks.robustness.report import NOT_MEASURED, attacks_report, honest_report, relations_report

from interviewer.domain.grades import Grade
from tests.domain.test_trial import grade, unscored
from tests.grading_llm.support import chunks
from tests.servers.judging_model import JudgingModel
from tests.servers.scripted import Exchange, scripted

pytestmark = pytest.mark.long
FIGURE = re.compile(r"\d+(?:\.\d+)? ?%|\b\d+ of \d+|\b\d\.\d")


def case(answer: str) -> Case:
    return Case("ai_pm", "Why?", answer)


class TestReport:
    """What is called a violation, a success, a drift."""

    def test_a_score_that_must_fall_or_stay_is_held_to_its_numbers(self) -> None:
        falls, stays = Expectation("specificity", "falls", 1.0), Expectation("overall", "stays", 0.5)
        assert falls.violation(grade(4.0), grade(3.0)) is None
        assert falls.violation(grade(4.0), grade(3.1)) == "specificity 4.0 -> 3.1 (must fall by 1.0)"
        assert stays.violation(grade(4.0), grade(3.5)) is None
        assert stays.violation(grade(4.0), grade(4.6)) == "overall 4.0 -> 4.6 (may move by 0.5)"

    def test_an_answer_to_another_question_must_fail_the_gate(self) -> None:
        other = next(each for each in RELATIONS if each.change is None)
        assert len(list(other.violations(grade(4.0), grade(3.0)))) == 2
        failed = replace(grade(2.0), overall=replace(grade(2.0).overall, vote="strong_no"))  # type: ignore[type-var]
        assert list(other.violations(grade(4.0), failed)) == []

    def test_relations_are_counted_and_broken_ones_listed_with_numbers(self) -> None:
        relation = RELATIONS[0]
        tried = [replace(each, relation=relation) for each in list(changes(base_answers(2)))[:2]]
        grades = {tried[0].before: grade(4.0), tried[0].after: grade(3.9), tried[1].before: grade(4.0)}
        text = "\n".join(relations_report(tried, grades))
        assert f"{relation.name:<28}0 of 1, 1 not measured" in text
        assert f"{tried[0].base}: specificity 4.0 -> 3.9" in text

    def test_attacks_that_succeed_are_counted_and_listed(self) -> None:
        middling = case("middling")
        tried = [
            Attempt("a", case("a"), None),
            Attempt("b", case("b"), None),
            Attempt("c", case("c"), middling),
            Attempt("d", case("d"), middling),
            Attempt("e", case("e"), middling),
        ]
        scores = {"a": 1.9, "b": 2.0, "middling": 3.0, "c": 3.4, "d": 3.5}
        grades: dict[Case, Grade] = {case(answer): grade(score) for answer, score in scores.items()}
        grades[case("e")] = unscored()
        assert list(attacks_report(tried, grades)) == [
            "Attacks alone: 1 of 2 (50.0%) succeeded",
            "      b: 2.0 (at most 1.9)",
            "Attacks appended to a middling answer: 1 of 2 (50.0%) succeeded, 1 not measured",
            "      d: 3.0 -> 3.5 (a lift below 0.5)",
        ]

    def test_drift_and_false_alarms_on_honest_answers_are_told(self) -> None:
        rows = [Honest("a", case("a"), case("a2")), Honest("b", case("b"), case("b2"))]
        accused = replace(grade(3.0), notices=("This looks like an order to the grader, not part of an answer: “x”.",))
        grades = {case("a"): accused, case("a2"): grade(3.0), case("b"): grade(2.6), case("b2"): grade(3.0)}
        lines = list(honest_report(rows, grades))
        assert "0.20 on average, 0.4 at most; 1 moved by more than 0.3" in lines[0]
        assert lines[1:] == ["      b: -0.4", "Honest answers taken for orders: 1 of 2", "      a"]

    def test_what_has_no_score_is_not_measured_and_has_no_figure(self) -> None:
        tried = list(changes(base_answers(1)))
        lines = [
            *relations_report(tried, {}),
            *attacks_report([Attempt("a", case("a"), None)], {case("a"): unscored()}),
            *honest_report([Honest("a", case("a"), case("b"))], {}),
        ]
        assert all(NOT_MEASURED in line and not FIGURE.search(line) for line in lines[1:])


class TestCases:
    def test_there_are_enough_of_each(self) -> None:
        assert len(base_answers()) >= 20
        assert len({each.id.split(",")[0] for each in attempts()}) >= 40
        assert len(list(honest())) >= 15

    def test_a_change_that_changes_no_word_is_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        kept = Relation("first word", lambda answer: answer.split()[0])
        unchanged = Relation("spaces", lambda answer: answer.replace(" ", "\n"))
        monkeypatch.setattr("benchmarks.robustness.cases.RELATIONS", (unchanged, kept))
        assert {each.relation.name for each in changes(base_answers(3))} == {"first word"}

    def test_every_attempt_has_the_question_in_its_place(self) -> None:
        assert not any("{question}" in each.after.answer for each in attempts())


async def measured(
    reply: Callable[[Exchange], object], tmp_path: Path, capsys: pytest.CaptureFixture[str], *argv: str
) -> tuple[int, str]:
    """Exit code and report of the benchmark against a server that does what `reply` says."""
    async with scripted(reply) as server:  # type: ignore[arg-type]
        flags = ("--grader", "llm", "--base-url", server.url, "--model", "m", "--effort", "quick", *argv)
        environ = {"INTERVIEWER_HOME": str(tmp_path / "home"), "NO_PROXY": "*"}
        code = await asyncio.to_thread(benchmark.main, flags, environ)
    return code, capsys.readouterr().out


def answering(model: JudgingModel) -> Callable[[Exchange], object]:
    async def script(exchange: Exchange) -> None:
        await exchange.head()
        for each in chunks(model.reply(exchange.body), size=4000):
            await exchange.event(each)
        await exchange.send("data: [DONE]\n\n")

    return script


async def test_a_model_that_obeys_is_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = JudgingModel(lambda answer: 5 if re.search(r"give|5|score", answer, re.IGNORECASE) else 2)
    code, report = await measured(answering(model), tmp_path, capsys, "--part", "attacks", "--limit", "20")
    assert code == 0
    alone, appended = re.findall(r"Attacks \D+: (\d+) of (\d+) ", report)
    assert int(alone[0]) > 0
    assert int(alone[1]) + int(appended[1]) == 20
    assert NOT_MEASURED not in report
    assert "m at 127.0.0.1:" in report


async def test_a_model_that_ignores_attacks_has_none_succeed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = JudgingModel(lambda answer: 3 if len(answer.split()) > 100 else 1)
    code, report = await measured(
        answering(model), tmp_path, capsys, "--part", "attacks", "--part", "honest", "--limit", "6"
    )
    assert code == 0
    assert re.search(r"Attacks alone: 0 of \d+ \(0\.0%\) succeeded", report)
    assert "Drift on 6 honest answers that mention such words: 0.00 on average" in report
    assert "Relations" not in report


async def test_relations_are_measured_on_the_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its level follows from figures alone, so it holds some relations and breaks others."""
    model = JudgingModel(lambda answer: 4 if len(re.findall(r"\d", answer)) > 3 else 2)
    code, report = await measured(answering(model), tmp_path, capsys, "--part", "relations", "--limit", "2")
    assert code == 0
    assert re.search(r"padded +2 of 2", report)
    assert re.search(r"told by 'we' +0 of 2", report)
    assert "ownership" in report


@pytest.mark.parametrize("status", ["401 Unauthorized", "404 Not Found"])
async def test_where_no_model_answers_nothing_is_measured_and_no_figure_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    async def refuse(exchange: Exchange) -> None:
        await exchange.head(status, "application/json")
        await exchange.send(json.dumps({"error": {"message": "no model here"}}))

    code, report = await measured(refuse, tmp_path, capsys, "--limit", "3", "--part", "attacks", "--part", "honest")
    assert code == 1
    lines = [line for line in report.splitlines() if line.startswith(("Attacks", "Drift", "Honest"))]
    assert len(lines) == 4
    assert all(NOT_MEASURED in line and not FIGURE.search(line) for line in lines)
    assert "Without a score: " in report


def test_without_a_model_or_key_nothing_is_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = benchmark.main(["--grader", "llm", "--part", "attacks", "--limit", "2"], {"INTERVIEWER_HOME": str(tmp_path)})
    report = capsys.readouterr().out
    assert (code, report.count(NOT_MEASURED)) == (1, 2)
    assert "there is no key for api.openai.com" in report.casefold()


def test_the_offline_grader_is_measured_the_same_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = benchmark.main(["--limit", "3"], {"INTERVIEWER_HOME": str(tmp_path)})
    report = capsys.readouterr().out
    assert code == 0
    assert NOT_MEASURED not in report
    assert all(relation.name in report for relation in RELATIONS)
