"""Wrapped blocks: the reader's place, what is new below, and text run elsewhere."""

import asyncio
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content

from interviewer.tui.elsewhere import elsewhere, in_thread
from interviewer.tui.talk_blocks import beside, rule, turn
from interviewer.tui.widgets.block_view import Block, BlockView


def block(text: str) -> Block:
    return Block(lambda width: Content(text).wrap(width))


def words(number: int, count: int = 30) -> Block:
    return block(" ".join(f"{number}.{each}" for each in range(count)))


class Viewer(App[None]):
    def __init__(self, follows: bool = True) -> None:
        super().__init__()
        self.view = BlockView([words(number) for number in range(30)], follows=follows)

    def compose(self) -> ComposeResult:
        yield self.view

    @property
    def top(self) -> str:
        """The first word on the screen."""
        view = self.view
        index = view.block_at(view.scroll_offset.y)
        return view._wrapped[index][view.scroll_offset.y - view._starts[index]].plain.split()[0]


async def test_a_reader_at_the_end_stays_at_the_end() -> None:
    app = Viewer()
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.view.at_end
        app.view.append(words(30))
        await pilot.pause()
        assert app.view.at_end
        assert not app.view.unseen
        await pilot.resize_terminal(70, 6)
        await pilot.pause()
        assert app.view.scroll_offset.y == app.view.max_scroll_y


async def test_the_first_lines_beyond_the_screen_are_followed_as_well() -> None:
    app = Viewer()
    app.view.blocks = []
    async with app.run_test(size=(40, 10)) as pilot:
        for number in range(4):
            app.view.append(words(number))
            await pilot.pause()
            assert app.view.scroll_offset.y == app.view.max_scroll_y
            if app.view.show_vertical_scrollbar:
                assert app.view.vertical_scrollbar.position == app.view.scroll_y
        assert app.view.max_scroll_y > 0


async def test_a_reader_who_has_scrolled_up_is_left_in_peace() -> None:
    app = Viewer()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.scroll_to(y=40, animate=False, force=True)
        before = app.top
        app.view.append(words(30))
        await pilot.pause()
        assert app.view.unseen
        assert app.top == before
        app.view.put(0, block("short"))
        await pilot.pause()
        assert app.top == before
        app.view.put(1, words(1, 200))
        await pilot.pause()
        assert app.top == before
        app.view.to_end()
        assert not app.view.unseen


async def test_another_width_keeps_the_block_that_is_read() -> None:
    app = Viewer(follows=False)
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.scroll_to(y=51, animate=False, force=True)
        before = app.top.partition(".")[0]
        for size in ((23, 10), (100, 30), (12, 4), (40, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.top.partition(".")[0] == before


async def test_what_is_marked_with_the_mouse_can_be_copied() -> None:
    app = Viewer()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.scroll_to(y=0, animate=False, force=True)
        await pilot.pause()
        await pilot.mouse_down(app.view, offset=(0, 0))
        await pilot.hover(app.view, offset=(6, 1))
        await pilot.mouse_up(app.view, offset=(6, 1))
        assert (app.screen.get_selected_text() or "").startswith("0.0 0.1 0.2")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.integers(1, 130), st.sampled_from(["interviewer", "candidate"]))
def test_no_line_is_wider_than_it_may_be_and_no_word_is_lost(text: str, width: int, speaker: str) -> None:
    lines = turn(speaker, text).lines(width)  # type: ignore[arg-type]
    assert all(line.cell_length <= max(width, 18) for line in lines)
    shown = "".join("".join(line.plain.split()) for line in lines)
    for word in text.split():
        if word.isascii() and word.isprintable():
            assert word.replace("│", "") in shown.replace("│", "")
    assert all(line.cell_length <= max(width, 4) for line in rule(text).lines(width))
    assert beside(width, Content("x"), "┃ ", "", Content("y"))


async def test_a_coroutine_elsewhere_is_cancelled_with_whoever_waits_for_it() -> None:
    ended = threading.Event()

    async def for_ever() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    waiting = asyncio.create_task(elsewhere(for_ever))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended.is_set()


async def test_a_step_in_a_thread_has_ended_when_its_cancelling_has() -> None:
    go, ended = threading.Event(), threading.Event()

    def step() -> None:
        go.wait(10)
        ended.set()

    waiting = asyncio.create_task(in_thread(step))
    await asyncio.sleep(0.02)
    waiting.cancel()
    await asyncio.sleep(0.02)
    assert not waiting.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended.is_set()


async def test_what_fails_elsewhere_fails_here() -> None:
    async def fail() -> None:
        raise ValueError("there")

    with pytest.raises(ValueError, match="there"):
        await elsewhere(fail)
