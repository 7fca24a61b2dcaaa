"""Lists of questions: what is read out of each format, what is there already, and what is wrong on which line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.content.bank import Bank
from interviewer.content.coverage import COMPETENCIES
from interviewer.content.import_plan import ImportPlan, plan_import
from interviewer.content.question_writing import as_text
from interviewer.domain.questions import KINDS, ROUNDS, Question
from interviewer.ports import ContentError

FORMATS = ("toml", "csv", "jsonl", "md")


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return Bank(tmp_path_factory.mktemp("own") / "questions")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return Bank(None, built_in=tmp_path_factory.mktemp("none"))


def planned(bank: Bank, text: str, form: str) -> ImportPlan:
    return plan_import("list", text, form, bank)


def new(plan: ImportPlan) -> list[Question]:
    assert plan.problems == []
    return [each.question for each in plan.new]


class TestTables:
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    @pytest.mark.parametrize(
        ("delimiter", "ends"), [(",", "\n"), (";", "\n"), ("\t", "\n"), (";", "\r\n"), ("|", "\n"), (";", "\r")]
    )
    def test_delimiters_marks_and_line_ends_are_told_apart(
        self, empty: Bank, mark: str, delimiter: str, ends: str
    ) -> None:
        rows = ["prompt{0}track{0}minutes", '"Why, for; whom?"{0}ai_pm{0}3', 'He said "so"?{0}ml_pm{0}']
        text = mark + ends.join(row.format(delimiter) for row in rows) + ends
        if delimiter in ",|":
            text = text.replace('He said "so"?', '"He said ""so""?"')
        first, second = new(planned(empty, text, "csv"))
        assert (first.prompt, first.track, first.minutes) == ("Why, for; whom?", "ai_pm", 3)
        assert (second.prompt, second.track, second.minutes) == ('He said "so"?', "ml_pm", 4)

    def test_quotes_newlines_lists_and_other_names_of_columns(self, empty: Bank) -> None:
        row = '"When do you\nretrain?";ml_pm;"a trigger|a cost";"Who?\nHow?";onsite, executive\n'
        text = f"Question;Role;Expects;Follow-up;Round\n{row}"
        (question,) = new(planned(empty, text, "csv"))
        assert question.prompt == "When do you\nretrain?"
        assert (question.expects, question.follow_ups) == (("a trigger", "a cost"), ("Who?", "How?"))
        assert question.rounds == ("onsite", "executive")

    def test_a_spreadsheets_own_note_on_its_delimiter_is_no_header(self, empty: Bank) -> None:
        (question,) = new(planned(empty, "sep=;\nprompt;track\nWhy?;both\n", "csv"))
        assert (question.prompt, question.track) == ("Why?", "both")

    def test_lines_are_counted_over_quoted_newlines(self, empty: Bank) -> None:
        text = 'prompt,track\n"One\n\n?",ai_pm\nTwo?,nobody\n'
        assert [str(each) for each in planned(empty, text, "csv").problems] == [
            "list:5: track: 'nobody' is not one of 'ai_pm', 'ml_pm' or 'both'"
        ]


class TestMarkdown:
    def test_headings_become_track_kind_and_topic_where_they_match(self, bank: Bank) -> None:
        text = """# Notes of mine
Some words about them.

## AI PM
### Ethics questions
- May we train on the lullabies of strangers?
### Go to market
1. Which ten zoos do you ring first?
## Machine learning teams
* Where do the owls' labels come from?
  over two lines
