"""What `questions check` finds in questions that are well formed."""

from pathlib import Path

import pytest
from benchmarks.near_duplicates.__main__ import load_pairs

from interviewer.content.bank import Bank
from interviewer.content.coverage import WANTED, coverage
from interviewer.content.near_duplicates import NEAR, NearDuplicates, made_after
from interviewer.content.question_review import MOST_WORDS, review, weaknesses
from interviewer.domain.questions import TRACKS, Question


def question(prompt: str = "How do you set a launch bar?", question_id: str = "x", **fields: object) -> Question:
    return Question(**{"id": question_id, "track": "ai_pm", "prompt": prompt, **fields})  # type: ignore[arg-type]


def told(*questions: Question, own: bool = True) -> list[str]:
    return [
        f"{each.field}: {each.message}"
        for each in review(questions, lambda question_id: ("bank", 0), lambda question_id: own)
    ]


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank()


@pytest.fixture(scope="module")
def known(bank: Bank) -> NearDuplicates:
    return NearDuplicates(bank.questions())


class TestNearDuplicates:
    def test_those_judged_by_hand_are_mostly_told_apart(self, known: NearDuplicates) -> None:
        right: dict[str, list[bool]] = {}
        for pair in load_pairs():
            one, other = (Question(id=name, track="both", prompt=pair[name]) for name in ("one", "other"))
            right.setdefault(pair["how"], []).append((known.nearness(one, other) >= NEAR) == pair["same"])
        shares = {how: sum(found) / len(found) for how, found in right.items()}
        assert shares["light"] >= 0.9
        assert shares["reworded"] >= 0.7
        assert shares["close"] >= 0.8

    def test_other_figures_make_no_other_question(self) -> None:
        one = question("An agent gets each of ten steps right 97 % of the time. Is that good enough to sell?", "a")
        other = question("An agent gets each of 12 steps right 99 % of the time. Is that good enough to sell?", "b")
        assert [(near.one.id, near.other.id) for near in NearDuplicates([one, other]).pairs()] == [("a", "b")]

    @pytest.mark.parametrize(
        "fields", [{"track": "ml_pm"}, {"source": made_after("a")}, {"drill": "career_story"}], ids=str
    )
    def test_another_role_drill_or_origin_is_no_duplicate(self, fields: dict[str, str]) -> None:
        asked = "How do you set an alert threshold for fraud in payments?"
        known = NearDuplicates([question(asked, "a")])
        assert [near.other.id for near in known.near(question(asked, "b"))] == ["a"]
        assert known.near(question(asked, "b", **fields)) == []

    def test_what_all_prompts_of_a_drill_share_counts_for_nothing(self, bank: Bank, known: NearDuplicates) -> None:
        drills = {each.id for each in bank.questions() if each.drill}
        assert [near for near in known.pairs() if near.one.id in drills] == []

    def test_any_question_is_found_by_itself_as_by_all_pairs(self, bank: Bank) -> None:
        questions = bank.questions()[:60]
        known = NearDuplicates(questions)
        by_pairs = {frozenset((near.one.id, near.other.id)) for near in known.pairs(0.35)}
        by_each = {frozenset((each.id, near.other.id)) for each in questions for near in known.near(each, 0.35)}
        assert by_pairs == by_each
        assert by_pairs


class TestReview:
    def test_the_built_in_bank_has_no_weakness(self, bank: Bank) -> None:
        assert review(bank.questions(), bank.told_place, lambda question_id: False) == []

    def test_a_prompt_that_nobody_could_follow_by_ear(self) -> None:
        assert next(weaknesses(question("why " * (MOST_WORDS + 1)))) == (
            "prompt",
            "is too long to be asked aloud: 61 words, at most 60 can be kept in mind",
        )
        assert "has a sentence of 46 words" in next(weaknesses(question("why " * 45 + ". What? Who?")))[1]
        assert list(weaknesses(question("One short part. " * 15))) == []

    def test_points_that_only_repeat_the_prompt(self) -> None:
        expects = ("how you set a launch bar", "names a figure and who accepts it")
        assert told(question(expects=expects)) == [
            "expects[1]: only repeats the prompt: “how you set a launch bar” (question 'x')"
        ]

    def test_what_stands_twice(self) -> None:
        assert [field for field, _ in weaknesses(question(expects=("a b", "A, b!"), pitfalls=("c", "c")))] == [
            "expects[2]", "pitfalls[2]",
        ]  # fmt: skip

    def test_a_follow_up_that_two_questions_share_or_that_is_the_prompt(self) -> None:
        one = question("How do you set a launch bar?", "a", follow_ups=("Who decides?", "How do you set a launch bar"))
        other = question("Where do owls sleep in winter?", "b", follow_ups=("who decides",))
        assert told(one, other) == [
            "follow_ups[2]: is the prompt once more (question 'a')",
            "follow_ups[1]: is that of a too: “who decides” (question 'b')",
        ]

    def test_ones_own_question_is_named_rather_than_the_built_in_one(self, bank: Bank) -> None:
        mine = question("How would you ensure the fairness of a recommender system?", "mine")
        found = review([mine, *bank.questions()], bank.told_place, lambda question_id: question_id == "mine")
        assert [each.message for each in found] == [
            "asks much the same as ai-fairness-recommender (nearness 1.00) (question 'mine')"
        ]

    def test_questions_that_documents_quote_may_be_near_each_other(self, bank: Bank, known: NearDuplicates) -> None:
        near = [{each.one.id, each.other.id} for each in known.pairs(0.45)]
        assert near == [{"ml-tradeoff-latency-thirty-percent", "ml-tradeoff-accuracy-for-latency-or-cost"}]

    def test_a_built_in_question_must_be_complete(self) -> None:
        fields = {each.partition(":")[0] for each in told(question(), own=False)}
        assert fields == {"expects", "follow_ups", "pitfalls", "rounds", "competency", "signals"}

    def test_a_finding_in_a_file_names_the_line_of_the_field(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_text('[[questions]]\nid = "x"\ntrack = "ai_pm"\nprompt = "Why?"\nexpects = ["a", "a"]\n')
        bank = Bank(tmp_path, built_in=tmp_path / "none")
        (found,) = review(bank.questions(), bank.told_place, bank.is_own)
        assert (found.file, found.line, found.field) == (str(path), 5, "expects[2]")


class TestCoverage:
    def test_the_bank_has_the_shares_that_interviews_have(self, bank: Bank) -> None:
        for track in coverage(bank.questions(), bank.topics()).tracks:
            assert track.questions >= 150
            assert track.behavioural >= 20
            groups = {each.name: each for each in track.tables["group"]}
            assert groups.keys() == WANTED[track.track].keys()
            assert all(each.wanted is not None and abs(each.share - each.wanted) <= 1.5 for each in groups.values())

    def test_every_table_counts_every_question(self, bank: Bank) -> None:
        covered = coverage(bank.questions(), bank.topics())
        assert [each.track for each in covered.tracks] == list(TRACKS)
        for track in covered.tracks:
            for name in ("group", "topic", "kind", "difficulty", "competency"):
                assert sum(each.count for each in track.tables[name]) == track.questions, name
            assert all(each.count <= track.questions for each in track.tables["context"])
        assert sum(each.count for each in covered.drills) >= 40

    def test_unknown_topics_and_no_questions_are_counted_too(self) -> None:
        (ai, ml) = coverage([question(topic="owls")], []).tracks
        assert {each.name: each.count for each in ai.tables["topic"]} == {"owls": 1}
        assert {each.name for each in ai.tables["group"] if each.count} == {"other"}
        assert (ml.questions, ml.behavioural) == (0, 0.0)
