"""The editor of a conversation: one turn after the other is typed in it, each kept while it is typed."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import TextArea

from interviewer.tui import messages
from interviewer.tui.draft_keeper import DraftKeeper
from interviewer.tui.typing_time import TypingTime
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.length_meter import Length, LengthMeter
from interviewer.tui.wording import word_count

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

COUNT_DELAY = 0.15
HIGHEST, HIGHEST_WHERE_LOW, LOW = 0.4, 0.3, 20  # shares of the screen, and when it is low: lines


class AnswerBox(Vertical):
    """`keep` stores text and typing seconds, in a thread, and may raise InterviewerError or OSError.

    `take` gives what was typed and holds the box still; then `done` empties it, or `failed` gives it back.
    """

    DEFAULT_CSS = """
    AnswerBox { height: auto; }
    AnswerBox Banner { margin: 0 1; }
    """

    def __init__(self, keep: Callable[[str, float], None], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.editor = AnswerEditor(id="answer")
        self.typing = TypingTime()
        self._keep = keep
        self._keeper: DraftKeeper | None = None
        self._counting: Timer | None = None
        self._words = 0
        self._words_before = 0
        self._minutes = 4
        self._kept = ""
        self._told_unkept = False

    def compose(self) -> ComposeResult:
        yield Banner()
        yield self.editor
        yield LengthMeter()

    def on_mount(self) -> None:
        self._new_keeper()
        self.set_interval(1.0, self.tick)

    def on_unmount(self) -> None:
        if self._keeper is not None:
            self._keeper.flush()
            self.interviewer.keepers.discard(self._keeper)

    @property
    def interviewer(self) -> "InterviewerApp":
        return cast("InterviewerApp", self.app)

    def _new_keeper(self) -> None:
        if self._keeper is not None:
            self.interviewer.keepers.discard(self._keeper)
        self._keeper = DraftKeeper(self, self._typed, self._keep)
        self.interviewer.keepers.add(self._keeper)

    def _typed(self) -> tuple[str, float]:
        return self.editor.text, self.typing.seconds(self.interviewer.services.clock.now())

    # turn by turn

    def aim(self, minutes: int, words_before: int) -> None:
        """What the length is held against: the question's minutes, and the words said to it before this turn."""
        self._minutes, self._words_before = minutes, words_before
        self.tick()

    def fit(self, height: int) -> None:
        """The editor grows with its text, to less than half of so many lines. (In CSS that is a share of the screen,
        which the height of a box around it does not go by.)"""
        share = HIGHEST if height >= LOW else HIGHEST_WHERE_LOW
        self.editor.styles.max_height = max(3, round(height * share))

    def restore(self, text: str, seconds: float) -> None:
        """A draft of an earlier sitting, before whatever was typed while it was looked for."""
        self.typing, self._kept = TypingTime(seconds), "draft kept"
        with self.prevent(TextArea.Changed):
            self.editor.load_text(text + self.editor.text)
        self.editor.move_cursor(self.editor.document.end)
        self._count()

    async def take(self) -> tuple[str, float]:
        """What was typed. No draft is stored from here on: it is about to become an answer."""
        self.editor.read_only = True
        if self._keeper is not None:
            await asyncio.to_thread(self._keeper.close)
        return self._typed()

    def done(self) -> None:
        """It is stored: an empty page."""
        self.query_one(Banner).hide()
        self.typing, self._kept, self._told_unkept = TypingTime(), "", False
        self._new_keeper()
        with self.prevent(TextArea.Changed):
            self.editor.load_text("")
        self.editor.read_only = False
        self._count()

    def failed(self, title: str, reason: str) -> None:
        """It could not be stored: everything is as it was."""
        self.editor.read_only = False
        self._told_unkept = False
        if self._keeper is not None:
            self._keeper.reopen()
        self.query_one(Banner).show(title, reason)

    def warn(self, title: str, reason: str) -> None:
        self.query_one(Banner).show(title, reason)

    def calm(self) -> None:
        """There is nothing left to warn of."""
        self.query_one(Banner).hide()

    def edit_elsewhere(self) -> None:
        """Lends the terminal to the person's own editor. Raises InterviewerError."""
        from interviewer.tui.external_editor import lend_terminal

        if self._keeper is not None:
            self._keeper.flush()
        before = self.editor.text
        edited = lend_terminal(self.app, before, self.interviewer.services.paths.home / "answer.md")
        if edited != before:
            self.editor.put(edited)

    # what is typed

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Per key: a time stamp and two timers, nothing that grows with the text."""
        message.stop()
        if self._keeper is None or self.editor.read_only:
            return
        self.typing.key(self.interviewer.services.clock.now())
        self._keeper.touch()
        self._kept = "…"
        if self._counting is None:
            self._counting = self.set_timer(COUNT_DELAY, self._count)

    def _count(self) -> None:
        self._counting = None
        self._words = word_count(self.editor.text)
        self.tick()

    def tick(self) -> None:
        typed = self.typing.seconds(self.interviewer.services.clock.now())
        length = Length(self._words_before + self._words, self._minutes, typed, self._kept)
        self.query_one(LengthMeter).show(length)

    def on_draft_kept(self, message: messages.DraftKept) -> None:
        message.stop()
        if self._told_unkept:
            self.calm()
        self._told_unkept = False
        self._kept = "draft kept"
        self.tick()

    def on_draft_not_kept(self, message: messages.DraftNotKept) -> None:
        message.stop()
        self._kept, self._told_unkept = "NOT KEPT", True
        self.warn("Your draft could not be stored; it is only on this screen.", message.reason)
        self.tick()
