"""Two answers to one question: which grades are compared, how the texts are laid, and the screen."""

import dataclasses

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from textual.content import Content

from interviewer.domain.difference import difference
from interviewer.domain.grades import GraderRef
from interviewer.domain.transcripts import Answer, StoredGrade
from interviewer.tui.compare import comparable
from interviewer.tui.compare_blocks import arithmetic_of, score_blocks, word_blocks
from interviewer.tui.compare_head import side_lines
from interviewer.tui.compare_rows import plain_text, rows
from interviewer.tui.screens.compare import CompareScreen
from interviewer.tui.screens.transcript import TranscriptScreen
from interviewer.tui.widgets.block_view import Block
from tests.practice.kit import grade
from tests.tui.history_kit import FIRST, MODEL, SECOND, given, scored, two_tries
from tests.tui.kit import NOON, RUBRICS, AppPilot, Kit, said, screen_text, until

WORDS = st.lists(
    st.sampled_from(["I", "chose", "exposure", ".", "sellers", "12", "%", "churn", "!", "?", "\n\n", "they"]),
    max_size=40,
)


def text_of(blocks: list[Block], width: int = 76) -> str:
    return "\n".join(line.plain.rstrip() for block in blocks for line in block.lines(width))


# which grades


def stored(*grades: object) -> tuple[StoredGrade, ...]:
    return tuple(StoredGrade(answer_id="a", created_at=NOON, grade=each) for each in grades)  # type: ignore[arg-type]


def test_the_newest_two_scores_by_one_grader_are_compared() -> None:
    offline, model = grade(2.0), dataclasses.replace(grade(3.0), grader=MODEL)
    later = grade(4.0)
    assert comparable(stored(offline, model), stored(later)) == (offline, later)
    assert comparable(stored(offline, model), stored(later, model)) == (model, model)
    newest = grade(2.5)
    assert comparable(stored(offline, newest), stored(later))[0] is newest


def test_where_no_grader_scored_both_the_newest_score_of_each_is_taken_and_unscored_ones_never() -> None:
    offline, model = grade(2.0), dataclasses.replace(grade(3.0), grader=MODEL)
    unscored = dataclasses.replace(grade(3.0), status="unscored", overall=None)
    assert comparable(stored(offline), stored(model)) == (offline, model)
    assert comparable(stored(unscored), stored(model)) == (None, model)
    assert comparable((), ()) == (None, None)


# the scores


def test_the_sum_shows_what_each_signal_brought() -> None:
    before = grade({"market_impact": 2.0, "user_empathy": 3.0, "technical_fluency": 3.0})
    after = grade({"market_impact": 4.0, "user_empathy": 2.0, "technical_fluency": 3.0})
    assert arithmetic_of(before, after) == "0.45 × (+2.0) + 0.30 × (-1.0) + 0.25 × 0 = +0.60"


def test_where_rounding_shows_in_the_sum_it_is_told() -> None:
    before = grade({"market_impact": 1.5, "user_empathy": 1.9, "technical_fluency": 1.8})
    after = grade({"market_impact": 3.2, "user_empathy": 4.5, "technical_fluency": 4.6})
    assert arithmetic_of(before, after).endswith("= +2.25, rounded +2.2")


def test_checks_won_and_lost_stand_under_the_signal_they_moved() -> None:
    before = grade(2.0, ["user_problem", "collective_only"])
    after = grade(3.0, ["business_result"])
    change = difference(before, after)
    assert change is not None
    text = text_of(score_blocks(change, before, after, RUBRICS.rubric("ai_pm")), 110)
    impact, empathy = text.index("Market impact"), text.index("User empathy")
    won = RUBRICS.rubric("ai_pm").signals[0].checks[0]
    assert impact < text.index("+3 won") < empathy
    assert won.statement[:40] in text
    assert empathy < text.index("-3 lost")
    assert "No longer: " in text, "a fault that went is named as one"
    assert "level 2 → 3 · checks 2.0 → 3.0 · weight 0.45" in text


