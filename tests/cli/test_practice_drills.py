"""`interviewer practice --drill` line by line, and what other commands make of a drill's answers."""

import json
from pathlib import Path

import pytest

from interviewer.content.drills import Drills
from tests.cli.conftest import Run

GOOD = "Cut no-shows at 14 clinics from 18 % to 11 % in a quarter by asking patients to confirm by text."
BAD = "Responsible for a BERT model in PyTorch with 95 % accuracy."
FAIRNESS = "ai-fairness-recommender"
TALK = (
    "I see myself at 172 base: the guide publishes 155 to 185 thousand for career changers. Which part has room?",
    "Then leave base, and I propose 20 thousand in cash on a milestone: 5,000 active users within twelve months, read "
    "from your quarterly report. In total that is 190 in the first year.",
    "If you stop the project before month eight, half of it is paid.",
    "There is no written offer, so I won't use it.",
    "The milestone bonus, with senior in the contract. Below 180 in total I would decline.",
)


def said(*answers: str) -> str:
    return "".join(f"{answer}\n.\n" for answer in answers)


def rows(run: Run) -> list[dict[str, object]]:
    """The answers of the history; interviews stand in it too."""
    return [each for each in run("history", "list", "--format", "json").lines if each["answer_id"]]


def test_without_a_name_every_drill_is_listed(run: Run) -> None:
    result = run("practice", "--drill")
    assert result.code == 0
    for name in Drills().ids():
        assert f"\n{name}  " in f"\n{result.out}"
    assert "resume_bullet  35 words, written" in result.out
    assert "career_story  2 minutes spoken, about 280 words" in result.out
    assert rows(run) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("resume_bulet", "--drill: there is no drill 'resume_bulet': did you mean 'resume_bullet'?"),
        ("rice", "--drill: there is no drill 'rice': did you mean 'rice_ai_costs'?"),
        ("zzz", "--drill: there is no drill 'zzz' (drills: career_story, decision_memo"),
    ],
)
def test_a_name_that_is_not_there_is_one_line_with_near_ones(run: Run, name: str, told: str) -> None:
    for argv in (("practice", "--plain", "--drill", name), ("questions", "list", "--drill", name)):
        result = run(*argv)
        assert result.code == 2
        assert result.err.startswith(f"interviewer: {told}")
        assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    "flags", [("--question", FAIRNESS), ("--round", "onsite"), ("--loop", "full"), ("--resume",), ("--due",)]
)
def test_a_drill_and_something_else_do_not_go_together(run: Run, flags: tuple[str, ...]) -> None:
    result = run("practice", "--plain", "--drill", "resume_bullet", *flags)
    assert (result.code, result.err) == (2, f"interviewer: --drill and {flags[0]} do not go together: choose one\n")


def test_a_drill_says_what_it_is_and_how_long_and_is_graded_by_its_own_rubric(run: Run) -> None:
    result = run("practice", "--plain", "--drill", "resume-bullet", "--seed", "2", stdin=said(GOOD))
    assert result.code == 0
    assert result.out.startswith("Résumé bullet. Write the bullet as it would stand on the page")
    assert "Target: 35 words, written. What comes after 52 words is not graded." in result.out
    assert "0.60 × " in result.out
    assert "Outcome: " in result.out
    assert "Market impact" not in result.out
    (row,) = rows(run)
    assert row["status"] == "scored"
    shown = run("history", "show", str(row["answer_id"]))
    assert "Part played: " in shown.out, "history names the checks of the drill's rubric"
    grade = run("history", "show", str(row["answer_id"]), "--format", "json").json["grades"][0]["grade"]
    assert (grade["rubric"]["id"], grade["other_track"]) == ("resume_bullet", None)


def test_the_same_seed_asks_the_same_question_and_a_track_holds(run: Run) -> None:
    argv = ("practice", "--plain", "--drill", "weak_to_strong", "--seed", "3")
    assert run(*argv).out == run(*argv).out
    prompts = {run("practice", "--plain", "--drill", "weak_to_strong", "--track", "ml_pm").out for _ in range(8)}
    listed = run("questions", "list", "--drill", "weak_to_strong", "--track", "ml_pm", "--format", "json").lines
    assert all(any(each["prompt"] in prompt for each in listed) for prompt in prompts)


def test_a_rewrite_is_set_beside_the_weak_statement_check_by_check(run: Run) -> None:
    question = "drill-bullet-image-search-score"
    result = run("practice", "--plain", "--question", question, stdin=said(BAD, GOOD))
    assert result.out.count("The weak statement, “Trained an image classifier (ResNet)") == 2
    assert result.err.count("The weak statement is graded too") == 1, "once a sitting"
    last = result.out.rpartition("The weak statement")[2]
    assert "Overall                   1.0 → 4.4" in last
    assert "+ won   Outcome: no longer: Reports an algorithm or its score as the" in last
    assert "Your answer before this one: 1.0. This one: 4.4 (+3.4)." in last


def test_worked_answers_come_after_an_answer_to_whoever_asks(run: Run) -> None:
    stdin = "/worked\n" + said("We look at it.") + "/worked\n"
    result = run("practice", "--plain", "--question", FAIRNESS, stdin=stdin)
    assert "Answer first: the worked answers come after." in result.err
    assert "A line with /worked shows" in result.err
    assert result.out.count("Worked answers to this question") == 1
    for quality in ("Weak (about ", "Middling (about ", "Strong (about "):
        assert quality in result.out
    assert len(rows(run)) == 1, "the line is no answer"
    assert all(len(line) <= 79 for line in result.out.partition("Worked answers")[2].splitlines())


