"""`interviewer grade` for one answer: its JSON, its text, and everything that can be wrong with its input."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.content.examples import load_example
from interviewer.domain.questions import TRACKS
from tests.cli.conftest import Result, Run

FAIRNESS = "ai-fairness-recommender"
ANSWER = (
    "I set a gap of five points between the two groups as the bar for launch, because a seller outside it lost a third "
    "of her orders in the pilot. I rejected the cheaper fix, a manual boost, since nobody would have watched it. After "
    "eight weeks the gap fell from 19 to 4 points and complaints halved. If it passes 5 again I switch the old ranking "
    "back on."
)
BANDS = ((1.8, "strong_no"), (2.6, "no"), (3.4, "mixed"), (4.2, "yes"), (5.1, "strong_yes"))

# The documented shape: a type, a tuple of alternatives, a dict of fields, or a list of one kind of entry.
CHECK = {
    "id": str, "polarity": {"positive", "negative"}, "verdict": {"met", "not_met"}, "points": int, "reason": str,
    "evidence": [{"start": int, "end": int, "quote": str}],
}  # fmt: skip
HABIT = {"id": {"specificity", "ownership"}, "score": float, "level": int, "check_score": float, "checks": [CHECK]}
SHAPE: dict[str, Any] = {
    "schema_version": {1},
    "grade_id": str,
    "id": (None, str),
    "status": {"scored"},
    "reason": (None,),
    "track": set(TRACKS),
    "question": {"id": (None, str), "prompt": str},
    "rubric": {"id": str, "sha256": str},
    "grader": {
        "kind": {"offline", "llm"}, "model": (None, str), "effort": (None, str),
        "score_by": {"level", "checks", "mean"}, "prompt_version": (None, str),
    },
    "gate": {"passed": bool, "reason": str},
    "overall": {
        "score": float, "vote": {vote for _, vote in BANDS}, "capped_by": (None, str), "confidence": {"high", "low"},
    },
    "signals": [{"id": str, "weight": float, "score": float, "level": int, "check_score": float, "checks": [CHECK]}],
    "habits": [HABIT],
    "other_track": {"track": set(TRACKS), "score": float},
    "feedback": {
        "fix_first": str, "strengths": [str], "improvements": [str], "stronger_version": str, "follow_up": str,
    },
    "notices": [str],
    "usage": {
        "requests": int, "input_tokens": int, "cached_tokens": int, "output_tokens": int, "cost": (None, float),
    },
}  # fmt: skip


def assert_shape(value: Any, shape: Any, where: str = "grade") -> None:
    if isinstance(shape, dict):
        assert list(value) == list(shape), where
        for name, inner in shape.items():
            assert_shape(value[name], inner, f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for index, each in enumerate(value):
            assert_shape(each, shape[0], f"{where}[{index}]")
    elif isinstance(shape, set):
        assert value in shape, where
    elif isinstance(shape, tuple):
        assert value is None or type(value) in shape, where
    else:
        assert type(value) is shape or (shape is float and type(value) is int), (where, value)


def assert_sound(grade: dict[str, Any], answer: str) -> None:
    """Offsets match, the arithmetic is right, and the vote is in its band or says what capped it."""
    dimensions = [*grade["signals"], *grade["habits"]]
    for dimension in dimensions:
        assert 1 <= dimension["score"] <= 5
        assert round(dimension["score"], 1) == dimension["score"]
        for check in dimension["checks"]:
            for evidence in check["evidence"]:
                assert answer[evidence["start"] : evidence["end"]] == evidence["quote"]
            if check["polarity"] == "positive" and check["verdict"] == "met":
                assert check["evidence"], check["id"]
    total = sum(each["weight"] * each["score"] for each in grade["signals"])
    assert abs(sum(each["weight"] for each in grade["signals"]) - 1) < 1e-9
    assert abs(total - grade["overall"]["score"]) <= 0.051
    band = next(vote for below, vote in BANDS if grade["overall"]["score"] < below)
    assert grade["overall"]["vote"] == band or grade["overall"]["capped_by"] or not grade["gate"]["passed"]


def grade_json(run: Run, answer: str, *argv: str) -> dict[str, Any]:
    argv = argv or ("--question", FAIRNESS)
    result = run("grade", *argv, "--format", "json", stdin=answer)
    assert result.code == 0, result.err
    grade: dict[str, Any] = result.json
    return grade


class TestJson:
    def test_it_has_the_documented_fields_in_their_order(self, run: Run) -> None:
        assert_shape(grade_json(run, ANSWER), SHAPE)

    @pytest.mark.parametrize("track", TRACKS)
    def test_a_question_of_ones_own_has_no_id(self, run: Run, track: str) -> None:
        grade = grade_json(run, ANSWER, "--track", track, "--prompt", "How do you keep a ranking fair?")
        assert_shape(grade, SHAPE)
        assert grade["question"] == {"id": None, "prompt": "How do you keep a ranking fair?"}
        assert grade["track"] == track
        assert grade["other_track"]["track"] != track

    def test_offsets_arithmetic_and_vote_are_sound(self, run: Run) -> None:
        assert_sound(grade_json(run, ANSWER), ANSWER)

    @pytest.mark.parametrize(
        "answer",
        [f"\ufeff{ANSWER}", ANSWER.replace(". ", ".\r\n"), f"\n\n\t{ANSWER}  \n", f"👩‍🚀 é {ANSWER}"],
        ids=["byte order mark", "line ends", "blanks", "emoji"],
    )
    def test_offsets_count_in_the_answer_as_it_was_given(self, run: Run, answer: str) -> None:
        grade = grade_json(run, answer)
        assert_sound(grade, answer.removeprefix("\ufeff"))
        assert any(check["evidence"] for each in grade["signals"] for check in each["checks"])

    def test_the_same_answer_has_the_same_grade(self, run: Run) -> None:
        assert grade_json(run, ANSWER) == grade_json(run, ANSWER)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
    @given(answer=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=400))
    def test_any_text_at_all_gets_a_sound_grade(self, run: Run, answer: str) -> None:
        result = run("grade", "--question", FAIRNESS, "--format", "json", stdin=answer)
        assert "Traceback" not in result.err
        grade = result.json
        if grade["status"] == "scored":
            assert_sound(grade, answer.removeprefix("\ufeff"))
            assert grade["overall"]["score"] <= 2.6
        else:
            assert result.code == 1
            assert grade["reason"]

    def test_fifty_thousand_words_are_graded(self, run: Run) -> None:
        answer = " ".join([ANSWER] * 850)
        assert len(answer.split()) > 50_000
        assert_sound(grade_json(run, answer), answer)


class TestWhereTheAnswerComesFrom:
    def test_a_file_a_dash_and_nothing_are_the_same(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "answer.txt"
        path.write_text(ANSWER)
        results = [
            run("grade", "--question", FAIRNESS, str(path)),
            run("grade", "--question", FAIRNESS, "-", stdin=ANSWER),
            run("grade", "--question", FAIRNESS, stdin=ANSWER),
        ]
        assert [each.code for each in results] == [0, 0, 0]
        assert results[0].out == results[1].out == results[2].out

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0", ":1: not UTF-8 text"),
            ("fine\ncafé".encode("latin-1"), ":2: not UTF-8 text"),
            (b"one\ntwo\0three", ":2: not text (it holds zero bytes)"),
            ("ANSWER".encode("utf-16"), ":1: not UTF-8 text"),
        ],
    )
    def test_bytes_that_are_no_text_are_bad_input(self, run: Run, tmp_path: Path, content: bytes, told: str) -> None:
        path = tmp_path / "answer.bin"
        path.write_bytes(content)
        result = run("grade", "--question", FAIRNESS, str(path))
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert f"{path}{told}" in result.err
        from_stdin = run("grade", "--question", FAIRNESS, stdin=content)
        assert (from_stdin.code, from_stdin.out) == (2, "")
        assert f"standard input{told}" in from_stdin.err

    @pytest.mark.parametrize(
        ("name", "told"), [("missing.txt", "there is no such file"), (".", "is a folder"), ("a\0b", "cannot be read")]
    )
    def test_a_file_that_cannot_be_read_is_named(self, run: Run, tmp_path: Path, name: str, told: str) -> None:
        path = f"{tmp_path}/{name}"
        result = run("grade", "--question", FAIRNESS, path)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert told in result.err

    def test_a_file_too_large_to_be_an_answer_is_not_read(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "film.mkv"
        with path.open("wb") as file:
            file.truncate(3 * 1024**3)
        result = run("grade", "--question", FAIRNESS, str(path))
        assert (result.code, result.out) == (2, "")
        assert "larger than" in result.err

    @pytest.mark.parametrize("answer", ["", " \n\t\n"])
    def test_an_empty_answer_is_never_a_good_one(self, run: Run, answer: str) -> None:
        result = run("grade", "--question", FAIRNESS, "--format", "json", stdin=answer)
        grade = result.json
        if grade["status"] == "unscored":
            assert result.code == 1
        else:
            assert grade["overall"]["score"] <= 1.9
            assert grade["overall"]["vote"] == "strong_no"

    def test_the_example_is_middling_and_sound(self, run: Run) -> None:
        result = run("grade", "--example", "--format", "json")
        grade = result.json
        assert result.code == 0
        assert_shape(grade, SHAPE)
        assert 1.8 <= grade["overall"]["score"] <= 4.2
        from interviewer.content.bank import Bank

        assert_sound(grade, load_example(Bank()).answer)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ([], "nothing to grade"),
        (["answer.txt"], "nothing to grade"),
        (["--question", "ai-fairness-recomender"], "did you mean 'ai-fairness-recommender'"),
        (["--question", "nothing like any id at all"], "interviewer questions list"),
        (["--question", FAIRNESS, "--track", "ml_pm"], "is a question for AI PMs"),
        (["--question", FAIRNESS, "--prompt", "Why?"], "exclude each other"),
        (["--question", FAIRNESS, "--example"], "exclude each other"),
        (["--prompt", "Why?"], "--track"),
        (["--track", "ai_pm", "--prompt", "  "], "question"),
        (["--example", "answer.txt"], "takes no answer file"),
        (["--example", "--track", "ai_pm"], "--track"),
        (["--example", "--out", "x"], "--out: is for --batch"),
        (["--example", "--concurrency", "2"], "--concurrency: is for --batch"),
        (["--example", "--record", "a", "--replay", "b"], "exclude each other"),
        (["--example", "--record", "a"], "needs --grader llm"),
        (["--example", "--replay", "a"], "needs --grader llm"),
        (["--batch", "missing.jsonl"], "missing.jsonl: there is no such file"),
        (["--example", "--base-url", "localhost:11434"], "--base-url: 'localhost:11434' is not an address"),
        (["--question", "evil\x1b[2J"], "\\x1b[2J"),
    ],
)
def test_wrong_usage_is_one_line_that_names_the_flag(run: Run, argv: list[str], told: str) -> None:
    result = run("grade", *argv, stdin=ANSWER)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err
    assert "\x1b" not in result.err


def test_flags_for_a_model_are_said_to_do_nothing_offline(run: Run) -> None:
    result = run("grade", "--example", "--model", "m", "--effort", "quick")
    assert result.code == 0
    assert "--effort, --model has no effect on the offline grader" in result.err


def test_offline_nothing_would_be_sent(run: Run) -> None:
    assert run("grade", "--example", "--show-request", "--format", "json").json == []
    shown = run("grade", "--example", "--show-request")
    assert (shown.code, shown.out.startswith("Nothing would be sent")) == (0, True)


class TestText:
    def text(self, run: Run, answer: str = ANSWER, *argv: str) -> Result:
        return run("grade", *(argv or ("--question", FAIRNESS)), stdin=answer)

    def test_it_shows_the_arithmetic_the_vote_the_evidence_and_the_fix(self, run: Run) -> None:
        grade = grade_json(run, ANSWER)
        text = self.text(run).out
        overall = grade["overall"]
        terms = " + ".join(f"{each['weight']:.2f} × {each['score']:.1f}" for each in grade["signals"])
        assert f"{terms} = {overall['score']:.1f}" in text
        assert f"{overall['score']:.1f} of 5, vote: {overall['vote'].replace('_', ' ')}" in text
        assert "offline" in text
        flat = " ".join(text.split())
        assert " ".join(grade["feedback"]["fix_first"].split()) in flat
        quotes = [e["quote"] for each in grade["signals"] for c in each["checks"] for e in c["evidence"]]
        assert quotes
        assert all(" ".join(quote.split())[:100] in flat for quote in quotes)
        assert text.index("Overall") < text.index("Fix first") < text.index("Market impact")

    @pytest.mark.parametrize(
        "answer", [ANSWER, "word " * 2000, "x" * 5000, ""], ids=["usual", "long", "one word", "empty"]
    )
    def test_it_fits_eighty_columns(self, run: Run, answer: str) -> None:
        assert max(map(len, self.text(run, answer).out.splitlines())) <= 80

    def test_no_escape_of_an_answer_reaches_the_terminal(self, run: Run) -> None:
        answer = ANSWER.replace("I set", "I set \x1b[31m\x1b]0;owned\x07\x9b2J\u202e")
        for form in ("text", "json"):
            result = run("grade", "--track", "ai_pm", "--prompt", "Fair\x1b[2J?", "--format", form, stdin=answer)
            assert result.code == 0
            assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.out + result.err) is None

    def test_it_says_what_capped_the_vote(self, run: Run) -> None:
        answer = (
            ANSWER.replace("I set", "It was set")
            .replace("I rejected", "They rejected")
            .replace("I switch", "they switch")
        )
        grade = grade_json(run, answer)
        text = self.text(run, answer).out
        assert ("nobody could say what you decided" in " ".join(text.split())) == (
            grade["overall"]["capped_by"] == "ownership"
        )

    def test_the_example_is_shown_with_its_answer(self, run: Run) -> None:
        result = run("grade", "--example")
        assert "bilingual pupils" in result.out
        assert (result.code, result.err) == (0, "")


def test_grading_leaves_nothing_behind(run: Run, home: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    grade_json(run, ANSWER)
    assert sorted(tmp_path.iterdir()) == before
    assert not home.exists()


def test_json_is_one_document_even_with_other_scripts(run: Run) -> None:
    result = run("grade", "--track", "ml_pm", "--prompt", "何?", "--format", "json", stdin="日本語の答え。" * 20)
    assert json.loads(result.out)["question"]["prompt"] == "何?"
