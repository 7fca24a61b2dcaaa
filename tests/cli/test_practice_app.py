"""What `interviewer` and `interviewer practice` open where there is a terminal."""

from pathlib import Path

import pytest

from interviewer.cli import practice
from interviewer.tui.services import Services, Start
from tests.cli.conftest import Run


class Opened:
    services: Services
    start: Start | None


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What the app was given; it ends at once."""
    seen = Opened()

    def run_app(services: Services, *, start: Start | None = None) -> int:
        seen.services, seen.start = services, start
        return 0

    monkeypatch.setattr("interviewer.tui.run.run_app", run_app)
    monkeypatch.setattr(practice, "screen_lacking", lambda program: None)
    return seen


def test_the_bare_command_opens_home(run: Run, opened: Opened) -> None:
    assert run().code == 0
    assert opened.start is None


def test_practice_asks_which_track_the_first_time_and_then_takes_the_last_one(run: Run, opened: Opened) -> None:
    run("practice")
    assert opened.start == Start(None)
    for track, question in (("ml_pm", "ml-launch-refused-story"), ("ai_pm", "ai-fairness-recommender")):
        run("practice", "--plain", "--question", question, stdin="I set a gap of 5 points.")
        run("practice")
        assert opened.start == Start(track)  # type: ignore[arg-type]


def test_practice_with_a_track_asks_a_question_of_it(run: Run, opened: Opened) -> None:
    run("practice", "--track", "ml_pm")
    assert opened.start == Start("ml_pm")


def test_without_a_screen_the_last_track_is_practised_too(run: Run) -> None:
    run("practice", "--plain", "--question", "ml-launch-refused-story", stdin="I set a gap of 5 points.")
    assert all(run("practice").out.startswith("ML PM question") for _ in range(4))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'grader = "offline"\neffort = "hasty"\n',
            "settings.toml:2: effort: 'hasty' is not one of quick, standard, thorough",
        ),
        ("grader = \n", "settings.toml:1: not valid TOML"),
        ("colour = 1\n", "settings.toml:1: colour: is not a known setting"),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_the_app(
    run: Run, opened: Opened, home: Path, text: str, told: str
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(text, encoding="utf-8")
    result = run()
    assert result.code == 0
    assert told in opened.services.notice
    assert told in result.err
    assert opened.services.settings.effort == "standard"


def test_good_settings_give_no_notice(run: Run, opened: Opened) -> None:
    run()
    assert opened.services.notice == ""