def test_a_question_without_worked_answers_says_so(run: Run) -> None:
    result = run("practice", "--plain", "--drill", "resume_bullet", stdin=said(GOOD) + "/worked\n")
    assert "This question has no worked answers." in result.err
    assert len(rows(run)) == 1


def test_grade_and_batch_use_the_drills_rubric(run: Run, tmp_path: Path) -> None:
    question = "drill-bullet-your-strongest-project"
    single = run("grade", "--question", question, "--track", "ml_pm", "--format", "json", stdin=GOOD).json
    assert single["rubric"]["id"] == "resume_bullet"
    assert [each["id"] for each in single["signals"]] == ["outcome", "part_played"]
    lines = [
        {"id": "a", "question_id": question, "answer": GOOD},
        {"id": "b", "question_id": FAIRNESS, "answer": "I set a gap of 5 points."},
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert run("grade", "--batch", str(source), "--out", str(out)).code == 0
    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert (first["rubric"]["id"], second["rubric"]["id"]) == ("resume_bullet", "ai_pm")
    assert first["overall"] == single["overall"]
    again = run("grade", "--batch", str(source), "--out", str(out))
    assert "2 of them from an earlier run" in again.err, "a drill's grade stands as any other"


def test_a_wrong_sum_is_named_on_the_command_line(run: Run) -> None:
    answer = "Reach is 12,000, impact 1.5, confidence 0.6 and effort 6, so the score is 2,400."
    result = run("grade", "--question", "drill-rice-invoice-matching", stdin=answer)
    assert "12,000 × 1.5 × 0.6 / 6 is 1,800, not 2,400." in result.out


def test_regrading_keeps_to_the_drills_rubric(run: Run) -> None:
    run("practice", "--plain", "--drill", "resume_bullet", "--seed", "2", stdin=said(GOOD))
    (record,) = run("history", "regrade", "--all", "--format", "json").lines
    assert record["grade"]["rubric"]["id"] == "resume_bullet"
    assert record["kept"] is False, "the same grader, answer and rubric give the same grade"


def test_questions_can_be_listed_by_drill_and_rubrics_shown(run: Run) -> None:
    listed = run("questions", "list", "--drill", "offer-negotiation", "--format", "json").lines
    assert {each["drill"] for each in listed} == {"offer_negotiation"}
    assert len(listed) == 4
    assert "The drill: Write the bullet" in run("rubrics", "show", "resume_bullet").out
    ids = [each["id"] for each in run("rubrics", "list", "--drills", "--format", "json").lines]
    assert ids == list(Drills().ids())
    assert run("rubrics", "check").err == "no problems\n"


def test_an_offer_is_negotiated_over_several_turns(run: Run) -> None:
    result = run("practice", "--plain", "--question", "drill-offer-first-ai-pm", stdin=said(*TALK))
    assert result.code == 0
    assert "AI PM base $155-185k" in result.out
    assert "(AI PM vs ML PM: Role Responsibilities Compared for Career" in result.out
    pushes = result.out.count("\nThe other side: ") - 2  # the offer, and the closing line
    assert 3 <= pushes <= 5
    assert "The proposal: " in result.out
    added = result.out.partition("What each turn added")[2]
    assert "2. " in added
    assert "cash tied to a milestone" in added
    (row,) = run("history", "list", "--format", "json").lines
    assert (row["title"], row["status"], row["answers"]) == ("AI PM: offer negotiation", "scored", 1)


def test_a_negotiation_pauses_where_the_input_ends_and_goes_on_there(run: Run) -> None:
    result = run(
        "practice", "--plain", "--drill", "offer_negotiation", "--track", "ml_pm", "--seed", "1", stdin=said(TALK[0])
    )
    assert "Paused. Go on with: interviewer practice --plain --resume" in result.err
    again = run("practice", "--plain", "--resume", stdin=said(*TALK[1:]))
    assert "Going on where you were" in again.out
    assert TALK[0] in again.out
    assert "What each turn added" in again.out


def test_a_talk_that_is_ended_before_a_word_has_no_grade(run: Run) -> None:
    result = run("practice", "--plain", "--question", "drill-offer-first-ai-pm", stdin="/end\n")
    assert result.code == 0
    assert "Nothing was said, so there is nothing to grade." in result.err
    assert rows(run) == []


def test_a_drill_of_ones_own_must_be_one_that_exists(run: Run, home: Path) -> None:
    folder = home / "questions"
    folder.mkdir(parents=True)
    entry = '[[questions]]\nid = "mine"\ntrack = "ai_pm"\nprompt = "One line, please."\ndrill = "resume_bulet"\n'
    (folder / "own.toml").write_text(entry, encoding="utf-8")
    result = run("questions", "check")
    assert result.code == 1
    assert "own.toml:5: drill: there is no drill 'resume_bulet'" in result.out
    (folder / "own.toml").write_text(entry.replace("bulet", "bullet"), encoding="utf-8")
    grade = run("grade", "--question", "mine", "--format", "json", stdin=GOOD).json
    assert grade["rubric"]["id"] == "resume_bullet", "a question of one's own may belong to a drill"
