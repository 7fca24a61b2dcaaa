"""Two answers to one question: what moved the score, checks won and lost, and the words beside each other."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.worker import Worker

from interviewer.domain.difference import difference
from interviewer.domain.grades import Grade
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.transcripts import Transcript
from interviewer.ports import InterviewerError
from interviewer.tui.compare import Pair, read_pair
from interviewer.tui.compare_blocks import CHANGED, GAP, heading, line, score_blocks, word_blocks
from interviewer.tui.compare_head import at_most, question_block, side_lines
from interviewer.tui.compare_rows import rows
from interviewer.tui.difference_lines import OTHER_GRADER
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.transcripts import open_transcript
from interviewer.tui.votes import vote_mark
from interviewer.tui.why_moved import why_moved
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.block_view import Block, BlockView
from interviewer.tui.widgets.fitted import Fitted
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import counted, graded_by, moment, told, word_count

NO_SCORES = "Only the words are compared: {} has no score."
NO_GRADERS = "Only the words are compared: neither has a score."
OTHER_RUBRIC = "The two were graded by different rubrics: what only one of them has is left out."
QUESTION_LINES = 3  # above the comparison; a longer question stands in full at its beginning


class CompareScreen(AppScreen[None]):
    """The earlier answer and the later one; the earlier one can be exchanged for an older or newer try."""

    CSS_PATH: ClassVar[list[str]] = ["../styles/history.tcss"]  # type: ignore[assignment]
    AUTO_FOCUS = "#compare"
    TERMS: ClassVar[tuple[str, ...]] = (
        "signal", "weight", "habit", "check", "fault", "checks 3.4", "level", "estimate", "vote",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("compare.next", "change(1)"),
        binding("compare.previous", "change(-1)"),
        binding("compare.older", "turn(1)"),
        binding("compare.newer", "turn(-1)"),
        binding("compare.open", "open"),
    ]

    def __init__(self, before_id: str, after_id: str) -> None:
        super().__init__()
        self.before_id = before_id
        self.after_id = after_id
        self.pair: Pair | None = None
        self.reading: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Compare")
        with Vertical(id="column"):
            yield Banner()
            yield Fitted(self._head, id="compare-head")
            yield BlockView(id="compare")
        yield KeyLine()

    def on_mount(self) -> None:
        self._read()

    def _read(self) -> None:
        self.reading = self.run_worker(self._show, group="compare", exclusive=True)

    async def _show(self) -> None:
        services = self.services
        read = partial(read_pair, services.store, services.rubrics(), self.before_id, self.after_id)
        try:
            pair = await asyncio.to_thread(read)
            laid = await asyncio.to_thread(rows, pair.before.answer.text, pair.after.answer.text)
        except (InterviewerError, OSError) as error:
            self.query_one(Banner).show("The answers cannot be compared.", told(error))
            return
        why = await self._why(pair)
        self.pair = pair
        view = self.query_one(BlockView)
        whole = question_block(pair.after.answer.question.prompt, QUESTION_LINES)
        view.show([whole, *self._scores(pair, why), heading("Word by word"), *word_blocks(laid)])
        view.scroll_home(animate=False)
        self.query_one("#compare-head", Fitted).redraw()
        self.refresh_bindings()

    async def _why(self, pair: Pair) -> str:
        if pair.before_grade is None or pair.after_grade is None or pair.rubric is None:
            return ""
        before, after = (pair.before.answer, pair.before_grade), (pair.after.answer, pair.after_grade)
        return await why_moved(self.services, before, after, pair.rubric)

    def _scores(self, pair: Pair, why: str) -> list[Block]:
        before, after = pair.before_grade, pair.after_grade
        change = difference(before, after) if before is not None and after is not None else None
        if before is None or after is None or change is None or pair.rubric is None:
            missing = "the earlier one" if after is not None else "the later one"
            return [line(NO_GRADERS if before is after else NO_SCORES.format(missing), "$text-warning"), GAP]
        blocks = score_blocks(change, before, after, pair.rubric, why)
        notes = [*([] if change.same_grader else [OTHER_GRADER]),
                 *([] if before.rubric == after.rubric else [OTHER_RUBRIC])]  # fmt: skip
        return [*(line(f"▲ {note}", "$text-warning") for note in notes), *blocks, GAP]

    def _head(self, width: int) -> Content:
        if self.pair is None:
            return Content("")
        question = Content.styled(one_line(self.pair.after.answer.question.prompt), "bold")
        sides = (
            ("Earlier", self.pair.before, self.pair.before_grade),
            ("Later", self.pair.after, self.pair.after_grade),
        )
        low = self.has_class("-low")  # there is room for a line of each
        found = [self._side(*side, width) for side in sides]
        graders = {graded_by(grade.grader) if grade is not None else "" for _, _, grade in sides}
        if max(map(len, found)) > 1 and len(graders) == 1 and graders != {""}:
            found = [self._side(*side, width, with_grader=False) for side in sides]
            found.append(side_lines("Both", [one_line(*graders)], Content(""), width))
        lines = at_most(1 if low else QUESTION_LINES, question, width)
        return Content("\n").join([*lines, *(each for side in found for each in (side[:1] if low else side))])

    def _side(
        self, name: str, side: Transcript, grade: Grade | None, width: int, *, with_grader: bool = True
    ) -> list[Content]:
        """`Earlier  14 Mar 09:05 · try 1 of 3 · 190 words · offline estimate   2.6 NO`, on two lines where one is too
        short for all of it."""
        answer = side.answer
        parts = [moment(answer.created_at, self.services.clock.now()), *self._try(answer.id)]
        parts += [counted(word_count(answer.text), "word")]
        parts += [graded_by(grade.grader)] if grade is not None and with_grader else []
        if self.pair is not None and self.pair.before.answer.track != self.pair.after.answer.track:
            parts.insert(0, TRACK_NAMES[answer.track])
        right = Content.styled("no score", "$text-muted")
        if grade is not None and grade.overall is not None:
            right = Content.styled(f"{grade.overall.score:.1f} ", "bold")
            right += vote_mark(grade.overall.vote, grade.overall.score, grade.overall.capped_by)
        return side_lines(name, list(map(one_line, parts)), right, width)

    def _try(self, answer_id: str) -> list[str]:
        tries = self.pair.tries if self.pair is not None else ()
        return [f"try {each.tries} of {tries[0].tries}" for each in tries if each.id == answer_id]

    # keys

    def _other(self, step: int) -> str:
        """The try that many steps older (or, negative, newer) than the earlier one; never the later one itself."""
        ids = [each.id for each in self.pair.tries] if self.pair is not None else []
        if self.before_id not in ids:
            return ""
        at = ids.index(self.before_id) + step
        at += step if 0 <= at < len(ids) and ids[at] == self.after_id else 0
        return ids[at] if 0 <= at < len(ids) else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "turn":
            step = parameters[0] if parameters else 0
            return isinstance(step, int) and bool(self._other(step))
        if action == "change":
            return any(block.opens == CHANGED for block in self.query_one(BlockView).blocks)
        return self.pair is not None if action == "open" else True

    def unavailable(self) -> Mapping[str, str]:
        return {
            "compare.next": "The two have the same words.",
            "compare.older": "There is no older try of this question.",
            "compare.newer": "There is no newer try between the two.",
        }

    def action_turn(self, step: int) -> None:
        self.before_id = self._other(step) or self.before_id
        self._read()

    def action_change(self, step: int) -> None:
        """To the next stretch of the texts that differs."""
        self.query_one(BlockView).to_opening(step)

    def action_open(self) -> None:
        open_transcript(self.interviewer, self.after_id)
