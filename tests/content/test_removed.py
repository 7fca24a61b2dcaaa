"""Removing a question can be undone, also after a restart, and puts it back where it stood."""

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.ports import ContentError
from tests.content.conftest import GOOD

TWO = GOOD + '\n[[questions]]\nid = "good-two"\ntrack = "ml_pm"\nprompt = "When do you retrain?"\nminutes = 7\n'


def test_a_removed_question_is_put_back_into_its_file(own_folder: Path, own_file: Callable[..., Path]) -> None:
    path = own_file(TWO, "mine.toml")
    before = Bank(own_folder).get("good-two")
    Bank(own_folder).remove_own("good-two")
    assert "good-two" not in path.read_text()
    bank = Bank(own_folder)
    assert bank.get("good-two") is None
    assert [each.question.id for each in bank.removed()] == ["good-two"]
    assert bank.restore_own() == before == bank.get("good-two")
    assert bank.own_file("good-two") == path
    assert bank.removed() == []


def test_the_last_removed_comes_back_first_and_any_by_its_id(own_folder: Path, own_file: Callable[..., Path]) -> None:
    own_file(TWO)
    bank = Bank(own_folder)
    bank.remove_own("good-one")
    bank.remove_own("good-two")
    named, last = bank.restore_own("good-one"), bank.restore_own()
    assert named is not None
    assert last is not None
    assert (named.id, last.id, bank.restore_own(), bank.restore_own("good-one")) == ("good-one", "good-two", None, None)


def test_an_id_that_is_in_use_again_is_refused_and_stays_removed(
    own_folder: Path, own_file: Callable[..., Path]
) -> None:
    own_file(GOOD)
    bank = Bank(own_folder)
    bank.remove_own("good-one")
    own_file(GOOD, "again.toml")
    with pytest.raises(ContentError, match="is in use again"):
        bank.restore_own()
    assert len(bank.removed()) == 1


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", '{"at": "x"}', '{"at": "2026-01-01T00:00:00+00:00", "file": "../../evil.toml", "question": %s}',
     '{"at": "2026-01-01T00:00:00+00:00", "file": "/etc/evil.toml", "question": %s}'],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_passed_over(own_folder: Path, line: str) -> None:
    question = '{"id": "x", "track": "both", "prompt": "Why?"}'
    (own_folder / ".removed.jsonl").write_text(line.replace("%s", question) + "\n")
    assert Bank(own_folder).restore_own() is None


def test_a_disk_that_is_full_leaves_the_question_where_it_is(
    own_folder: Path, own_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    own_file(GOOD)

    def refuse(source: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(OSError, match="No space left"):
            Bank(own_folder).remove_own("good-one")
    assert Bank(own_folder).get("good-one") is not None
