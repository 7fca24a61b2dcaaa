"""Every key of the app by name. The settings file maps names to other keys: `[keys]`, `"drill.submit" = "ctrl+g"`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType
from textual.keys import format_key

UNBOUND = "no_key"  # what no terminal sends


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` separated by commas, empty where only the settings give one; `label` for footer and help; `footer` whether
    the footer has room for it; `short` what the footer says in place of the label."""

    keys: str
    label: str
    footer: bool = True
    priority: bool = False
    short: str = ""


KEYS: dict[str, Key] = {
    "app.help": Key("f1", "Help"),
    "app.help_letter": Key("question_mark", "Help", footer=False),
    "app.palette": Key("ctrl+p", "Commands", footer=False, priority=True),
    "app.quit": Key("ctrl+q", "Quit", footer=False, priority=True),
    "app.theme": Key("ctrl+t", "Light or dark", footer=False),
    "app.suspend": Key("ctrl+z", "Suspend, back to the shell", footer=False),
    "app.back": Key("escape", "Back"),
    "find.begin": Key("slash", "Find words in this text", footer=False),
    "find.next": Key("n", "The next place found", footer=False, priority=True),
    "find.previous": Key("N", "The place found before", footer=False, priority=True),
    "find.end": Key("escape", "End the search", footer=False, priority=True),
    "home.continue": Key("c", "Continue the draft", footer=False),
    "home.ai_pm": Key("a", "Practise AI PM", footer=False),
    "home.ml_pm": Key("m", "Practise ML PM", footer=False),
    "home.due": Key("d", "Practise what is due", footer=False),
    "home.resume": Key("r", "Resume the interview", footer=False),
    "home.interview": Key("i", "Interview", footer=False),
    "home.drills": Key("l", "Drills", footer=False),
    "home.questions": Key("b", "Question bank", footer=False),
    "home.history": Key("h", "History", footer=False),
    "home.progress": Key("p", "Progress", footer=False),
    "home.settings": Key("s", "Settings", footer=False),
    "home.grader": Key("g", "Switch grader"),
    "home.quit": Key("q", "Quit"),
    "list.down": Key("down,j", "Down", footer=False),
    "list.up": Key("up,k", "Up", footer=False),
    "list.page_down": Key("pagedown", "A page down", footer=False),
    "list.page_up": Key("pageup", "A page up", footer=False),
    "list.half_down": Key("ctrl+d", "Half a page down", footer=False),
    "list.half_up": Key("ctrl+u", "Half a page up", footer=False),
    "list.first": Key("home", "First", footer=False),
    "list.last": Key("end", "Last", footer=False),
    "list.choose": Key("enter", "Open"),
    "rows.next": Key("", "The next row found", footer=False),
    "rows.previous": Key("", "The row found before", footer=False),
    "drill.submit": Key("ctrl+s,f5", "Submit"),
    "drill.editor": Key("ctrl+o", "$EDITOR"),
    "drill.another": Key("ctrl+n", "Another question"),
    "drill.clear": Key("f4", "Empty page", footer=False),
    "drill.copy": Key("f8", "Copy the answer", footer=False),
    "drill.new_line": Key("ctrl+j,shift+enter", "New line (as Enter)", footer=False),
    "editor.normal_mode": Key("escape", "Normal mode"),
    "chat.page_up": Key("pageup", "Scroll up", footer=False, priority=True),
    "chat.page_down": Key("pagedown", "Scroll down", footer=False, priority=True),
    "chat.newest": Key("f3", "The newest", footer=False),
    "chat.feedback": Key("f2", "Feedback"),
    "start.begin": Key("enter,ctrl+s,f5", "Begin"),
    "start.mark": Key("space", "Mark rounds, in your order", short="Mark several"),
    "start.track": Key("t", "Track", footer=False),
    "start.company": Key("c", "Company", footer=False),
    "start.feedback": Key("f", "When feedback comes", footer=False),
    "start.own_score": Key("o", "Your own score", footer=False),
    "debrief.next": Key("down,j", "Down", footer=False),
    "debrief.previous": Key("up,k", "Up", footer=False),
    "debrief.open": Key("enter", "Open"),
    "debrief.talk": Key("v", "The conversation", short="Conversation"),
    "debrief.grade": Key("g", "Grade what has no score"),
    "feedback.next_check": Key("down,j", "Why: the next signal or check", short="Why"),
    "feedback.previous_check": Key("up,k", "The one before", footer=False),
    "feedback.changes": Key("d", "Changes since the last try", footer=False),
    "feedback.page_down": Key("pagedown,space", "Scroll down", footer=False),
    "feedback.page_up": Key("pageup", "Scroll up", footer=False),
    "feedback.top": Key("home", "Top", footer=False),
    "feedback.bottom": Key("end", "Bottom", footer=False),
    "feedback.answer": Key("v", "Answer"),
    "feedback.retry": Key("r", "Retry"),
    "feedback.next": Key("n", "Next question", short="Next"),
    "feedback.worked": Key("w", "Worked answers"),
    "feedback.copy": Key("y", "Copy answer, feedback or stronger version", short="Copy"),
    "feedback.grade": Key("g", "Grade again"),
    "feedback.offline": Key("o", "Grade offline"),
    "feedback.older": Key("left_square_bracket", "Older grade"),
    "feedback.newer": Key("right_square_bracket", "Newer grade"),
    "worked.next": Key("n,right", "Next answer"),
    "worked.previous": Key("p,left", "The one before"),
    "drills.track": Key("t", "Track"),
    "questions.filter": Key("slash", "Filter"),
    "questions.track": Key("t", "Track"),
    "questions.kind": Key("i", "Kind"),
    "questions.add": Key("a", "Add"),
    "questions.copy": Key("c", "Copy and change", short="Copy"),
    "questions.own": Key("o", "Only your own", short="Yours"),
    "questions.edit": Key("e", "Edit"),
    "questions.remove": Key("d,delete", "Remove"),
    "questions.restore": Key("u", "Undo remove"),
    "history.search": Key("slash", "Search"),
    "history.filter": Key("f", "Filter"),
    "history.retry": Key("r", "Retry"),
    "history.compare": Key("c", "Compare with the try before, or the marked one", short="Compare"),
    "history.mark": Key("space", "Mark, to compare with", footer=False),
    "history.name": Key("e", "Name"),
    "history.tags": Key("t", "Tags"),
    "history.note": Key("N", "Note"),
    "history.delete": Key("d,delete", "Delete"),
    "history.undo": Key("u", "Undo delete", short="Undo"),
    "history.purge": Key("D", "Erase for good", footer=False),
    "history.pager": Key("ctrl+o", "Read in $PAGER", footer=False),
    "history.copy": Key("y", "Copy the whole transcript", footer=False),
    "history.shows": Key("1", "Filter: single questions, interviews", footer=False),
    "history.track": Key("2", "Filter: track", footer=False),
    "history.kind": Key("3", "Filter: kind", footer=False),
    "history.round": Key("4", "Filter: round", footer=False),
    "history.score": Key("5", "Filter: score", footer=False),
    "history.habit": Key("6", "Filter: habit", footer=False),
    "history.grader": Key("7", "Filter: grader", footer=False),
    "history.date": Key("8", "Filter: date", footer=False),
    "history.tag": Key("9", "Filter: tag", footer=False),
    "history.deleted": Key("0", "Filter: deleted", footer=False),
    "history.clear": Key("backspace", "Clear all filters", footer=False),
    "transcript.next": Key("n", "The next words that count", short="Evidence"),
    "transcript.previous": Key("p", "The words before", footer=False),
    "transcript.copy_answer": Key("y", "Copy the answer", footer=False),
    "transcript.copy": Key("Y", "Copy the whole transcript", footer=False),
    "compare.next": Key("n", "The next change", short="Next change"),
    "compare.previous": Key("p", "The change before", footer=False),
    "compare.older": Key("left_square_bracket", "An older try", short="Older try"),
    "compare.newer": Key("right_square_bracket", "A newer try", short="Newer try"),
    "compare.open": Key("enter", "Open the later answer", short="Open"),
    "progress.track": Key("t", "The scores of the next track", short="Scores"),
    "progress.date": Key("i", "The day of your interview", short="Interview date"),
    "progress.export": Key("x", "HTML report"),
    "form.save": Key("ctrl+s,f5", "Save"),
    "form.preview": Key("f2", "Preview"),
    "form.editor": Key("ctrl+o", "All of it in $EDITOR", short="$EDITOR"),
    "form.next_field": Key("tab,down", "Next field", footer=False),
    "form.previous_field": Key("shift+tab,up", "Previous field", footer=False),
    "choice.next": Key("right,space", "Next choice", footer=False),
    "choice.previous": Key("left", "Previous choice", footer=False),
}


