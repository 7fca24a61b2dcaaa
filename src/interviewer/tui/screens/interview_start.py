"""Which interview: a round, several, or a whole loop; for which role and company; and when feedback comes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from interviewer.domain.loops import Loop, Loops, RoundPlan
from interviewer.domain.questions import TRACK_NAMES, TRACKS
from interviewer.ports import InterviewerError
from interviewer.tui.interview_choices import InterviewChoices
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.choice import Choice
from interviewer.tui.widgets.fitted import Draw, Fitted, spread
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.row_list import FixedRows, RowList
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import counted, told

ANY = "any"
OPTIONS: dict[str, tuple[str, str, Sequence[tuple[str, str]]]] = {
    "track": ("start.track", "Track", [(track, TRACK_NAMES[track]) for track in TRACKS]),
    "company": (
        "start.company",
        "Company",
        [(ANY, "any"), ("startup", "start-up"), ("big_tech", "big tech"), ("enterprise", "enterprise vendor")],
    ),
    "feedback": (
        "start.feedback", "Feedback", [("realistic", "at the end, as in life"), ("coached", "after each question")]
    ),
    "own_score": ("start.own_score", "Own score", [("no", "not asked"), ("yes", "asked before each grade")]),
}  # fmt: skip
Item = RoundPlan | Loop | str


class Interviews(RowList):
    BINDINGS: ClassVar[list[BindingType]] = [binding("list.choose", "choose", label="Begin")]


class InterviewStartScreen(AppScreen[None]):
    """Enter begins what the cursor is on, or the marked rounds; what was chosen last time is chosen again."""

    CSS_PATH = "../styles/chat.tcss"
    AUTO_FOCUS = "#interviews"
    TERMS: ClassVar[tuple[str, ...]] = ("track", "spoken time", "vote")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("start.begin", "begin", footer=False),
        binding("start.mark", "mark"),
        binding("start.track", "turn('track')"),
        binding("start.company", "turn('company')"),
        binding("start.feedback", "turn('feedback')"),
        binding("start.own_score", "turn('own_score')"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.loops: Loops | None = None
        self.choices = InterviewChoices()
        self.items: list[Item] = []

    def compose(self) -> ComposeResult:
        choices = self.choices = self.interviewer.interview_choices or self._first_choices()
        values = {
            "track": choices.track, "company": choices.context or ANY, "feedback": choices.mode,
            "own_score": "yes" if choices.self_scores else "no",
        }  # fmt: skip
        yield TitleBar("Interview")
        with Vertical(id="column"):
            yield Banner()
            with Vertical(id="start-options"):
                for name, (key, label, options) in OPTIONS.items():
                    with Horizontal(classes="start-option"):
                        shown = Content.assemble((f"{self.key(key)}  ", "bold $text-accent"), (label, "bold"))
                        yield Static(shown, classes="start-name", markup=False)
                        yield Choice(options, values[name], id=name)
            yield Interviews(id="interviews")
            yield Fitted(self._summary, id="start-summary")
        yield KeyLine()

    def _first_choices(self) -> InterviewChoices:
        """The track of the newest interview or answer."""
        try:
            store = self.services.store
            tracks = [row.track for row in store.interviews(limit=1)] + [row.track for row in store.answers(limit=1)]
        except (InterviewerError, OSError):
            tracks = []
        return InterviewChoices(track=tracks[0]) if tracks else InterviewChoices()

    def on_mount(self) -> None:
        self.run_worker(self._load())

    async def _load(self) -> None:
        """The rounds and loops; read in a thread, with whatever an interview needs as well."""

        def read() -> Loops:
            return self.services.interview_tools(self.interviewer.settings).loops.loops()

        try:
            self.loops = await asyncio.to_thread(read)
        except (InterviewerError, OSError) as error:
            self.query_one(Banner).show("No interview can be begun.", told(error))
            return
        self.items = ["One round", *self.loops.rounds, "A whole loop", *self.loops.loops]
        self._show(self._place())

    def _place(self) -> int:
        """Where the cursor stands at first."""
        wanted = RoundPlan if self.choices.kind == "round" else Loop
        for number, item in enumerate(self.items):
            if isinstance(item, wanted) and item.id == self.choices.name:
                return number
        return 0

    def _show(self, cursor: int) -> None:
        rows = [(self._row(item), not isinstance(item, str)) for item in self.items]
        self.query_one(RowList).show(FixedRows(rows), cursor)

    def _row(self, item: Item) -> Draw:
        return lambda width: self._line(item, width)

    def _line(self, item: Item, width: int) -> Content:
        if isinstance(item, str):
            return Content.styled(item, "bold $text-muted")
        detail = self._detail(item)
        right = Content.styled(detail if width >= 60 else detail.partition(" · ")[2].strip(), "$text-muted")
        mark = "    "
        if isinstance(item, RoundPlan) and item.id in self.choices.rounds:
            mark = f"[{self.choices.rounds.index(item.id) + 1}] "
        return spread(width, Content.styled(mark, "bold $text-accent") + one_line(item.name), right)

    def _detail(self, item: RoundPlan | Loop) -> str:
        if isinstance(item, RoundPlan):
            questions = len(item.kinds(self.choices.track))
            return f"{counted(questions, 'question')} · {item.minutes:>3} min"
        rounds = replace(self.choices, kind="loop", name=item.id, rounds=()).planned(self.loops) if self.loops else []
        return f"{counted(len(rounds), 'round')} · {sum(each.minutes for each in rounds):>3} min"

    def _summary(self, width: int) -> Content:
        """What Enter would begin."""
        if self.loops is None:
            return Content("")
        rounds = self.choices.planned(self.loops)
        loop = self.choices.loop(self.loops)
        names = " → ".join(each.name for each in rounds)
        questions = sum(len(each.kinds(self.choices.track)) for each in rounds)
        minutes = sum(each.minutes for each in rounds)
        probes = sum(each.probe_budget for each in rounds)
        pauses = ", pauses in between" if len(rounds) > 1 else ""
        told_ = [
            counted(questions, "question"),
            f"up to {probes} follow-ups and help when stuck",
            f"about {minutes} minutes{pauses}",
        ]
        if len(rounds) > 1:
            lines = [Content.styled(plain(names), "bold")]
        else:
            lines = [Content.styled(f"With the {plain(rounds[0].manner.replace('_', ' '))}", "bold")]
        if loop is not None and loop.context and self.choices.context is None:
            told_.append(f"as at a {_company(self.loops, loop.context)}")
        lines.append(Content.styled(" · ".join(told_), "$text-muted"))
        return Content("\n").join(part for line in lines for part in line.wrap(width))

    # what the person does

    def _item(self) -> RoundPlan | Loop | None:
        cursor = self.query_one(RowList).cursor
        item = self.items[cursor] if 0 <= cursor < len(self.items) else None
        return None if isinstance(item, str) else item

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        item = self._item()
        if item is not None:
            kind: Any = "round" if isinstance(item, RoundPlan) else "loop"
            self._choose(replace(self.choices, kind=kind, name=item.id))

    def _choose(self, choices: InterviewChoices) -> None:
        self.choices = self.interviewer.interview_choices = choices
        self.query_one("#start-summary", Fitted).redraw()

    def on_choice_changed(self, message: Choice.Changed) -> None:
        changes: dict[str, dict[str, Any]] = {
            "track": {"track": message.value},
            "company": {"context": None if message.value == ANY else message.value},
            "feedback": {"mode": message.value},
            "own_score": {"self_scores": message.value == "yes"},
        }
        self._choose(replace(self.choices, **changes[message.choice.id or ""]))
        self.query_one(RowList).redraw()

    def action_turn(self, name: str) -> None:
        self.query_one(f"#{name}", Choice).action_step(1)

    def action_mark(self) -> None:
        """A round more, in the order in which they are marked; a loop has its own."""
        item = self._item()
        if isinstance(item, RoundPlan):
            self._choose(self.choices.marked(item.id))
            self.query_one(RowList).redraw()
        elif item is not None:
            self.interviewer.say("Rounds can be marked; a loop has its own.")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.action_begin()

    def action_begin(self) -> None:
        if self.loops is None:
            return
        from interviewer.tui.interviews import begin

        try:
            interview = self.choices.plan(self.loops, self.services.clock.now())
        except InterviewerError as error:
            self.query_one(Banner).show("This interview cannot be begun.", told(error))
            return
        coming = begin(self.interviewer, interview, self_scores=self.choices.self_scores)
        self.run_worker(coming, group="begin", exclusive=True)


def _company(loops: Loops, context: Any) -> str:
    company = loops.company(context)
    return company.name if company else str(context)
