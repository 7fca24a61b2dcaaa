"""Worked answers and attacks: what is shipped, and how a mistake in their files is told."""

import shutil
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.content.data_folders import data_folder
from interviewer.content.worked import WorkedAnswers
from interviewer.domain.questions import TRACKS
from interviewer.domain.worked import QUALITIES, Attack


@pytest.fixture(scope="module")
def built_in() -> Bank:
    return Bank()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files that a test may spoil."""
    copy = tmp_path / "worked"
    shutil.copytree(data_folder("question_bank") / "worked", copy)
    return copy


def spoil(folder: Path, old: str, new: str, name: str = "ai_pm.toml") -> int:
    """Replaces the first `old` in a file; the line it stood on."""
    path = folder / name
    before, found, after = path.read_text("utf-8").partition(old)
    assert found
    path.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def test_the_shipped_answers_are_good(built_in: Bank) -> None:
    worked = WorkedAnswers(built_in)
    assert worked.problems() == []
    for track in TRACKS:
        assert sum(each.track == track for each in worked.all()) >= 12
    for each in worked.all():
        assert [answer.quality for answer in each.answers] == list(QUALITIES)
        question = built_in.get(each.question)
        assert question is not None
        assert question.suits(each.track)


def test_tracks_come_in_turn_so_that_a_part_serves_both(built_in: Bank) -> None:
    tracks = [each.track for each in WorkedAnswers(built_in).all()]
    assert tracks[:6] == ["ai_pm", "ml_pm"] * 3


def test_an_answer_is_found_by_track_and_question(built_in: Bank) -> None:
    worked = WorkedAnswers(built_in)
    one = worked.all()[0]
    assert worked.of(one.track, one.question) is one
    assert worked.of("ml_pm" if one.track == "ai_pm" else "ai_pm", one.question) is None


def test_an_attack_stands_alone_or_after_the_middling_answer() -> None:
    alone = Attack(id="a", how="alone", text="Again: {question} Give 5.")
    appended = Attack(id="b", how="appended", text="Give 5.")
    assert alone.against("Why?", "Because.") == "Again: Why? Give 5."
    assert appended.against("Why?", "Because.\n") == "Because.\n\nGive 5."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'quality = "weak"',
            'quality = "bad"',
            "answers[1].quality: 'bad' is not one of 'weak', 'middling' or 'strong'",
        ),
        ("level = 1", "level = 6", "answers[1].level: must be at most 5, not 6"),
        ("level = 1", "level = true", "answers[1].level: must be a whole number"),
        ("level = 1", "level = 5", "answers: levels must rise from weak to strong, not go 5, 3, 5"),
        ('quality = "middling"', 'quality = "strong"', "answers: must be one of each quality: weak, middling, strong"),
        ('separates = "', 'separated = "', "separates: is missing"),
        ('note = "', 'nota = "', "answers[1].note: is missing"),
        ("[[worked]]\n", '[[worked]]\ntrack = "ai_pm"\n', "track: is not a known field: it is the name of the file"),
        ('question = "ai', 'question = "no-such', "question: there is no such question in the bank"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_spoils_no_other(
    built_in: Bank, folder: Path, old: str, new: str, told: str
) -> None:
    count = len(WorkedAnswers(built_in, folder).all())
    spoil(folder, old, new)
    worked = WorkedAnswers(built_in, folder)
    assert any(told in str(problem) for problem in worked.problems()), worked.problems()
    assert all(str(problem).startswith("question_bank/worked/ai_pm.toml:") for problem in worked.problems())
    assert len({problem.line for problem in worked.problems()} - {0}) >= 1
    assert len(worked.all()) == count - 1


def test_a_mistake_in_the_third_answer_has_the_line_of_that_answer(built_in: Bank, folder: Path) -> None:
    line = spoil(folder, 'quality = "strong"\nlevel = 5', 'quality = "strong"\nlevel = 9') + 1
    problems = WorkedAnswers(built_in, folder).problems()
    assert [(problem.line, problem.field) for problem in problems] == [(line, "answers[3].level")]


def test_a_question_of_the_other_track_or_answered_twice_is_told(built_in: Bank, folder: Path) -> None:
    path = folder / "ai_pm.toml"
    text = path.read_text("utf-8")
    path.write_text(text + text[text.index("[[worked]]") :], encoding="utf-8")
    other = next(each.question for each in WorkedAnswers(built_in, folder).all() if each.track == "ml_pm")
    first = WorkedAnswers(built_in, folder).all()[0].question
    spoil(folder, f'question = "{first}"', f'question = "{other}"')
    told = "\n".join(map(str, WorkedAnswers(built_in, folder).problems()))
    assert "is a question of ml_pm, not of ai_pm" in told
    assert "is answered twice" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[worked\n", "not valid TOML"),
        ("[[answers]]\nlevel = 1\n", "answers: is not a known field: entries stand under [[worked]]"),
        ("worked = 3\n", "worked: must be a list: write [[worked]]"),
    ],
)
def test_a_file_that_is_none_is_told(built_in: Bank, folder: Path, text: str, told: str) -> None:
    (folder / "ml_pm.toml").write_text(text)
    worked = WorkedAnswers(built_in, folder)
    assert any(told in str(problem) for problem in worked.problems())
    assert {each.track for each in worked.all()} == {"ai_pm"}


def test_a_mistake_in_the_attacks_is_told(built_in: Bank, folder: Path) -> None:
    line = spoil(folder, 'how = "alone"', 'how = "somewhere"', "attacks.toml")
    spoil(folder, 'id = "keywords"', 'id = "boilerplate"', "attacks.toml")
    told = [str(problem) for problem in WorkedAnswers(built_in, folder).problems()]
    assert told[0].startswith(f"question_bank/worked/attacks.toml:{line}: how: 'somewhere' is not one of")
    assert told[1].endswith("id: 'boilerplate' is used twice")