### ML PM
+ [ ] Which owl is labelled worst, and who says so?
"""
        plan = plan_import("list", text, "md", bank, "both")
        found = [(each.prompt, each.track, each.kind, each.topic) for each in new(plan)]
        assert found == [
            ("May we train on the lullabies of strangers?", "ai_pm", "ethics", "own"),
            ("Which ten zoos do you ring first?", "ai_pm", "behavioural", "go_to_market"),
            ("Where do the owls' labels come from? over two lines", "both", "behavioural", "own"),
            ("Which owl is labelled worst, and who says so?", "ml_pm", "behavioural", "own"),
        ]
        assert plan.left_out == 1

    def test_a_questions_own_list_holds_its_fields(self, empty: Bank) -> None:
        fields = "  - track: ml_pm\n  - Expects: a cost,\n    and who pays\n  - expects: a date\n  - **minutes**: 7\n"
        text = f"- Why?\n{fields}"
        (question,) = new(planned(empty, text, "md"))
        assert (question.track, question.minutes) == ("ml_pm", 7)
        assert question.expects == ("a cost, and who pays", "a date")

    def test_what_stands_under_a_question_must_say_what_it_is(self, empty: Bank) -> None:
        (problem,) = plan_import("list", "- Why?\n  - because\n", "md", empty, "both").problems
        assert (problem.line, "say what it is" in problem.message) == (2, True)

    def test_code_and_paragraphs_are_left_out(self, empty: Bank) -> None:
        text = "```\n- not a question\n```\n- Why?\n\nThat was all.\n"
        plan = plan_import("list", text, "md", empty, "both")
        assert ([each.prompt for each in new(plan)], plan.left_out) == (["Why?"], 2)


class TestPlan:
    def test_what_the_bank_or_the_list_has_already_is_left_out(self, bank: Bank) -> None:
        text = (
            '{"prompt": "how do you ensure FAIRNESS in a recommendation system", "track": "ai_pm"}\n'
            '{"prompt": "Which owl?", "track": "ml_pm"}\n{"prompt": "Which owl?", "track": "both"}\n'
            '{"prompt": "Which owl?", "track": "ai_pm"}\n'
        )
        plan = planned(bank, text, "jsonl")
        assert [(each.line, each.of) for each in plan.duplicates] == [
            (1, "ai-fairness-recommender"),
            (3, "own-owl"),
        ]
        assert [(each.line, each.question.track) for each in plan.new] == [(2, "ml_pm"), (4, "ai_pm")]

    def test_one_that_asks_much_the_same_is_added_and_named(self, bank: Bank) -> None:
        text = '{"prompt": "How would you ensure the fairness of a recommender system?", "track": "ai_pm"}\n'
        (found,) = planned(bank, text, "jsonl").new
        assert found.like == "ai-fairness-recommender"

    def test_an_id_of_another_question_is_refused(self, bank: Bank) -> None:
        text = (
            '{"id": "ai-fairness-recommender", "prompt": "Which owl?", "track": "ai_pm"}\n'
            '{"id": "a", "prompt": "Which hen?", "track": "ai_pm"}\n'
            '{"id": "a", "prompt": "Which cock?", "track": "ai_pm"}\n'
        )
        plan = planned(bank, text, "jsonl")
        assert [(each.line, each.field) for each in plan.problems] == [(1, "id"), (3, "id")]
        assert ("in the bank" in plan.problems[0].message, "in this file" in plan.problems[1].message) == (True, True)

    def test_all_or_nothing_also_where_two_import_at_once(self, tmp_path: Path) -> None:
        one, other = (Bank(tmp_path / "questions", built_in=tmp_path / "none") for _ in range(2))
        questions = [each.question for each in planned(one, "prompt,track\nWhy?,both\nWho?,both\n", "csv").new]
        other.save_own(questions[1])
        with pytest.raises(ContentError, match="is in use by now: nothing was added"):
            one.add_own(questions, "list.csv")
        assert [each.id for each in Bank(tmp_path / "questions", built_in=tmp_path / "none").questions()] == [
            questions[1].id
        ]

    def test_each_import_has_a_file_of_its_own(self, tmp_path: Path) -> None:
        bank = Bank(tmp_path / "questions", built_in=tmp_path / "none")
        paths = [
            bank.add_own([Question(id=f"q{number}", track="both", prompt=f"Why {number}?")], "../../my list.CSV")
            for number in range(2)
        ]
        assert [each.relative_to(tmp_path / "questions").name for each in paths] == ["my-list.toml", "my-list-2.toml"]


PRINTED = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
TEXT = st.one_of(
    PRINTED,
    st.lists(st.sampled_from(["a", " ", "\n", "|", ",", ";", '"', "'", "[", "]", "- ", "# ", ": ", "\\", "=", "+", "@",
                              "\t", "é"]), min_size=1, max_size=12).map("".join),
).filter(str.strip)  # fmt: skip
NAMED = st.from_regex(r"[a-z]{1,8}(_[a-z]{1,8})?", fullmatch=True)
QUESTIONS = st.builds(
    Question,
    id=st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True),
    track=st.sampled_from(["ai_pm", "ml_pm", "both"]),
    prompt=TEXT,
    kind=st.sampled_from(KINDS),
    topic=NAMED,
    rounds=st.lists(st.sampled_from(ROUNDS), unique=True, max_size=2).map(tuple),
    difficulty=st.integers(1, 3),
    minutes=st.integers(1, 30),
    expects=st.lists(TEXT, max_size=3).map(tuple),
    pitfalls=st.lists(TEXT, max_size=2).map(tuple),
    follow_ups=st.lists(TEXT, max_size=2).map(tuple),
    competency=st.sampled_from([None, *COMPETENCIES]),
    source=TEXT.filter(lambda text: text == text.strip()),
)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=50)
@given(
    st.lists(QUESTIONS, min_size=1, max_size=3, unique_by=(lambda each: each.id, lambda each: each.prompt.casefold()))
)
def test_what_is_exported_is_imported_the_same(empty: Bank, form: str, questions: list[Question]) -> None:
    plan = planned(empty, as_text(questions, form), form)
    read = {each.question.id: each.question for each in plan.new}
    left = {each.id for each in questions} - read.keys()
    assert plan.problems == []
    assert [read[each.id] for each in questions if each.id in read] == [each for each in questions if each.id in read]
    assert len(left) == len(plan.duplicates)


@pytest.mark.parametrize("form", FORMATS)
def test_the_whole_bank_survives_the_way_round(bank: Bank, empty: Bank, form: str) -> None:
    questions = list(bank.questions())
    read = {each.id: each for each in new(planned(empty, as_text(questions, form), form))}
    assert [read[each.id] for each in questions] == questions


@pytest.mark.parametrize("form", FORMATS)
@given(st.text(max_size=200))
def test_no_text_at_all_raises(empty: Bank, form: str, text: str) -> None:
    plan = planned(empty, text, form)
    assert all("\n" not in str(each) for each in plan.problems)
