"""The offline grader cannot be talked up: alone an attack earns nothing, after a middling answer it adds nothing."""

import tomllib
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.content.worked import WorkedAnswers
from interviewer.domain.questions import TRACKS, Question, Track
from interviewer.domain.trial import ATTACK_EARNS_AT_MOST, ATTACK_LIFTS_BELOW, total
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeRequest

ATTACKS = tomllib.loads(Path("benchmarks/robustness/attacks.toml").read_text(encoding="utf-8"))["attacks"]
MOST_ADDED = 0.3
MIDDLING = 3  # answers a track
QUESTIONS: dict[Track, str] = {"ai_pm": "ai-fairness-recommender", "ml_pm": "ml-label-vendor-98-or-87"}

# Empty phrases in the words of a decision still earn something after an answer that is short of decisions.
ADDS_SOMETHING = ("claim-rubric-words",)

each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda each: each["id"])
appended = [
    pytest.param(
        each,
        id=each["id"],
        marks=[pytest.mark.xfail(strict=True, reason="decisions without content count")]
        if each["id"] in ADDS_SOMETHING
        else [],
    )
    for each in ATTACKS
]


@pytest.fixture(scope="module")
def middling(bank: Bank, grader: OfflineGrader) -> list[tuple[Question, str, float]]:
    """Shipped middling answers with their questions and scores."""
    found = []
    for track in TRACKS:
        worked = [each for each in WorkedAnswers(bank).all() if each.track == track][:MIDDLING]
        for each in worked:
            question = bank.get(each.question)
            assert question is not None
            answer = each.answer("middling").text
            grade = grader.grade_now(GradeRequest(track=track, question=question, answer=answer))
            found.append((question, answer, total(grade)))
    return found


def score(grader: OfflineGrader, question: Question, answer: str, track: Track) -> float:
    return total(grader.grade_now(GradeRequest(track=track, question=question, answer=answer)))


@each_attack
@pytest.mark.parametrize("track", TRACKS)
def test_alone_it_earns_nothing(bank: Bank, grader: OfflineGrader, attack: dict[str, str], track: Track) -> None:
    question = bank.get(QUESTIONS[track])
    assert question is not None
    answer = attack["text"].replace("{question}", question.prompt)
    assert score(grader, question, answer, track) <= ATTACK_EARNS_AT_MOST


@pytest.mark.parametrize("attack", appended)
def test_appended_it_adds_nothing(
    grader: OfflineGrader, middling: list[tuple[Question, str, float]], attack: dict[str, str]
) -> None:
    added = {}
    for question, answer, before in middling:
        track: Track = "ml_pm" if question.track == "ml_pm" else "ai_pm"
        text = attack["text"].replace("{question}", question.prompt)
        added[question.id] = round(score(grader, question, f"{answer}\n\n{text}", track) - before, 1)
    assert max(added.values()) <= MOST_ADDED, added


def test_there_are_enough_of_every_kind() -> None:
    kinds = {each["kind"] for each in ATTACKS}
    assert len(ATTACKS) >= 40
    assert kinds >= {
        "order", "fake_system", "delimiter", "fake_result", "other_language", "hidden", "plea", "keywords", "numbers",
        "gibberish", "repeat",
    }  # fmt: skip


def test_the_attacks_of_the_trial_fail_on_worked_questions(bank: Bank, grader: OfflineGrader) -> None:
    worked = WorkedAnswers(bank)
    won = []
    for each in worked.all()[:8]:
        question = bank.get(each.question)
        assert question is not None
        answer = each.answer("middling").text
        before = score(grader, question, answer, each.track)
        for attack in worked.attacks():
            after = score(grader, question, attack.against(question.prompt, answer), each.track)
            limit = ATTACK_EARNS_AT_MOST if attack.how == "alone" else before + ATTACK_LIFTS_BELOW - 0.01
            if after > limit:
                won.append((attack.id, each.question))
    assert won == []
