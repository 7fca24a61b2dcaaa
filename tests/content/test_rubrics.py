"""The rubrics are sound as shipped, and a mistake in one is told in one line with file, line and field."""

from pathlib import Path

import pytest

from interviewer.content.rubrics import Rubrics
from interviewer.domain.questions import TRACKS
from interviewer.ports import ContentError, Problem

MATRIX = {
    "ai_pm": {"market_impact": 0.45, "user_empathy": 0.30, "technical_fluency": 0.25},
    "ml_pm": {"model_rigor": 0.50, "data_pipeline_ownership": 0.30, "product_integration": 0.20},
}


def test_the_built_in_rubrics_have_no_problems_and_the_matrix_weights() -> None:
    rubrics = Rubrics()
    assert rubrics.problems() == []
    for track in TRACKS:
        rubric = rubrics.rubric(track)
        assert {each.id: each.weight for each in rubric.signals} == MATRIX[track]
        assert [each.id for each in rubric.habits] == ["specificity", "ownership"]


def test_every_signal_has_the_checks_that_the_design_asks_for() -> None:
    for track in TRACKS:
        for dimension in Rubrics().rubric(track).dimensions:
            polarities = [check.polarity for check in dimension.checks]
            assert 4 <= len(polarities) <= 7, dimension.id
            assert "negative" in polarities, dimension.id
            assert all(check.advice and check.probe for check in dimension.checks), dimension.id


def test_the_digest_changes_with_either_file(rubric_folder: Path) -> None:
    before = {track: Rubrics(rubric_folder).rubric(track).sha256 for track in TRACKS}
    for path in rubric_folder.glob("habits.toml"):
        path.write_text(path.read_text("utf-8") + "# a note\n", encoding="utf-8")
    after = {track: Rubrics(rubric_folder).rubric(track).sha256 for track in TRACKS}
    assert all(before[track] != after[track] for track in TRACKS)


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replaces the first `old` in the file and gives its line."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "message"),
    [
        ("ai_pm.toml", "weight = 0.45", "weight = 0.50", "weight", "sum to 1.05, not to 1"),
        ("ai_pm.toml", "weight = 0.30", 'weight = "0.30"', "signals[2].weight", "must be a number"),
        ("ai_pm.toml", "weight = 0.45", "weight = 0.0", "signals[1].weight", "must be greater than 0"),
        ("ml_pm.toml", 'id = "data_pipeline_ownership"', 'id = "model_rigor"', "id", "'model_rigor' is used twice"),
        ("ai_pm.toml", "points = 3", "points = 3\ncolour = 1", "signals[1].checks[1].colour", "is not a known field"),
        ("ai_pm.toml", "points = 3", "points = 30", "signals[1].checks[1].points", "must be at most 10"),
        ("habits.toml", 'polarity = "positive"', 'polarity = "good"', "habits[1].checks[1].polarity", "is not one of"),
        ("ai_pm.toml", 'track = "ai_pm"', 'track = "pm"', "track", "is not one of"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(
    rubric_folder: Path, *, name: str, old: str, new: str, field: str, message: str
) -> None:
    line = spoil(rubric_folder, name, old, new) + new.count("\n")
    problems = Rubrics(rubric_folder).problems()
    assert [(each.file, each.line, each.field) for each in problems] == [(f"rubrics/{name}", line, field)]
    assert message in problems[0].message
    assert "\n" not in str(problems[0])


def test_a_missing_field_is_told_at_its_entry(rubric_folder: Path) -> None:
    spoil(rubric_folder, "ai_pm.toml", 'meaning = "', 'sense = "')
    fields = {each.field: each.message for each in Rubrics(rubric_folder).problems()}
    assert fields == {"signals[1].meaning": "is missing", "signals[1].sense": "is not a known field"}


def test_a_repeated_check_and_a_signal_without_a_positive_one_are_told(rubric_folder: Path) -> None:
    spoil(rubric_folder, "ai_pm.toml", 'id = "result_measured"', 'id = "business_result"')
    assert [each.message for each in Rubrics(rubric_folder).problems()] == [
        "'business_result' stands twice in market_impact"
    ]
    path = rubric_folder / "ai_pm.toml"
    path.write_text(path.read_text("utf-8").replace("business_result", "r1", 1).replace('"positive"', '"negative"'))
    assert "market_impact has no positive check" in [each.message for each in Rubrics(rubric_folder).problems()]


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b'id = "ai_pm"\nname = "caf\xe9"\n', 2, "not UTF-8"),
        (b'id = "ai_pm\n', 1, "not valid TOML"),
        (b"[[signals]\n", 1, "not valid TOML"),
    ],
)
def test_a_broken_file_is_told_and_the_other_track_still_loads(
    rubric_folder: Path, raw: bytes, line: int, message: str
) -> None:
    (rubric_folder / "ai_pm.toml").write_bytes(raw)
    rubrics = Rubrics(rubric_folder)
    (problem,) = rubrics.problems()
    assert isinstance(problem, Problem)
    assert (problem.file, problem.line) == ("rubrics/ai_pm.toml", line)
    assert message in problem.message
    assert rubrics.rubric("ml_pm").track == "ml_pm"
    with pytest.raises(ContentError):
        rubrics.rubric("ai_pm")


def test_a_missing_file_is_told_by_its_name(rubric_folder: Path) -> None:
    (rubric_folder / "habits.toml").unlink()
    (problem,) = Rubrics(rubric_folder).problems()
    assert (problem.file, problem.message) == ("rubrics/habits.toml", "cannot be read: No such file or directory")