# the words


@drawn(WORDS, WORDS)
def test_however_texts_differ_the_rows_hold_every_character_of_both(before: list[str], after: list[str]) -> None:
    old, new = " ".join(before), " ".join(after)
    laid = rows(old, new)
    assert "".join(plain_text(row.before) for row in laid) == old
    assert "".join(plain_text(row.after) for row in laid) == new
    for row in laid:
        kept = ["".join(each.text.split()) for each in (*row.before, *row.after) if each.changed]
        assert all(kept), "nothing but blanks is no change"


def test_a_sentence_that_stayed_stands_between_two_changes_as_a_row_of_its_own() -> None:
    laid = rows("I was late. We shipped it in May. It failed.", "I was early. We shipped it in May. It worked.")
    assert [row.changed for row in laid] == [True, False, True]
    assert plain_text(laid[1].before).strip() == "We shipped it in May."


def test_own_words_are_bracketed_by_side_so_that_no_colour_is_needed() -> None:
    text = text_of(word_blocks(rows("We set a limit of 3 %.", "I set a limit of 5 %.")))
    assert "- [-We] set a limit of [-3] %." in text
    assert "+ [+I] set a limit of [+5] %." in text


def test_where_there_is_room_the_two_stand_side_by_side() -> None:
    blocks = word_blocks(rows("We set a limit of 3 %.", "I set a limit of 5 %."))
    wide = text_of(blocks, 110)
    assert "- [-We] set a limit of [-3] %." in wide
    line = next(each for each in wide.splitlines() if "[-We]" in each)
    assert "│ + [+I] set a limit of [+5] %." in line
    assert all(len(each) <= 110 for each in wide.splitlines())


def test_equal_texts_are_said_to_be_equal() -> None:
    assert text_of(word_blocks(rows(FIRST, FIRST))).startswith("The two have the same words.")


def test_text_stays_text_in_both_columns() -> None:
    nasty = "[bold]x[/] \x1b[2J \u202e"
    shown = text_of(word_blocks(rows(nasty, f"{nasty} more")), 110)
    assert "[bold]x[/] \\x1b[2J \\u202e" in shown
    assert "\x1b" not in shown


def test_two_very_long_answers_are_laid_within_a_moment() -> None:
    old = " ".join(f"Sentence {number} of a long answer." for number in range(1500))
    laid = rows(old, old.replace("Sentence 700 ", "Sentence seven hundred "))
    assert [row.changed for row in laid].count(True) == 1


# the screen


async def compared(pilot: AppPilot, before: Answer, after: Answer) -> CompareScreen:
    screen = CompareScreen(before.id, after.id)
    await pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.pair is not None, "the comparison")
    await pilot.pause()
    return screen


async def test_the_screen_names_both_and_shows_scores_checks_and_words(kit: Kit) -> None:
    first, second = two_tries(kit)
    async with kit.run(size=(120, 60)) as pilot:
        await compared(pilot, first, second)
        assert said(pilot.app, "Earlier 14 Mar 07:00 · try 1 of 2 · ")
        assert said(pilot.app, "Later 14 Mar 10:00 · try 2 of 2")
        assert said(pilot.app, "0.45 × (+2.0) + 0.30 × (-1.0) + 0.25 × 0 = +0.60")
        assert said(pilot.app, "[+I chose exposure as what] fair [+means].")


