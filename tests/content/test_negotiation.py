"""A mistake in the script of a negotiation is told with file, line and field."""

import shutil
from pathlib import Path

import pytest

from interviewer.content.data_folders import data_folder
from interviewer.content.negotiation import load_script
from interviewer.ports import ContentError

SHIPPED = data_folder("rubrics") / "negotiation.toml"


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ('id = "no_figure_yet"', 'id = "yes_at_once"', "id", "'yes_at_once' is used twice"),
        ('now = ["need"]', 'now = ["greed"]', "now", "there is no point 'greed'"),
        ('not_after = ["answers_a_question"]', 'not_after = ["nobody"]', "not_after", "there is no push 'nobody'"),
        ('offers = ["drill-offer-startup-equity"]', 'offers = ["drill-x"]', "offers", "no offer to the question"),
        ('check = "milestone.personal_need"', 'check = "personal_need"', "check", 'must be "signal.check"'),
        ('with_point = "milestone"', 'with_point = "stone"', "with_point", "there is no point 'stone'"),
        ("least = 3", "least = 7", "least", "must be at most 5"),
        ("filler = true", 'filler = "yes"', "pushes[", "filler"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, field: str, message: str) -> None:
    path = Path(shutil.copy(SHIPPED, tmp_path / "negotiation.toml"))
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(ContentError) as caught:
        load_script(path)
    (problem, *_) = caught.value.problems
    assert problem.file.endswith("/negotiation.toml")
    assert problem.field.startswith(field)
    assert message in str(problem)
    assert abs(problem.line - line) <= 12
    assert "\n" not in str(problem)


def test_the_shipped_script_is_without_problems() -> None:
    assert load_script(SHIPPED).least == 3
