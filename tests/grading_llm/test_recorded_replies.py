"""Replies that a strong stand-in model gave to real requests, played back: the grades they made are made again."""

import json
from pathlib import Path
from typing import Any

import pytest

from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import HabitScore, SignalScore
from interviewer.domain.questions import Question
from interviewer.grading.llm.grader import LlmGrader
from interviewer.grading.llm.record import replay_client
from interviewer.ports import Done, GradeRequest
from interviewer.settings import Endpoint, Settings

HERE = Path(__file__).resolve().parent
PANEL = HERE.parents[1] / "benchmarks" / "panel"
RECORDED = [
    json.loads(line) for line in (HERE / "recordings" / "stand_in_quick.jsonl").read_text(encoding="utf-8").splitlines()
]
ANSWERS = {
    row["id"]: row
    for name in ("panel-dev.jsonl", "panel-dev-mid.jsonl")
    for row in map(json.loads, (PANEL / name).read_text(encoding="utf-8").splitlines())
}


@pytest.mark.parametrize("recorded", RECORDED, ids=[each["id"] for each in RECORDED])
async def test_a_recorded_reply_makes_the_same_grade(recorded: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "exchange.jsonl"
    path.write_text(json.dumps(recorded["exchange"]) + "\n", encoding="utf-8")
    row = ANSWERS[recorded["id"]]
    grader = LlmGrader(
        Settings(grader="llm", model="stand-in", effort="quick"),
        Endpoint("http://127.0.0.1:9/v1", "127.0.0.1:9", "x", "none", from_openai_environment=False),
        Rubrics(),
        client=replay_client(path),
        scores_only=True,
    )
    question = Question(id="", track=row["track"], prompt=row["question"])
    request = GradeRequest(track=row["track"], question=question, answer=row["answer"])
    events = [event async for event in grader.grade(request)]
    done = events[-1]
    assert isinstance(done, Done)
    grade = done.grade
    assert grade.status == "scored"
    scored: list[SignalScore | HabitScore] = [*grade.signals, *grade.habits]
    dimensions = {each.id: each for each in scored}
    assert {name: each.level for name, each in dimensions.items()} == recorded["levels"]
    assert {name: each.score for name, each in dimensions.items()} == recorded["scores"]
    assert grade.overall is not None
    assert (grade.overall.score, grade.overall.vote) == (recorded["overall"], recorded["vote"])
    quotes = [piece for each in dimensions.values() for check in each.checks for piece in check.evidence]
    assert quotes
    assert all(row["answer"][piece.start : piece.end] == piece.quote for piece in quotes)


@pytest.mark.parametrize("recorded", RECORDED, ids=[each["id"] for each in RECORDED])
def test_the_stand_in_was_within_a_level_of_the_panel(recorded: dict[str, Any]) -> None:
    gold = ANSWERS[recorded["id"]]["gold"]
    assert all(abs(level - gold[name]) <= 1 for name, level in recorded["levels"].items())
