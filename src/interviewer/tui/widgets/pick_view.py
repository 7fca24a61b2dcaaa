"""A page of blocks, some of which can be chosen: up and down walk from one to the next, and scroll what is between."""

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.style import Style

from interviewer.tui.keys import binding
from interviewer.tui.widgets.block_view import Block, BlockView
from interviewer.tui.widgets.part_style import part_style

STEP = 3  # lines that one key scrolls where there is nothing to choose


class PickView(BlockView, inherit_bindings=False):
    """Enter opens the chosen block. Nothing is passed over: what lies between two choices is scrolled through."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("debrief.next", "move(1)"),
        binding("debrief.previous", "move(-1)"),
        binding("debrief.open", "open"),
        binding("feedback.page_down", "page(1)"),
        binding("feedback.page_up", "page(-1)"),
        binding("list.half_down", "page(0.5)"),
        binding("list.half_up", "page(-0.5)"),
        binding("feedback.top", "ends(False)"),
        binding("feedback.bottom", "ends(True)"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick-view--chosen"}
    DEFAULT_CSS = """
    PickView {
        .pick-view--chosen { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:ansi .pick-view--chosen { background: transparent; color: ansi_default; text-style: reverse; }
    }
    """
    MARGIN = 1

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.chosen = -1

    def show(self, blocks: "list[Block]") -> None:  # type: ignore[override]
        """What was chosen stays chosen where it is still there."""
        opens = self.blocks[self.chosen].opens if 0 <= self.chosen < len(self.blocks) else ""
        super().show(blocks)
        self.chosen = next((number for number, block in enumerate(blocks) if opens and block.opens == opens), -1)

    def choose(self, index: int) -> None:
        self.chosen = index
        self._strips.clear()
        self.refresh()

    def action_move(self, step: int) -> None:
        target = self._next(step)
        if target is None:
            self.choose(-1)
            self.scroll_relative(y=step * STEP, animate=False, force=True)
            return
        top, height = self.scroll_offset.y, self.size.height
        first, last = self._starts[target], self._starts[target + 1]
        missing = last - (top + height) if step > 0 else top - first
        if missing > STEP:
            self.scroll_relative(y=step * STEP, animate=False, force=True)
            return
        self.choose(target)
        if missing > 0:
            self.scroll_relative(y=step * missing, animate=False, force=True)

    def _next(self, step: int) -> int | None:
        """The next block that can be chosen, from the chosen one on while it is in sight, else from the edge."""
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        seen = 0 <= self.chosen < len(self._wrapped) and top <= self._starts[self.chosen] < bottom
        candidates = [number for number, block in enumerate(self.blocks) if block.opens]
        if step > 0:
            after = [each for each in candidates if (each > self.chosen if seen else self._starts[each] >= top)]
            return after[0] if after else None
        before = [each for each in candidates if (each < self.chosen if seen else self._starts[each + 1] <= bottom)]
        return before[-1] if before else None

    def action_open(self) -> None:
        if 0 <= self.chosen < len(self.blocks):
            self.post_message(self.Opened(self.blocks[self.chosen].opens))

    def clicked(self, index: int) -> None:
        if self.blocks[index].opens:
            self.choose(index)
        super().clicked(index)

    def drawn_line(self, index: int, number: int) -> tuple[Content, Style]:
        line, style = super().drawn_line(index, number)
        if index != self.chosen:
            return Content(" ") + line, style
        return Content.styled("▌", "$accent") + line, part_style(self, "pick-view--chosen")
