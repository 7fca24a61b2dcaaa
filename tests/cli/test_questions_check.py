"""`questions check`: weaknesses beside mistakes, in the bank and in files, and what the bank covers."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

GOOD = '[[questions]]\nid = "owl"\ntrack = "ml_pm"\nprompt = "Which owl is labelled worst?"\n'


def test_a_file_is_held_against_the_bank_and_itself(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        GOOD + 'follow_ups = ["Who?", "who"]\n'
        + GOOD.replace('"owl"', '"hen"').replace("Which owl is", "Which of the owls is")
        + '[[questions]]\nid = "ai-fairness-recommender"\ntrack = "ai_pm"\nprompt = "Which hen?"\n'
    )  # fmt: skip
    result = run("questions", "check", str(path))
    assert result.code == 1
    assert [line.removeprefix(f"{path}:") for line in result.out.splitlines()] == [
        "10: id: 'ai-fairness-recommender' is used twice: give it another id",
        "5: follow_ups[2]: stands there twice (question 'owl')",
        "9: prompt: asks much the same as owl (nearness 0.62) (question 'hen')",
    ]


def test_a_file_of_ones_own_or_of_the_bank_is_no_duplicate_of_itself(run: Run, home: Path) -> None:
    run("questions", "add", "--track", "ml_pm", "--prompt", "Which owl is labelled worst?")
    own = run("questions", "check", str(home / "questions" / "own.toml"))
    assert (own.code, own.out) == (0, "")
    built_in = Path(__file__).parents[2] / "question_bank" / "ai_pm" / "ethics.toml"
    assert run("questions", "check", str(built_in)).code == 0


def test_json_has_every_problem_with_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + 'expects = ["the owl is labelled worst"]\n')
    result = run("questions", "check", str(path), "--format", "json")
    (problem,) = result.json["problems"]
    assert (result.code, result.json["questions"]) == (1, 1)
    assert (problem["file"], problem["line"], problem["field"]) == (str(path), 5, "expects[1]")


class TestCoverage:
    def test_text_has_both_roles_with_shares_and_what_is_wanted(self, run: Run) -> None:
        result = run("questions", "check", "--coverage")
        assert result.code == 0
        for part in (
            "AI PM: ",
            "ML PM: ",
            "behavioural",
            "(at least 20 % wanted)",
            "  competency",
            "  context",
            "Drills: ",
        ):
            assert part in result.out
        assert max(map(len, result.out.splitlines())) <= 80

    def test_json_has_the_same_counts(self, run: Run) -> None:
        (ai, ml) = run("questions", "check", "--coverage", "--format", "json").json["tracks"]
        assert (ai["track"], ml["track"]) == ("ai_pm", "ml_pm")
        assert {"name", "count", "share", "wanted"} == set(ai["tables"]["group"][0])
        assert sum(each["count"] for each in ml["tables"]["difficulty"]) == ml["questions"]

    def test_it_counts_the_bank_and_no_files(self, run: Run) -> None:
        result = run("questions", "check", "x.toml", "--coverage")
        assert (result.code, result.err.count("\n")) == (2, 1)


class TestList:
    @pytest.mark.parametrize(
        ("words", "least"), [("AGENT refund", 2), ("ml-drift", 10), ("evaluation", 15), ("no such words", 0)]
    )
    def test_search_wants_every_word(self, run: Run, words: str, least: int) -> None:
        found = run("questions", "list", "--search", words, "--format", "json").lines
        assert len(found) >= least
        for each in found:
            text = f"{each['prompt']} {each['topic']} {each['kind']} {each['drill']} {each['id']}".casefold()
            assert all(word in text for word in words.casefold().split())
        assert (least == 0) == (found == [])

    def test_an_unknown_pack_is_told(self, run: Run) -> None:
        result = run("questions", "list", "--pack", "owls")
        assert (result.code, "--pack: there is no pack 'owls'" in result.err) == (2, True)
