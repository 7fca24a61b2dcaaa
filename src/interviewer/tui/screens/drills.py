"""The drills: what each trains, how long it is, how it went; Enter begins a question of one."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content

from interviewer.domain.lengths import length_told
from interviewer.domain.questions import TRACK_NAMES, TRACKS, Track
from interviewer.ports import InterviewerError
from interviewer.tui.drills import KnownDrill, another_of, known_drills
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.fitted import Fitted, spread
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.row_list import RowList
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import counted, told

NAME_WIDTH = 36
ROOM_FOR_LENGTH, ROOM_FOR_WHAT = 56, 104


class DrillRows:
    """A line a drill."""

    def __init__(self, drills: Sequence[KnownDrill]) -> None:
        self.drills = drills

    def __len__(self) -> int:
        return len(self.drills)

    def can_choose(self, index: int) -> bool:
        return True

    def draw(self, index: int, width: int) -> Content:
        known = self.drills[index]
        right = f"{_score(known.best):>4} {_score(known.newest):>5}"
        if width >= ROOM_FOR_LENGTH:
            right = f"{length_of(known):>9}  {right}"
        left = Content(f"{one_line(known.drill.name):<{NAME_WIDTH}}")
        if width >= ROOM_FOR_WHAT:
            left += Content.styled(one_line(known.drill.framework), "$text-muted")
        return spread(width, left, Content.styled(right, "$text-muted"))


class DrillList(RowList):
    BINDINGS: ClassVar[list[BindingType]] = [binding("list.choose", "choose", label="Begin")]


class DrillsScreen(AppScreen[None]):
    CSS_PATH = "../styles/drills.tcss"
    AUTO_FOCUS = "DrillList"
    TERMS: ClassVar[tuple[str, ...]] = ("drill", "spoken time", "vote")
    BINDINGS: ClassVar[list[BindingType]] = [binding("drills.track", "track")]

    def __init__(self) -> None:
        super().__init__()
        self.drills: Sequence[KnownDrill] = ()
        self.track: Track | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Drills")
        with Vertical(id="column"):
            yield Fitted(self._head, id="list-head")
            yield Banner()
            with Container(id="drills-body"):
                yield DrillList(id="drills")
                yield Fitted(self._detail, id="list-detail")
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """Also after an answer: its score is shown."""
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        try:
            self.drills = await asyncio.to_thread(known_drills, self.services)
        except (InterviewerError, OSError) as error:
            self.query_one(Banner).show("The drills could not be read.", told(error))
        rows = self.query_one(RowList)
        rows.show(DrillRows(self.drills), max(0, rows.cursor))
        self.query_one("#list-head", Fitted).redraw()
        self.query_one("#list-detail", Fitted).redraw()

    def _head(self, width: int) -> Content:
        track = TRACK_NAMES[self.track] if self.track else "both tracks"
        key = Content.styled(f"{self.key('drills.track')} ", "bold $text-accent")
        left = key + Content.styled(f"questions for {track}", "$text-muted")
        right = "length    best  last" if width >= ROOM_FOR_LENGTH else "best  last"
        return spread(width - 1, left, Content.styled(right, "$text-muted"))

    def _chosen(self) -> KnownDrill | None:
        cursor = self.query_one(RowList).cursor
        return self.drills[cursor] if 0 <= cursor < len(self.drills) else None

    def _detail(self, width: int) -> Content:
        known = self._chosen()
        if known is None:
            return Content("")
        drill = known.drill
        questions = [each for each in known.questions if self.track is None or each.suits(self.track)]
        done = counted(known.answers, "answer") if known.answers else "not tried yet"
        lines = [
            *Content.styled(plain(drill.framework), "bold").wrap(width),
            *Content(plain(drill.what)).wrap(width),
            *Content.styled(plain(length_told(drill)), "$text-muted").wrap(width),
            *Content.styled(f"{counted(len(questions), 'question')} · {done}", "$text-muted").wrap(width),
        ]
        return Content("\n").join(lines)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.query_one("#list-detail", Fitted).redraw()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        known = self._chosen()
        if known is not None:
            begun = another_of(self.interviewer, known.drill.id, self.track, in_place=False)
            self.run_worker(begun, group="begin", exclusive=True)

    def action_track(self) -> None:
        """Both tracks, then one after the other."""
        order: tuple[Track | None, ...] = (None, *TRACKS)
        self.track = order[(order.index(self.track) + 1) % len(order)]
        self.query_one("#list-head", Fitted).redraw(layout=False)
        self.query_one("#list-detail", Fitted).redraw()


def length_of(known: KnownDrill) -> str:
    """`35 words`, `2 min`."""
    drill = known.drill
    return f"{drill.words} words" if drill.words else f"{drill.minutes} min"


def _score(score: float | None) -> str:
    return f"{score:.1f}" if score is not None else "–"
