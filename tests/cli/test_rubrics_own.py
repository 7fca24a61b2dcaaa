"""A rubric of one's own on the command line: copied, changed, checked, and graded under by both graders."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import respx

from tests.cli.conftest import Run
from tests.grading_llm.fake_model import GOOD_ANSWER, FakeModel, content
from tests.grading_llm.support import URL, body_of, mocked, replying

QUESTION = ("--track", "ai_pm", "--prompt", "Tell me about a time users did not trust an AI feature.")
LLM = ("--grader", "llm", "--base-url", URL, "--model", "m", "--effort", "quick", "--scores-only")
CHECK = """[[signals.checks]]
id = "names_regulator"
polarity = "positive"
points = 9
statement = "Names the regulator who reads along."
meaning = "Acme is supervised."
advice = "Name the regulator."
probe = "Which regulator?"
"""


@pytest.fixture
def acme(run: Run, home: Path) -> Path:
    result = run("rubrics", "copy", "ai_pm", "--to", "acme", "--title", "AI PM at Acme")
    assert (result.code, result.out) == (0, f"{home / 'rubrics' / 'acme.toml'}\n")
    return home / "rubrics" / "acme.toml"


@pytest.fixture
def server() -> Iterator[respx.Route]:
    model = FakeModel()
    with mocked() as router:
        yield router.post("/chat/completions").mock(side_effect=replying(model.reply))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_it_is_listed_shown_and_checked(run: Run, acme: Path) -> None:
    listed = {each["id"]: each for each in run("rubrics", "list", "--format", "json").lines}
    assert (listed["acme"]["own"], listed["acme"]["track"], listed["ai_pm"]["own"]) == (True, "ai_pm", False)
    assert "acme  AI PM at Acme" in run("rubrics", "list").out
    assert run("rubrics", "show", "acme", "--format", "json").json["name"] == "AI PM at Acme"
    assert (run("rubrics", "check").code, run("rubrics", "check", "acme").code) == (0, 0)


def test_a_mistake_is_explained_and_grading_under_it_is_refused(run: Run, acme: Path) -> None:
    change(acme, "weight = 0.45", "weight = 0.5")
    for argv in (("rubrics", "check"), ("rubrics", "check", "acme")):
        checked = run(*argv)
        assert (checked.code, checked.out.count("\n")) == (1, 1)
        assert "weight: the signals' weights sum to 1.05, not to 1 (0.5 + 0.3 + 0.25)" in checked.out
    graded = run("grade", *QUESTION, "--rubric", "acme", stdin=GOOD_ANSWER)
    assert (graded.code, graded.out, graded.err.count("\n")) == (2, "", 1)
    assert f"{acme}:" in graded.err
    assert run("grade", *QUESTION, stdin=GOOD_ANSWER).code == 0
    assert "left out: " in run("rubrics", "list").err


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("grade", *QUESTION, "--rubric", "acne"), "there is no rubric 'acne' of your own (there: acme"),
        (("grade", *QUESTION, "--rubric", "../acme"), "there is no rubric '../acme'"),
        (("grade", "--track", "ml_pm", "--prompt", "Why?", "--rubric", "acme"), "'acme' is for AI PMs"),
        (("grade", *QUESTION, "--rubric", "ml_pm"), "'ml_pm' is for ML PMs"),
        (("practice", "--plain", "--track", "ml_pm", "--rubric", "acme"), "'acme' is for AI PMs"),
        (("practice", "--plain", "--question", "ml-drift-detect-and-respond", "--rubric", "acme"), "is for AI PMs"),
        (("rubrics", "check", "acne"), "is no rubric of your own and no folder: did you mean 'acme'?"),
        (("rubrics", "show", "acne"), "did you mean 'acme'?"),
        (("rubrics", "copy", "ml_pm", "--to", "acme"), "is there already"),
        (("rubrics", "copy", "ml_pm", "--to", "../x"), "must be small letters"),
    ],
)
def test_what_cannot_be_meant_is_one_line(run: Run, acme: Path, argv: tuple[str, ...], told: str) -> None:
    result = run(*argv, stdin=GOOD_ANSWER)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err


def test_offline_grades_say_which_rubric_and_what_only_a_model_can_judge(run: Run, acme: Path) -> None:
    plain = run("grade", *QUESTION, "--format", "json", stdin=GOOD_ANSWER).json
    under = run("grade", *QUESTION, "--rubric", "acme", "--format", "json", stdin=GOOD_ANSWER).json
    assert (plain["rubric"]["id"], under["rubric"]["id"]) == ("ai_pm", "acme")
    assert under["overall"] == plain["overall"]
    change(acme, "[[signals.checks]]", f"{CHECK}\n[[signals.checks]]")
    changed = run("grade", *QUESTION, "--rubric", "acme", "--format", "json", stdin=GOOD_ANSWER).json
    assert changed["rubric"]["sha256"] != under["rubric"]["sha256"]
    assert changed["overall"] == plain["overall"]
    assert any("Names the regulator who reads along." in each for each in changed["notices"])
    assert "judged by a model only" in run("rubrics", "check", "acme").err
    change(acme, "points = 9", 'points = 9\nwords = ["regulat*"]')
    missed = run("grade", *QUESTION, "--rubric", "acme", "--format", "json", stdin=GOOD_ANSWER).json
    assert missed["signals"][0]["score"] < plain["signals"][0]["score"]
    text = run("grade", *QUESTION, "--rubric", "acme", stdin=GOOD_ANSWER)
    assert "- Names the regulator who reads along. (9 points)" in text.out


def test_a_model_judges_every_check_of_it(run: Run, acme: Path, server: respx.Route) -> None:
    change(acme, "[[signals.checks]]", f"{CHECK}\n[[signals.checks]]")
    result = run("grade", *QUESTION, *LLM, "--rubric", "acme", "--format", "json", stdin=GOOD_ANSWER)
    assert result.code == 0, result.err
    grade = result.json
    assert grade["rubric"]["id"] == "acme"
    assert "names_regulator" in [each["id"] for each in grade["signals"][0]["checks"]]
    sent = body_of(server.calls[0].request)
    assert "Names the regulator who reads along." in content(sent, "system")


def test_the_setting_holds_where_no_flag_does_and_for_its_role_alone(run: Run, acme: Path, home: Path) -> None:
    (home / "settings.toml").write_text('rubric = "acme"\n')
    assert run("grade", *QUESTION, "--format", "json", stdin=GOOD_ANSWER).json["rubric"]["id"] == "acme"
    other = run("grade", "--track", "ml_pm", "--prompt", "Why?", "--format", "json", stdin=GOOD_ANSWER)
    assert other.json["rubric"]["id"] == "ml_pm"
    flag = run("grade", *QUESTION, "--rubric", "ai_pm", "--format", "json", stdin=GOOD_ANSWER)
    assert flag.json["rubric"]["id"] == "ai_pm"
    (home / "settings.toml").write_text('rubric = "gone"\n')
    gone = run("grade", *QUESTION, stdin=GOOD_ANSWER)
    assert (gone.code, gone.err.count("\n")) == (2, 1)
    assert "there is no rubric 'gone'" in gone.err


def test_a_batch_is_graded_again_when_the_rubric_changed(run: Run, acme: Path, tmp_path: Path) -> None:
    lines, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    row = {"track": "ai_pm", "question": QUESTION[3], "answer": GOOD_ANSWER}
    lines.write_text("".join(json.dumps({**row, "id": str(number)}) + "\n" for number in range(2)))
    batch = ("grade", "--batch", str(lines), "--out", str(out), "--rubric", "acme")
    assert run(*batch).code == 0
    assert {json.loads(each)["rubric"]["id"] for each in out.read_text().splitlines()} == {"acme"}
    assert "2 of them from an earlier run" in run(*batch).err
    change(acme, "weight = 0.45", "weight = 0.30")
    change(acme, "weight = 0.25", "weight = 0.40")
    assert run("rubrics", "check", "acme").code == 0
    assert "from an earlier run" not in run(*batch).err


def test_practice_and_history_under_it(run: Run, acme: Path) -> None:
    change(acme, "[[signals.checks]]", f'{CHECK}words = ["regulat*"]\n\n[[signals.checks]]')
    practised = run("practice", "--plain", "--rubric", "acme", "--seed", "1", stdin=f"{GOOD_ANSWER}\n.\n")
    assert practised.code == 0, practised.err
    assert "Names the regulator who reads along." in practised.out
    (row,) = run("history", "list", "--format", "json").lines
    answer_id = row.get("answer_id") or row["id"]
    assert "Names the regulator who reads along." in run("history", "show", answer_id).out
    again = run("history", "regrade", answer_id, "--rubric", "ai_pm", "--format", "json")
    assert again.code == 0, again.err
    assert (again.lines[0]["before"]["rubric"]["id"], again.lines[0]["grade"]["rubric"]["id"]) == ("acme", "ai_pm")
    acme.unlink()
    shown = run("history", "show", answer_id)
    assert shown.code == 0, shown.err


def test_an_interview_is_held_and_graded_under_it(run: Run, acme: Path) -> None:
    change(acme, "weight = 0.45", "weight = 0.35")
    change(acme, "weight = 0.30", "weight = 0.40")
    held = run("practice", "--plain", "--round", "phone_screen", "--track", "ai_pm", "--rubric", "acme", "--seed", "1",
               stdin=f"{GOOD_ANSWER}\n.\n" * 12)  # fmt: skip
    assert held.code == 0, held.err
    assert "0.35 ×" in held.out
    assert "0.40 ×" in held.out


def test_a_trial_of_a_grader_is_always_under_the_shipped_rubrics(run: Run, acme: Path, home: Path) -> None:
    change(acme, "weight = 0.45", "weight = 0.5")
    (home / "settings.toml").write_text('rubric = "acme"\n')
    assert run("grade", "--example").code == 2
    assert run("rubrics", "try", "--runs", "1").code == 0


def test_doctor_says_where_the_rubric_that_is_set_cannot_be_used(run: Run, acme: Path, home: Path) -> None:
    def found() -> dict[str, str]:
        return {each["name"]: each["status"] for each in run("doctor", "--format", "json").json["checks"]}

    (home / "settings.toml").write_text('rubric = "acme"\n')
    assert found()["rubric in use"] == "ok"
    change(acme, "weight = 0.45", "weight = 0.5")
    assert (found()["rubric in use"], found()["rubrics"]) == ("broken", "broken")
    (home / "settings.toml").unlink()
    assert "rubric in use" not in found()
