"""kill -9 at random moments of a session in a real terminal: at most the last second of typing is gone."""

from pathlib import Path

import pytest

from tests.robust.kills import kill_points, try_kill
from tests.robust.scripts import SESSIONS
from tests.robust.typist import Typist, run_until_killed

SECOND = 1.0
POINTS, CHUNKS = 200, 10


def check(points: list[tuple[str, float]], folder: Path) -> float:
    """The worst of these kills, in seconds of typing."""
    worst = 0.0
    for number, (name, after) in enumerate(points):
        outcome = try_kill(name, after, folder / str(number))
        assert outcome.lost <= SECOND + outcome.stalled, outcome
        worst = max(worst, outcome.lost)
    return worst


def test_five_kills_lose_no_more_than_the_last_second(tmp_path: Path) -> None:
    check(list(kill_points(5, seed=20)), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_two_hundred_kills_lose_no_more_than_the_last_second(
    chunk: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worst = check(list(kill_points(POINTS, seed=1))[chunk::CHUNKS], tmp_path)
    with capsys.disabled():
        print(f"\n{POINTS // CHUNKS} kills: at most {worst:.2f} s of typing were gone", end=" ")


@pytest.mark.slow
def test_after_a_kill_the_words_are_in_the_editor_again(tmp_path: Path) -> None:
    def script(typist: Typist) -> None:
        typist.see("Submit")
        typist.begin()
        typist.type_words(6)
        typist.terminal.settle(5.0, longest=SECOND + 0.5)

    argv = SESSIONS["drill"].argv
    left = run_until_killed(script, Typist(tmp_path / "home", argv), 60.0)
    again = Typist(tmp_path / "home", argv)
    again.see(" +".join(left.texts[0].whole.split()))
    again.press("\x11")
    assert again.terminal.wait_exit() == 0
    again.terminal.close()
