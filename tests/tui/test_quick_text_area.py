import random

from rich.style import Style
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import TextArea

from interviewer.tui.widgets.answer_editor import AnswerEditor

PIECES = [
    "I set the limit ", "word ", "\n", "\n\n", "\t", "長い文章です。", "naïve ", "🙂 ", "e\u0301 ", "[bold]",
    "a-long-hyphenated-word ", "x" * 70, " ", "(in brackets) ",
]  # fmt: skip


class Editing(App[None]):
    def compose(self) -> ComposeResult:
        yield AnswerEditor(id="answer")


def cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """Character by character, so that it does not matter how they are cut into segments."""
    return [(character, segment.style) for segment in strip for character in segment.text]


async def test_it_draws_every_line_as_text_area_does() -> None:
    chance = random.Random(7)
    app = Editing()
    async with app.run_test(size=(40, 14)) as pilot:
        editor = app.query_one(AnswerEditor)
        editor.focus()
        editor.cursor_blink = False
        for _ in range(40):
            text = "".join(chance.choices(PIECES, k=chance.randint(0, 30)))
            editor.load_text(text)
            row = chance.randrange(editor.document.line_count)
            editor.move_cursor((row, chance.randint(0, len(editor.document[row]))))
            await pilot.pause()
            editor._theme.apply_css(editor)
            for y in range(editor.size.height):
                assert cells(editor.render_line(y)) == cells(TextArea.render_line(editor, y)), (text, y)


async def test_a_selection_is_drawn() -> None:
    app = Editing()
    async with app.run_test() as pilot:
        editor = app.query_one(AnswerEditor)
        editor.load_text("I set the limit")
        await pilot.press("f7")
        await pilot.pause()
        assert len({segment.style for segment in editor.render_line(0) if segment.text.strip()}) == 1
        selected = editor.render_line(0)
        await pilot.press("left")
        await pilot.pause()
        assert cells(editor.render_line(0)) != cells(selected)


async def test_control_characters_are_drawn_as_pictures_and_kept_in_the_text() -> None:
    app = Editing()
    async with app.run_test() as pilot:
        editor = app.query_one(AnswerEditor)
        editor.load_text("a\x1b[31mb\u202ec\x7f")
        await pilot.pause()
        assert editor.render_line(0).text.rstrip() == "a␛[31mb\ufffdc\ufffd"
        assert editor.text == "a\x1b[31mb\u202ec\x7f"
