"""A drill line by line, for pipes, screen readers and terminals that cannot do more."""

import asyncio
import time
from collections.abc import Callable, Iterator

from interviewer.domain.grades import Grade
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.transcripts import Answer
from interviewer.ports import Done, Grader, Step, StoreError
from interviewer.practice.drill import Drill, grade_stored
from interviewer.practice.drills import grade_statement, weak_statement

END_OF_ANSWER = "."
HOW_TO_ANSWER = (
    "Type your answer, in as many lines as you like. A line with a single . ends it, and so does the end of input."
)
AGAIN = "To answer once more, type on; to stop, end the input (Ctrl+D)."
WORKED = "/worked"
HAS_WORKED = f"A line with {WORKED} shows a weak, a middling and a strong answer to this question."


class PlainDrill:
    """One question, answered from `lines` as often as they last.

    `write` gets what belongs to the practice, `note` what happens meanwhile, `progress` the steps of a grading (`note`
    where it is left out), `show` turns a grade into text. `lines` come without line ends. Where a person sits before it
    (`live`), every line is kept as a draft when it is typed. `told` stands before the question; without it its track
    and length do. `show_change` words the difference between two grades, the title first. `worked` are the worked
    answers as text, shown after an answer to whoever asks.
    """

    def __init__(
        self,
        drill: Drill,
        grader: Grader,
        lines: Iterator[str],
        *,
        write: Callable[[str], None],
        note: Callable[[str], None],
        show: Callable[[Grade], str],
        live: bool,
        told: str = "",
        show_change: Callable[[str, Grade, Grade], str] | None = None,
        worked: Callable[[], str] = lambda: "",
        progress: Callable[[str], None] | None = None,
    ) -> None:
        self.drill = drill
        self.grader = grader
        self.lines = lines
        self.write = write
        self.note = note
        self.show = show
        self.live = live
        self.told = told
        self.show_change = show_change
        self.worked = worked
        self.progress = progress or note
        self.weak: Grade | None = None

    def run(self) -> None:
        """Asks, reads, grades, until the input ends; a draft to which nothing was added stays one.

        Raises StoreError where an answer could not be kept; what was typed is then still in the draft.
        """
        question = self.drill.question
        minutes = f"{question.minutes} minute{'' if question.minutes == 1 else 's'}"
        self.write(self.told or f"{TRACK_NAMES[self.drill.track]} question, about {minutes} spoken.\n")
        self.write(f"{question.prompt}\n")
        self.note(f"Grader: {self.grader.description}")
        text, seconds = self._taken_up()
        while True:
            self.note(HOW_TO_ANSWER)
            before = text
            text, seconds, ended = self._read(text, seconds)
            if ended and text == before:
                return
            if not text.strip():
                if ended:
                    return
                self.note("Nothing was typed yet, so there is nothing to grade.")
                continue
            self._submit(text, seconds)
            if ended:
                return
            self.note(AGAIN)
            if self.worked():
                self.note(HAS_WORKED)
            text, seconds = "", 0.0

    def _taken_up(self) -> tuple[str, float]:
        """The draft of an earlier sitting, where a person is there to see it."""
        draft = self.drill.draft() if self.live else None
        if draft is None:
            return "", 0.0
        self.write(f"Your draft so far; what you type is added to it:\n\n{draft.text}")
        return draft.text, draft.typing_seconds

    def _read(self, text: str, seconds: float) -> tuple[str, float, bool]:
        """The answer, the seconds it took, and whether the input ended with it."""
        began = time.monotonic()
        for line in self.lines:
            if line.strip() == END_OF_ANSWER:
                return text, seconds + time.monotonic() - began, False
            if line.strip() == WORKED:
                self._show_worked()
                continue
            text = f"{text}\n{line}" if text else line
            if self.live:
                self._keep(text, seconds + time.monotonic() - began)
        return text, seconds + time.monotonic() - began, True

    def _keep(self, text: str, seconds: float) -> None:
        try:
            self.drill.keep(text, seconds)
        except StoreError as error:  # the text is on the screen, and submitting it will try again
            self.note(f"This draft could not be kept: {error}")

    def _submit(self, text: str, seconds: float) -> None:
        waiting = None if self.live else self.drill.draft()
        answer = self.drill.submit(text, seconds)
        if waiting is not None:  # a draft of the app's, which this answer did not come from
            self.drill.keep(waiting.text, waiting.typing_seconds)
        asyncio.run(self._grade(answer))

    async def _grade(self, answer: Answer) -> None:
        async for event in grade_stored(answer, self.grader, self.drill.store, self.drill.clock):
            if isinstance(event, Step):
                self.progress(f"{event.name} ({event.done} of {event.total})")
            elif isinstance(event, Done):
                self.write(f"\n{self.show(event.grade)}\n")
                await self._compare_with_statement(event.grade)
                self._compare(answer, event.grade)

    def _compare(self, answer: Answer, grade: Grade) -> None:
        before = self.drill.previous(answer)
        if before is None or before[1].overall is None or grade.overall is None:
            return
        old, new = before[1].overall.score, grade.overall.score
        told = f"Your answer before this one: {old:.1f}. This one: {new:.1f} ({new - old:+.1f})."
        if self.show_change is not None and before[1].rubric.id == grade.rubric.id:
            told = self.show_change(told, before[1], grade)
        self.write(f"{told}\n")

    async def _compare_with_statement(self, grade: Grade) -> None:
        """Where a weak statement is to be made better, both by the same checks. It is graded once a sitting."""
        statement = weak_statement(self.drill.question)
        if not statement or self.show_change is None or grade.overall is None:
            return
        if self.weak is None:
            self.note("The weak statement is graded too, to compare.")
            self.weak = await grade_statement(self.drill.question, self.drill.track, self.grader)
        if self.weak is None:
            self.note("The weak statement could not be graded, so nothing is compared.")
        else:
            self.write(self.show_change(f"The weak statement, “{statement}”, against yours", self.weak, grade) + "\n")

    def _show_worked(self) -> None:
        """Not before the person has answered: it would be no answer of theirs."""
        worked = self.worked()
        if not worked:
            self.note("This question has no worked answers.")
        elif self.drill.tries:
            self.write(f"\n{worked}\n")
        else:
            self.note("Answer first: the worked answers come after.")
