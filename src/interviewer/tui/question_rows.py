"""Questions as lines of a list, and one of them in full."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from interviewer.domain.questions import Question
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.widgets.fitted import hanging, spread
from interviewer.tui.wording import kind_name, track_name


class QuestionRows:
    """`scores` are the newest score of each question that was answered; None where it was not scored."""

    def __init__(self, questions: Sequence[Question], own: set[str], scores: Mapping[str, float | None]) -> None:
        self.questions = questions
        self.own = own
        self.scores = scores

    def __len__(self) -> int:
        return len(self.questions)

    def can_choose(self, index: int) -> bool:
        return True

    def draw(self, index: int, width: int) -> Content:
        question = self.questions[index]
        score = self.scores.get(question.id)
        last = "" if question.id not in self.scores else f"{score:.1f}" if score is not None else "–"
        right = f"{question.minutes:>2} min  {last:>3}"
        if width >= 90:
            right = f"{kind_name(question.kind):<13}  {right}"
        left = Content.assemble(("own  ", "bold $text-accent") if question.id in self.own else "")
        return spread(width, left + Content(one_line(question.prompt)), Content.styled(right, "$text-muted"))


def question_lines(question: Question, width: int, *, everything: bool) -> Content:
    """The prompt and what it is about; with `everything` also where it is asked and where it comes from."""
    parts = [
        track_name(question.track),
        kind_name(question.kind),
        kind_name(question.topic),
        f"difficulty {question.difficulty} of 3",
        f"{question.minutes} min",
    ]
    lines = Content.styled(plain(question.prompt), "bold").wrap(width)
    lines += Content.styled(plain(" · ".join(parts)), "$text-muted").wrap(width)
    if everything:
        rounds = ", ".join(kind_name(each) for each in question.rounds)
        for name, text in (("Asked in", rounds), ("Source", question.source), ("Id", question.id)):
            if text:
                mark = Content.styled(f"{name:<10}", "$text-muted")
                lines += [Content(""), hanging(width, mark, Content(plain(text)))]
    return Content("\n").join(lines)