@pytest.mark.parametrize("width", [80, 120])
async def test_nothing_above_the_comparison_is_cut(kit: Kit, width: int) -> None:
    """The question to its end, both word counts, both graders, whatever the model is called."""
    first, second = two_tries(kit)
    for answer in (first, second):
        scored(kit, answer.id, 1.5, grader=GraderRef(kind="llm", model="a-long-model-name-32b", effort="thorough"))
    async with kit.run(size=(width, 24)) as pilot:
        await compared(pilot, first, second)
        head = screen_text(pilot.app).split("What moved")[0]
        assert "…" not in head
        told = " ".join(head.split())
        assert first.question.prompt in told
        for answer in (first, second):
            assert f"{len(answer.text.split())} words" in told
        assert told.count("a-long-model-name-32b, thorough effort") == (1 if width == 80 else 2)
        assert ("Both a-long-model-name-32b" in told) == (width == 80)


async def test_a_question_too_long_for_its_lines_stands_below_in_full(kit: Kit) -> None:
    first, second = two_tries(kit)
    prompt = " ".join(f"And what about case {number}?" for number in range(30))
    for answer in (first, second):
        changed = dataclasses.replace(answer.question, prompt=prompt)
        kit.store.save_answer(dataclasses.replace(answer, id=answer.id.replace("0", "a"), question=changed))
    async with kit.run(size=(80, 60)) as pilot:
        await compared(pilot, *(dataclasses.replace(each, id=each.id.replace("0", "a")) for each in (first, second)))
        assert screen_text(pilot.app).index("…") < screen_text(pilot.app).index("The question")
        assert said(pilot.app, prompt)


@drawn(st.lists(st.text("ab c", min_size=1, max_size=30), min_size=1, max_size=6), st.integers(20, 140))
def test_what_is_known_of_a_side_is_broken_between_two_facts(parts: list[str], width: int) -> None:
    lines = [each.plain for each in side_lines("Later", parts, Content("4.1  YES"), width)]
    assert all(len(each) <= width for each in lines if max(map(len, parts)) <= width - 30)
    if width >= 60:
        assert "4.1  YES" in lines[0]
        first = lines[0].removeprefix("Later").removesuffix("4.1  YES")
        assert "".join("·".join([first, *lines[1:]]).split()) == "".join("·".join(parts).split())


async def test_keys_go_from_change_to_change_and_from_try_to_try(kit: Kit) -> None:
    first, second = two_tries(kit)
    oldest = given(kit, "The very first one.", 9)
    async with kit.run(size=(80, 24)) as pilot:
        screen = await compared(pilot, first, second)
        view = screen.query_one("#compare")
        await pilot.press("n")
        at = view.scroll_offset.y
        assert at > 0
        await pilot.press("p")
        assert view.scroll_offset.y <= at
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: screen.before_id == oldest.id and said(pilot.app, "try 1 of 3"))
        assert said(pilot.app, "Only the words are compared: the earlier one has no score.")
        await pilot.press("left_square_bracket")
        assert screen.before_id == oldest.id, "there is none older"
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: screen.before_id == first.id)
        await pilot.press("right_square_bracket")
        assert screen.before_id == first.id, "the later one is not compared with itself"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))


async def test_two_graders_are_not_silently_compared(kit: Kit) -> None:
    first, second = given(kit, FIRST, 5), given(kit, SECOND, 2)
    scored(kit, first.id, 2.0)
    scored(kit, second.id, 4.0, grader=MODEL)
    async with kit.run(size=(120, 36)) as pilot:
        await compared(pilot, first, second)
        assert said(pilot.app, "The two were not graded by the same grader.")


async def test_an_answer_that_is_gone_is_told(kit: Kit) -> None:
    first, second = two_tries(kit)
    kit.store.archive.purge([first.id])
    async with kit.run() as pilot:
        await pilot.app.push_screen(CompareScreen(first.id, second.id))
        await until(pilot, lambda: said(pilot.app, "one of the two answers is no longer there"))


async def test_it_bears_a_very_small_terminal(kit: Kit) -> None:
    first, second = two_tries(kit)
    async with kit.run(size=(40, 12)) as pilot:
        await compared(pilot, first, second)
        await pilot.press("n", "end", "home", "pagedown")
        assert said(pilot.app, "Earlier")
