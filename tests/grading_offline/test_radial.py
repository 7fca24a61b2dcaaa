"""The network of the offline grader: near a centre its weight counts, far from all only the constant."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.offline.radial import FURTHEST, Radial, load_radial

SMALL = Radial(
    traits=("figures", "decisions"),
    means=(2.0, 1.0),
    spreads=(2.0, 0.5),
    sharpness=0.5,
    centres=((0.0, 0.0), (1.0, 2.0)),
    constants={"overall": 3.0, "ownership": 2.0},
    weights={"overall": (-1.0, 1.5), "ownership": (0.0, 2.0)},
)
SIZES = st.floats(min_value=-1e6, max_value=1e6)


def test_an_answer_at_a_centre_has_its_whole_weight_and_its_share_of_the_others() -> None:
    there = SMALL.values({"figures": 4.0, "decisions": 2.0})
    other = math.exp(-0.5 * (1 + 4))
    assert there == pytest.approx({"overall": 3.0 - other + 1.5, "ownership": 2.0 + 2.0})


@given(SIZES, SIZES)
def test_no_size_of_a_trait_takes_an_estimate_past_its_weights(figures: float, decisions: float) -> None:
    found = SMALL.values({"figures": figures, "decisions": decisions})
    assert 3.0 - 1.0 <= found["overall"] <= 3.0 + 1.5
    assert 2.0 <= found["ownership"] <= 4.0


def test_an_odd_trait_is_held_at_the_furthest_place() -> None:
    edge = 2.0 + FURTHEST * 2.0
    assert SMALL.values({"figures": edge, "decisions": 1.0}) == SMALL.values({"figures": 1e9, "decisions": 1.0})


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "radial.json"
    table = {name: getattr(SMALL, name) for name in SMALL.__slots__}
    path.write_text(json.dumps(table), encoding="utf-8")
    assert load_radial(path) == SMALL
