"""The parts of the history without a screen: the window over a query, filters, places, what a key makes of a text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from interviewer.domain.history import HistoryQuery, HistoryRow
from interviewer.ports import InterviewerError
from interviewer.tui import pager
from interviewer.tui.entries import tags_in
from interviewer.tui.history_filter import HistoryFilter, as_typed, filters
from interviewer.tui.history_reading import find_place
from interviewer.tui.history_rows import entry_details, entry_line, excerpt
from interviewer.tui.history_window import PAGE, PAGES_KEPT, HistoryWindow
from tests.tui.kit import NOON, Kit

MANY = 100_000


def row(number: int, **changes: object) -> HistoryRow:
    made = HistoryRow(
        entry="answer", id=f"{number:08d}", session_id="s", created_at=NOON - timedelta(minutes=number), track="ai_pm",
        title=f"Question {number}?", name="", note="", tags=(), interview_id=None, question_id="q",
        question_kind="ethics", drill="", words=10, tries=1, answers=1, open=False, status="waiting", score=None,
        vote=None, specificity=None, ownership=None, grader=None, deleted_at=None,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


class Reader:
    """Reads as the screen does, one page at a time, when it is told to."""

    def __init__(self, count: int = MANY) -> None:
        self.asked: list[int] = []
        self.window = HistoryWindow(HistoryQuery(), count, NOON, lambda window: None)

    def read(self) -> None:
        while (page := self.window.next_wanted()) is not None:
            self.asked.append(page)
            first = page * PAGE
            self.window.put(page, [row(number) for number in range(first, min(first + PAGE, len(self.window)))])


def test_nothing_is_read_before_it_is_looked_at_and_then_its_page_and_those_next_to_it() -> None:
    reader = Reader()
    assert reader.window.next_wanted() is None
    middle = MANY // 2 + PAGE // 2
    assert reader.window.draw(middle, 80).plain == "…"
    reader.read()
    assert reader.asked == [middle // PAGE]
    assert f"Question {middle}?" in reader.window.draw(middle, 80).plain
    reader.window.draw(middle // PAGE * PAGE, 80)
    reader.read()
    assert reader.asked == [middle // PAGE, middle // PAGE - 1], "the page before, as one comes near it"


def test_however_far_one_scrolls_only_a_few_pages_are_kept_and_few_are_waited_for() -> None:
    reader = Reader(20_000)
    for number in range(0, 20_000, PAGE):
        reader.window.row(number)
        reader.read()
    assert len(reader.window._pages) == PAGES_KEPT
    for number in range(0, 20_000, PAGE):
        reader.window.row(number)
    assert len(reader.window._waiting) < 10, "what was scrolled past is not read any more"


def test_the_page_that_was_missed_last_is_read_first() -> None:
    reader = Reader()
    for place in (10, 20, 30):
        reader.window.row(place * PAGE + PAGE // 2)
    assert reader.window.next_wanted() == 30


def test_an_entry_that_has_gone_meanwhile_is_a_blank_line() -> None:
    window = HistoryWindow(HistoryQuery(), 3, NOON, lambda window: None)
    window.put(0, [row(0)])
    assert window.draw(2, 40).plain == "–"


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("", ""), ("   ", "   "), ("ab", "ab"), ("reca", "reca*"), ("recall ", "recall "),
        ("recall and prec", "recall and prec*"),
        ('"the model', '"the model'), ('"the model"', '"the model"'), ("deploy*", "deploy*"), ("näher", "näher*"),
        ("what?", "what?"),
    ],
)  # fmt: skip
def test_while_a_word_is_typed_every_word_that_begins_so_is_found(text: str, searched: str) -> None:
    assert as_typed(text) == searched


@drawn(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_typed(text: str) -> None:
    assert as_typed(text) in (text, f"{text}*")


def test_a_filter_becomes_a_query_and_is_told() -> None:
    chosen = HistoryFilter(text="recall ")
    for name, value in (("track", "ai_pm"), ("kind", "ethics"), ("score", "mixed"), ("habit", "ownership"),
                        ("round", "onsite"), ("grader", "llm"), ("tag", "keep"), ("shows", "answers")):  # fmt: skip
        chosen = chosen.with_value(name, value)
    query = chosen.query(NOON)
    assert (query.text, query.track, query.kind, query.round) == ("recall ", "ai_pm", "ethics", "onsite")
    assert (query.min_score, query.max_score, query.ownership_below) == (2.6, 3.3, 2.6)
    assert (query.grader, query.tag, query.shows, query.deleted) == ("llm", "keep", "answers", False)
    told = chosen.told(filters(["keep"]))
    assert told.startswith("“recall” · every answer")
    assert "2.6 to 3.3 · ownership below 2.6 · a model · #keep" in told
    assert HistoryFilter().query(NOON) == HistoryQuery()
    assert chosen.with_value("deleted", "yes").query(NOON).deleted


def test_days_are_counted_from_the_local_midnight() -> None:
    late = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
    today = HistoryFilter().with_value("date", "today").query(late).since
    week = HistoryFilter().with_value("date", "week").query(late).since
    assert today is not None
    assert week is not None
    midnight = late.astimezone().replace(hour=0, minute=0)
    assert today == midnight
    assert timedelta(days=5, hours=22) < today - week < timedelta(days=6, hours=2), "a clock change moves it by an hour"


def test_every_value_of_every_filter_is_one_that_the_store_takes(kit: Kit) -> None:
    kit.answered("I chose exposure.")
    for each in filters(["keep"]):
        for value, _ in each.options:
            query = HistoryFilter().with_value(each.name, value).query(NOON)
            assert kit.store.history.count(query) in (0, 1)
        assert each.after(each.options[-1][0]) == "", "the last leads back to no filter"


def test_a_line_names_the_entry_what_it_is_called_and_its_tags() -> None:
    named = row(1, name="The refund story", tags=("keep",), score=3.3, vote="mixed", status="scored")
    line = entry_line(named, NOON, 80, marked=True).plain
    assert line.startswith("3.3 mixed      ◆ The refund story  Question 1? #keep")
    assert line.endswith("AI PM    1 min")
    assert len(line) == 80
    interview = row(2, entry="interview", title="AI PM: Phone screen", answers=3, open=True)
    assert entry_line(interview, NOON, 120).plain.startswith("paused        Interview: Phone screen")
    assert "3 answers" in entry_line(interview, NOON, 120).plain


def test_what_the_line_has_no_room_for_stands_below_the_list() -> None:
    told = entry_details(
        row(1, name="The story", note="Say it first.\nBreathe.", grader="llm", specificity=4.0, ownership=2.0,
            interview_id="i", excerpt="so I chose exposure", found=((5, 10),)), NOON, 76,
    )  # fmt: skip
    assert "The story\nQuestion 1?\nso I chose exposure" in told.plain
    assert "in an interview · specificity 4.0 · ownership 2.0 · graded by a model" in " ".join(told.plain.split("\n"))
    assert "Note: Say it first. Breathe." in told.plain


def test_found_words_are_marked_where_they_stand_even_beside_hidden_characters() -> None:
    text = "a\x1bb chose\nit"
    content = excerpt(row(1, excerpt=text, found=((4, 9),)))
    assert content.plain == "a\\x1bb chose it"
    (span,) = content.spans
    assert content.plain[span.start : span.end] == "chose"


@drawn(st.lists(st.sampled_from(["keep", "On Site ", " #keep", "", " ", "KEEP"]), max_size=6))
def test_tags_are_written_once_in_lower_case_as_the_store_has_them(parts: list[str]) -> None:
    tags = tags_in(",".join(parts))
    assert len(set(tags)) == len(tags)
    assert set(tags) <= {"keep", "on site"}


class Places:
    """A store with some answers, newest first by their number."""

    def __init__(self, kit: Kit) -> None:
        self.history = kit.store.history
        for number in range(1, PAGE * 2 + 11):
            kit.answered(f"Answer {number}.", number=number)


@pytest.fixture
def places(kit: Kit) -> Places:
    return Places(kit)


def test_an_entry_is_found_on_its_page_whatever_came_before_it(places: Places) -> None:
    for number in (1, PAGE, PAGE + 1, PAGE * 2 + 10):
        place = find_place(places.history, HistoryQuery(), f"{number:08d}", 0)
        assert (place.index, place.count) == (number - 1, PAGE * 2 + 10)
        assert place.rows[place.index % PAGE].id == f"{number:08d}"


def test_in_the_place_of_a_deleted_entry_stands_the_next_older_one(places: Places, kit: Kit) -> None:
    places.history.delete("00000007", kit.clock.now())
    assert find_place(places.history, HistoryQuery(), "00000007", 0).index == 6
    last = f"{PAGE * 2 + 10:08d}"
    places.history.delete(last, kit.clock.now())
    assert find_place(places.history, HistoryQuery(), last, 0).index == PAGE * 2 + 7


def test_of_an_entry_that_nobody_knows_the_place_stays(places: Places) -> None:
    assert find_place(places.history, HistoryQuery(), "unknown!", 5).index == 5
    assert find_place(places.history, HistoryQuery(tag="none"), "00000001", 5).count == 0


def test_the_pager_is_the_persons_own_then_less_then_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pager.pager_command({"PAGER": "'my pager' -R"}) == ["my pager", "-R"]
    found: Callable[[str], str | None] = {"more": "/bin/more"}.get
    monkeypatch.setattr("shutil.which", found)
    assert pager.pager_command({}) == ["more"]
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(InterviewerError, match="set PAGER"):
        pager.pager_command({})
    with pytest.raises(InterviewerError, match="PAGER='x cannot be read"):
        pager.pager_command({"PAGER": "'x"})


def test_a_pager_gets_the_text_without_escapes_and_its_failure_is_told(tmp_path: object) -> None:
    pager.run_pager("long " * 50_000, ["head", "-c", "1"])
    with pytest.raises(InterviewerError, match="no-such-pager could not be used"):
        pager.run_pager("x", ["/no-such-pager"])
    with pytest.raises(InterviewerError, match=r"ended with an error \(3\)"):
        pager.run_pager("x\x1b[2J", ["sh", "-c", "grep -q '\\\\x1b' && exit 3"])
