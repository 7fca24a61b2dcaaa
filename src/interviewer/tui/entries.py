"""What can be done with an entry of the history on any screen: label it, read it in a pager, copy it."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from interviewer.domain.history import HistoryRow
from interviewer.ports import InterviewerError
from interviewer.tui.pager import show_in_pager
from interviewer.tui.safe_text import one_line
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

Then = Callable[[], object]
TAGS_SHOWN = 12


def edit_name(app: "InterviewerApp", row: HistoryRow, then: Then) -> None:
    """`then` is called once it is stored, as in all of these."""
    from interviewer.tui.screens.text_dialog import TextDialog

    history = app.services.store.history
    hint = "What you call it in the history. Empty takes the name away."
    dialog = TextDialog("Name", row.name, lambda text: history.set_name(row.id, text), hint=hint)
    app.push_screen(dialog, _once_stored(then))


def edit_note(app: "InterviewerApp", row: HistoryRow, then: Then) -> None:
    from interviewer.tui.screens.text_dialog import TextDialog

    history = app.services.store.history
    hint = "For yourself; it is never graded and never sent. Empty takes it away."
    dialog = TextDialog("Note", row.note, lambda text: history.set_note(row.id, text), hint=hint, lines=True)
    app.push_screen(dialog, _once_stored(then))


def edit_tags(app: "InterviewerApp", row: HistoryRow, then: Then) -> None:
    from interviewer.tui.screens.text_dialog import TextDialog

    history = app.services.store.history

    def store(text: str) -> None:
        wanted = tags_in(text)
        new = [tag for tag in wanted if tag not in row.tags]
        if new:
            history.add_tags(row.id, new)
        gone = [tag for tag in row.tags if tag not in wanted]
        if gone:
            history.remove_tags(row.id, gone)

    try:
        in_use = [tag for tag, _ in history.tags()]
    except (InterviewerError, OSError) as error:
        app.say(told(error), "error")
        return
    known = f" In use: {', '.join(map(one_line, in_use[:TAGS_SHOWN]))}." if in_use else ""
    dialog = TextDialog("Tags", ", ".join(row.tags), store, hint=f"Separated by commas.{known}")
    app.push_screen(dialog, _once_stored(then))


def _once_stored(then: Then) -> Callable[[bool | None], None]:
    def closed(stored: bool | None) -> None:
        if stored:
            then()

    return closed


def tags_in(text: str) -> list[str]:
    """The tags of a line, each once, as the store writes them: in lower case, with single blanks."""
    tags = (" ".join(part.lstrip(" #").casefold().split()) for part in text.split(","))
    return list(dict.fromkeys(tag for tag in tags if tag))


async def entry_text(app: "InterviewerApp", entry_id: str) -> str | None:
    """The whole of it as text: question, answer, every grade; of an interview the conversation. None where it cannot be
    read, which is said."""
    try:
        return await asyncio.to_thread(app.services.entry_text, entry_id)
    except (InterviewerError, OSError) as error:
        app.say(f"It cannot be read: {told(error)}", "error")
        return None


async def read_in_pager(app: "InterviewerApp", entry_id: str) -> None:
    text = await entry_text(app, entry_id)
    if text is None:
        return
    try:
        show_in_pager(app, text)
    except InterviewerError as error:
        app.say(told(error), "error")


async def copy_entry(app: "InterviewerApp", entry_id: str) -> None:
    text = await entry_text(app, entry_id)
    if text is not None:
        copy(app, text, "The whole transcript")


def copy(app: "InterviewerApp", text: str, what: str) -> None:
    app.copy(text, what)
