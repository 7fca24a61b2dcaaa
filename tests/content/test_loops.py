"""rubrics/loops.toml: it is whole, and an interviewer who speaks from it is fair, demanding, and praises nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.content.data_folders import data_folder
from interviewer.content.loops import LoopsFile, load_loops
from interviewer.content.rubrics import Rubrics
from interviewer.domain import follow_ups
from interviewer.domain.follow_ups import Heard
from interviewer.domain.loops import Manner, Replies
from interviewer.domain.questions import ROUNDS, TRACKS
from interviewer.ports import ContentError
from interviewer.practice.model_probing import rubric_words

LOOPS = LoopsFile().loops()
RUBRICS = Rubrics()
CHECKS = {check.id for track in TRACKS for each in RUBRICS.rubric(track).dimensions for check in each.checks}
NAMES = Heard(
    said="", question="", asked=(),
    forbidden=tuple(word for track in TRACKS for word in rubric_words(RUBRICS.rubric(track))),
)  # fmt: skip


def probes() -> Iterator[str]:
    """Every follow-up that the file can ask."""
    for lines in [each.lines for each in LOOPS.probes] + [each.lines for one in LOOPS.companies for each in one.probes]:
        for line in lines:
            yield from line.split(" | ")


def helping() -> Iterator[str]:
    for manner in LOOPS.manners:
        for name in ("way_in_story", "way_in_case", "declined", "redirect", "other_story"):
            yield from getattr(manner, name)


def spoken() -> Iterator[str]:
    """Every other line."""
    for manner in LOOPS.manners:
        for name in ("greeting", "moving_on", "closing", "out_of_time"):
            yield from getattr(manner, name)
    for name in Replies.__slots__:
        yield from getattr(LOOPS.replies, name)


def test_there_are_rounds_of_every_kind_and_several_on_site() -> None:
    assert {each.round for each in LOOPS.rounds} == set(ROUNDS)
    assert sum(each.round == "onsite" for each in LOOPS.rounds) >= 3
    assert [each.written for each in LOOPS.rounds if each.round == "take_home"] == [True]
    assert {each.id for each in LOOPS.companies} == {"startup", "big_tech", "enterprise"}


def test_a_full_loop_holds_every_kind_of_round() -> None:
    full = next(each for each in LOOPS.loops if each.id == "full")
    kinds = {each.round for each in LOOPS.rounds if each.id in full.rounds}
    assert kinds == set(ROUNDS)


def test_every_check_of_the_rubrics_has_more_than_one_way_to_ask_for_it_and_no_check_is_made_up() -> None:
    assert {each.check for each in LOOPS.probes} == CHECKS
    assert {check for each in LOOPS.companies for check in each.emphasis} <= CHECKS
    assert {line.check for each in LOOPS.companies for line in each.probes} <= CHECKS
    assert {check for each in LOOPS.practise for check in each.checks} <= CHECKS


def test_the_facts_of_the_companies_are_the_documents() -> None:
    told = {each.id: each.setting for each in LOOPS.companies}
    assert "eight weeks" in told["startup"]
    assert "500 milliseconds" in told["big_tech"]
    assert all(word in told["enterprise"] for word in ("compliance", "lineage", "audit trail"))


@pytest.mark.parametrize("text", sorted({*probes(), *helping()}))
def test_a_follow_up_of_the_file_keeps_the_rules_for_follow_ups(text: str) -> None:
    filled = text.replace("{topic}", "fairness")
    assert follow_ups.one_question(filled) == ""
    assert follow_ups.short_enough(filled) == ""
    assert follow_ups.plain_text(filled) == ""
    assert follow_ups.no_praise(filled) == ""
    assert follow_ups.no_hint(filled, NAMES) == ""


@pytest.mark.parametrize("text", sorted(set(spoken())))
def test_no_line_praises_or_speaks_of_scores(text: str) -> None:
    assert follow_ups.no_praise(text) == ""
    if text not in LOOPS.replies.grading:
        assert follow_ups.no_hint(text, NAMES) == ""


def test_the_probes_of_the_rubrics_keep_the_rules_too() -> None:
    for track in TRACKS:
        for dimension in RUBRICS.rubric(track).dimensions:
            for check in dimension.checks:
                assert follow_ups.short_enough(check.probe) == ""
                assert follow_ups.plain_text(check.probe) == ""
                assert follow_ups.no_praise(check.probe) == ""
                assert "?" in check.probe or check.probe.startswith(("Give me", "Tell me"))


def test_every_manner_is_complete_by_itself() -> None:
    for manner in LOOPS.manners:
        assert all(getattr(manner, name) for name in Manner.__slots__)
    assert {each.manner for each in LOOPS.rounds} <= {each.id for each in LOOPS.manners}


def broken(tmp_path: Path, old: str, new: str) -> str:
    """What is told about the file with one thing changed in it."""
    text = (data_folder("rubrics") / "loops.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "rubrics" / "loops.toml"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_loops(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("minutes = 30", "minutes = 3", "rounds[1].minutes: must be at least 5, not 3"),
        ('manner = "hiring_manager"', 'manner = "nobody"', "names a manner 'nobody' that is not there"),
        ('rounds = ["phone_screen", "take_home"', 'rounds = ["phone", "take_home"', "names a round 'phone'"),
        ('id = "onsite_product"', 'id = "phone_screen"', "rounds: 'phone_screen' is used twice"),
        ("probes = 2", "follow_ups = 2", "is not a known field"),
        ('ai_pm = [["behavioural"]', 'ai_pm = [["behavior"]', "'behavior' is not one of"),
        ("[[rounds]]", "[[rounds", "not valid TOML"),
    ],
)
def test_a_broken_file_is_told_with_what_is_wrong_in_it(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in broken(tmp_path, old, new)


def test_the_line_of_what_is_wrong_is_told(tmp_path: Path) -> None:
    message = broken(tmp_path, "minutes = 120", "minutes = true")
    lines = (tmp_path / "rubrics" / "loops.toml").read_text(encoding="utf-8").splitlines()
    assert message.startswith(f"rubrics/loops.toml:{lines.index('minutes = true') + 1}: rounds[6].minutes: ")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        load_loops(tmp_path / "loops.toml")
