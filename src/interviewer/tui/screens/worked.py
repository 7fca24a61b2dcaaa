"""A weak, a middling and a strong answer to the question that was just answered, and what separates them."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from interviewer.domain.grades import VOTE_NAMES
from interviewer.domain.scoring import VOTES
from interviewer.domain.worked import Worked, WorkedAnswer
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import plain, safe
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.fitted import Fitted, hanging
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.text_scroll import TextScroll
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import counted, word_count


class WorkedScreen(AppScreen[None]):
    CSS_PATH = "../styles/feedback.tcss"
    TERMS: ClassVar[tuple[str, ...]] = ("worked answers", "vote")
    AUTO_FOCUS = "#worked"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("worked.next", "turn(1)"),
        binding("worked.previous", "turn(-1)"),
    ]

    def __init__(self, prompt: str, worked: Worked) -> None:
        super().__init__()
        self.prompt = prompt
        self.worked = worked
        self.at = -1

    def compose(self) -> ComposeResult:
        yield TitleBar("Worked answers")
        with TextScroll(id="worked"):
            yield Fitted(self._head)
            for answer in self.worked.answers:
                yield Fitted(partial(_answer, answer), classes="worked-answer")
        yield KeyLine()

    def _head(self, width: int) -> Content:
        parts = [
            *safe(self.prompt, "bold").wrap(width),
            Content(""),
            Content.styled("What separates them", "bold $text-accent"),
            *safe(self.worked.separates).wrap(width),
        ]
        return Content("\n").join(parts)

    def action_turn(self, step: int) -> None:
        """To the next of the three answers, or the one before; above the first one the question."""
        answers = list(self.query(".worked-answer"))
        self.at = max(-1, min(len(answers) - 1, self.at + step))
        page = self.query_one(TextScroll)
        if self.at < 0:
            page.scroll_home(animate=False)
        else:
            page.scroll_to_widget(answers[self.at], top=True, animate=False)


def _answer(answer: WorkedAnswer, width: int) -> Content:
    style = "error" if answer.level < 3 else "warning" if answer.level == 3 else "success"
    vote, length = VOTE_NAMES[VOTES[answer.level - 1]], counted(word_count(answer.text), "word")
    quality = Content.styled(answer.quality.upper(), f"bold $text-{style}")
    title = quality + Content.styled(f"   expect “{vote}” · {length}", "$text-muted")
    note = hanging(width, Content.styled("→ ", f"bold $text-{style}"), Content.styled(plain(answer.note), "italic"))
    return Content("\n").join([title, note, Content(""), *safe(answer.text.strip()).wrap(width)])
