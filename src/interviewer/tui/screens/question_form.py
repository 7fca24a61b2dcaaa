"""The form for a question of one's own, checked field by field."""

import asyncio
import contextlib
from dataclasses import asdict, astuple, replace
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, TextArea

from interviewer.domain.questions import KINDS, Question
from interviewer.paths import write_private
from interviewer.ports import ContentError, InterviewerError, Problem, QuestionBank
from interviewer.tui import messages
from interviewer.tui.draft_keeper import DraftKeeper
from interviewer.tui.keys import binding
from interviewer.tui.question_draft import QuestionDraft, as_text, bounds, draft_of, kept, problems, question_of
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.choice import Choice
from interviewer.tui.widgets.form_field import FormField
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.safe_input import SafeInput
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import kind_name, told, track_name

FIELDS = {
    "prompt": ("Question", "As an interviewer would say it."),
    "track": ("Role", ""),
    "kind": ("Kind", ""),
    "minutes": ("Minutes", "How long a good answer is when it is spoken."),
    "difficulty": ("Difficulty", ""),
    "expects": ("Strong answers", "What they have, one point a line."),
    "pitfalls": ("Lost by", "How this question is usually lost, one point a line."),
    "follow_ups": ("Follow-ups", "What an interviewer would ask next, one a line."),
}