def binding(name: str, action: str, *, label: str | None = None, footer: bool | None = None) -> Binding:
    """The key of that name, bound to an action; label and footer where a screen words them its own way."""
    key = KEYS[name]
    return Binding(
        key.keys or UNBOUND,
        action,
        (key.short or key.label) if label is None else label,
        show=key.footer if footer is None else footer,
        priority=key.priority,
        id=name,
    )


def scrolling() -> list[BindingType]:
    """The keys of a page that is read."""
    return [
        binding("list.down", "line(1)", label="Scroll down"),
        binding("list.up", "line(-1)", label="Scroll up"),
        binding("list.page_down", "page(1)"),
        binding("list.page_up", "page(-1)"),
        binding("list.half_down", "page(0.5)"),
        binding("list.half_up", "page(-0.5)"),
        binding("list.first", "ends(False)"),
        binding("list.last", "ends(True)"),
    ]


def editor_bindings(bindings: Iterable[object]) -> list[Binding]:
    """A text editor's own bindings with names of their own (`editor.cursor_line_end`), so that they can be remapped."""
    named = []
    for each in bindings:
        if isinstance(each, Binding):
            action = re.sub(r"\(True\)", "_select", each.action)
            named.append(Binding(each.key, each.action, each.description, show=False, id=f"editor.{action}"))
    return named


def shown_key(name: str, chosen: Mapping[str, str]) -> str:
    """The first key of that name as a sentence says it, `Ctrl+S` or `g`; `chosen` are the keys of the settings."""
    key = (chosen.get(name) or KEYS[name].keys).split(",")[0].strip()
    *modifiers, last = key.split("+")
    shown = format_key(last)
    if not modifiers:
        return shown
    return "+".join([*(each.capitalize() for each in modifiers), shown.upper() if len(shown) == 1 else shown])