class QuestionFormScreen(AppScreen[str | None]):
    """Adds a question, or changes `before`, or with `copy` adds one like it. Gives the id of what was saved, else None.

    What is typed survives until it is saved or given up.
    """

    CSS_PATH = "../styles/forms.tcss"
    TERMS: ClassVar[tuple[str, ...]] = ("track", "kind", "strong answers", "follow-up", "spoken time")
    AUTO_FOCUS = "#prompt TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("form.save", "save"),
        binding("form.preview", "preview"),
        binding("form.editor", "external_editor"),
        binding("form.next_field", "app.focus_next"),
        binding("form.previous_field", "app.focus_previous"),
    ]

    def __init__(self, before: Question | None, *, copy: bool = False) -> None:
        super().__init__()
        self.before = before if not copy else None
        self.base = replace(before, id="", source="own") if before and copy else before  # with what has no field here
        self.name_of_draft = f"copy of {before.id}" if before and copy else before.id if before else ""
        self.original = draft_of(before)
        self.whole = ""  # the question as it came out of $EDITOR
        self.left_in_editor = ""
        self.keeper: DraftKeeper | None = None
        self.edited: set[str] = set()
        self.touched: set[str] = set()  # edited and left: from then on what is wrong with it is told
        self.told_unkept = False
        self.controls: dict[str, AnswerEditor | Choice | SafeInput] = {}

    @property
    def kept_id(self) -> str:
        """The id that must stay; empty for a new question."""
        return self.before.id if self.before else ""

    def compose(self) -> ComposeResult:
        self.file = self.services.paths.home / "question-draft.json"
        self.restored = kept(self.file, self.name_of_draft)
        typed, self.whole = self.restored or (self.original, "")
        self.controls = self._controls(typed)
        yield TitleBar("Edit a question" if self.before else "Copy a question" if self.base else "Add a question")
        yield Banner()
        with VerticalScroll(id="form", can_focus=False):
            for name, (label, hint) in FIELDS.items():
                yield FormField(label, self.controls[name], hint=hint, id=name)
        yield KeyLine()

    def _controls(self, typed: QuestionDraft) -> dict[str, AnswerEditor | Choice | SafeInput]:
        tracks = [(each, track_name(each)) for each in ("ai_pm", "ml_pm", "both")]
        low, high = bounds("difficulty")
        return {
            "prompt": AnswerEditor(typed.prompt),
            "track": Choice(tracks, typed.track),
            "kind": Choice([(each, kind_name(each)) for each in KINDS], typed.kind),
            "minutes": SafeInput(typed.minutes),
            "difficulty": Choice([(str(each), str(each)) for each in range(low, high + 1)], typed.difficulty),
            "expects": AnswerEditor(typed.expects),
            "pitfalls": AnswerEditor(typed.pitfalls),
            "follow_ups": AnswerEditor(typed.follow_ups),
        }

    def on_mount(self) -> None:
        self.keeper = DraftKeeper(self, self._as_text, self._keep)
        self.interviewer.keepers.add(self.keeper)
        if self.whole:
            with contextlib.suppress(InterviewerError):
                self.base = self.services.read_question(self.whole, self.kept_id)
        if self.restored is not None and self.restored[0] != self.original:
            self.interviewer.say("What you had typed here and not saved is back.")

    def on_unmount(self) -> None:
        if self.keeper is not None:
            self.keeper.flush()
            self.interviewer.keepers.discard(self.keeper)

    def _as_text(self) -> tuple[str, float]:
        return as_text(self.name_of_draft, self.typed, self.whole), 0.0

    def _keep(self, text: str, seconds: float) -> None:
        write_private(self.file, text)

    @property
    def typed(self) -> QuestionDraft:
        values = {
            name: control.text if isinstance(control, AnswerEditor) else control.value
            for name, control in self.controls.items()
        }
        return QuestionDraft(**values)

    @property
    def _is_as_it_was(self) -> bool:
        """But for blanks at the ends."""
        return [each.strip() for each in astuple(self.typed)] == [each.strip() for each in astuple(self.original)]

    # as it is typed

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        self._changed(message.text_area)

    def on_input_changed(self, message: Input.Changed) -> None:
        self._changed(message.input)

    def on_choice_changed(self, message: Choice.Changed) -> None:
        self._changed(message.choice)

    def _changed(self, control: object) -> None:
        if self.keeper is None:
            return
        name = next((name for name, each in self.controls.items() if each is control), None)
        if name is not None:
            if asdict(self.typed)[name].strip() != asdict(self.original)[name].strip():
                self.edited.add(name)
            self.keeper.touch()
            self._tell(problems(self.typed))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Who is still typing is not told that something is missing."""
        left = {name for name, each in self.controls.items() if each is event.widget}
        if left & self.edited - self.touched:
            self.touched |= left
            self._tell(problems(self.typed))

    def _tell(self, found: dict[str, str]) -> None:
        """Says what is wrong with the fields that were edited and left."""
        for name in FIELDS:
            self.query_one(f"#{name}", FormField).tell(found.get(name) if name in self.touched else None)

    def on_draft_not_kept(self, message: messages.DraftNotKept) -> None:
        self.told_unkept = True
        self.query_one(Banner).show("What you type could not be kept; it is only on this screen.", message.reason)

    def on_draft_kept(self, message: messages.DraftKept) -> None:
        if self.told_unkept:
            self.query_one(Banner).hide()
        self.told_unkept = False

    # as it will be asked, and all of it as text

    def _as_question(self) -> Question:
        """As far as it can be one; minutes that are no number stay as they were."""
        typed = self.typed
        if "minutes" in problems(typed):
            typed = replace(typed, minutes=self.original.minutes)
        return question_of(typed, self.base)

    def action_preview(self) -> None:
        from interviewer.tui.screens.preview import PreviewScreen

        self.app.push_screen(PreviewScreen(self._as_question()))

    def action_external_editor(self) -> None:
        """All fields in $EDITOR, those too that the form lacks. What cannot be read stays for the next time."""
        from interviewer.tui.external_editor import lend_terminal

        before = self.left_in_editor or self.services.question_text(self._as_question())
        file = self.services.paths.home / "question.toml"
        try:
            edited = lend_terminal(self.app, before, file)
            if edited == before and not self.left_in_editor:
                return
            self.left_in_editor = edited
            question = self.services.read_question(edited, self.kept_id)
        except InterviewerError as error:
            self._not_taken_over(error, file)
            return
        self.left_in_editor, self.whole = "", edited
        file.unlink(missing_ok=True)
        self.query_one(Banner).hide()
        self._take_over(question)

    def _not_taken_over(self, error: InterviewerError, file: Path) -> None:
        again = ""
        if self.left_in_editor:
            with contextlib.suppress(OSError):
                write_private(file, self.left_in_editor)
            again = f". {self.key('form.editor')} opens your text again; it is kept in {file}."
        self.query_one(Banner).show("Not taken over.", told(error) + again)

    def _take_over(self, question: Question) -> None:
        """Into the fields, and what has none into `base`."""
        self.base = question
        for name, value in asdict(draft_of(question)).items():
            control = self.controls[name]
            if isinstance(control, AnswerEditor):
                control.put(value)
            else:
                control.value = value

    # saving and leaving

    async def action_save(self) -> None:
        self.touched = set(FIELDS)
        typed = self.typed
        found = problems(typed)
        self._tell(found)
        if found:
            self.controls[next(iter(found))].focus()
            return
        question = question_of(typed, self.base)
        try:
            bank = await self.interviewer.bank()
            saved = await asyncio.to_thread(self._saved, bank, question)
        except ContentError as error:
            self._tell_all(error)
            return
        except (InterviewerError, OSError) as error:
            self.told_unkept = False
            self.query_one(Banner).show("The question was not saved; it is still here.", told(error))
            return
        self._leave(saved)
        self.interviewer.say("Saved. It is in the question bank from now on.")

    def _saved(self, bank: QuestionBank, question: Question) -> str:
        """The id under which it was saved. Raises ContentError, also for a new question with an id that is in use."""
        if self.before is None and question.id and bank.get(question.id) is not None:
            raise ContentError([Problem(question.id, 0, "id", "is in use: give this question another id")])
        named = replace(question, id=question.id or bank.new_id(question.prompt))
        bank.save_own(named)
        return named.id

    def _tell_all(self, error: ContentError) -> None:
        """Each problem at its field; those of no field in the banner."""
        by_field = {problem.field.partition("[")[0]: problem.message for problem in error.problems}
        self._tell(by_field)
        others = [str(problem) for problem in error.problems if problem.field.partition("[")[0] not in FIELDS]
        if others:
            self.query_one(Banner).show("The question was not saved; it is still here.", others[0])

    def _leave(self, saved: str | None = None) -> None:
        if self.keeper is not None:
            self.keeper.close()
        with contextlib.suppress(OSError):
            self.file.unlink(missing_ok=True)
        self.dismiss(saved)

    async def action_back(self) -> None:
        if self._is_as_it_was and not self.left_in_editor:
            self._leave()
            return
        from interviewer.tui.screens.dialog import Dialog

        async def decided(choice: str | None) -> None:
            if choice == "save":
                await self.action_save()
            elif choice == "give up":
                self._leave()

        choices = [("stay", "Go on typing"), ("save", "Save the question"), ("give up", "Give up what I typed")]
        self.app.push_screen(Dialog("Leave the form?", "What you typed is not in the bank yet.", choices), decided)
