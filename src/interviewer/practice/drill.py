"""A drill: one question, answered as often as one likes, graded at once."""

import uuid
from collections.abc import AsyncIterator

from interviewer.domain.grades import Grade, GraderRef
from interviewer.domain.questions import Question, Track
from interviewer.domain.transcripts import Answer, Draft
from interviewer.ports import Clock, Done, GradeEvent, Grader, GradeRequest, Store

LOOKED_BACK = 200  # answers; where a typed question was last asked before those, it counts as new


def new_id() -> str:
    return uuid.uuid4().hex


def draft_slot(track: Track, question: Question) -> str:
    return f"drill:{track}:{question.id or question.prompt}"


class Drill:
    """One sitting at one question. Every answer is stored before it is graded; every grade is added, none replaced.

    `statement_grades` are those of a weak statement that the question quotes, by the grader; they are not stored.
    """

    def __init__(self, track: Track, question: Question, store: Store, clock: Clock) -> None:
        self.track: Track = track
        self.question = question
        self.store = store
        self.clock = clock
        self.session_id = new_id()
        self.tries: list[Answer] = []
        self.statement_grades: dict[GraderRef, Grade] = {}

    @property
    def slot(self) -> str:
        return draft_slot(self.track, self.question)

    def draft(self) -> Draft | None:
        """What was typed here and not submitted."""
        return self.store.draft(self.slot)

    def keep(self, text: str, typing_seconds: float) -> None:
        """Keeps what is in the editor; an empty editor leaves no draft."""
        if not text.strip():
            self.store.drop_draft(self.slot)
            return
        self.store.save_draft(
            Draft(
                slot=self.slot,
                track=self.track,
                question=self.question,
                text=text,
                typing_seconds=typing_seconds,
                updated_at=self.clock.now(),
            )
        )

    def submit(self, text: str, typing_seconds: float) -> Answer:
        """Stores the answer, then drops the draft it came from. Raises StoreError; the draft is then still there."""
        answer = Answer(
            id=new_id(),
            session_id=self.session_id,
            position=len(self.tries),
            track=self.track,
            question=self.question,
            text=text,
            typing_seconds=typing_seconds,
            created_at=self.clock.now(),
        )
        self.store.save_answer(answer, slot=self.slot)
        self.tries.append(answer)
        return answer

    def previous(self, answer: Answer) -> tuple[Answer, Grade] | None:
        """The newest earlier scored answer to the same question, from this sitting or any before.

        Questions that were typed on the spot have no id: they are the same where their words are.
        """
        typed = not self.question.id
        rows = self.store.answers(limit=LOOKED_BACK, track=self.track, question_id=self.question.id)
        for row in rows:
            if typed and row.prompt != self.question.prompt:
                continue
            if row.answer_id != answer.id and row.status == "scored" and row.created_at <= answer.created_at:
                transcript = self.store.transcript(row.answer_id)
                if transcript and transcript.latest and transcript.latest.status == "scored":
                    return transcript.answer, transcript.latest
        return None


async def grade_stored(answer: Answer, grader: Grader, store: Store, clock: Clock) -> AsyncIterator[GradeEvent]:
    """Grades a stored answer and stores the grade before it is shown; an unscored one too, with its reason."""
    request = GradeRequest(track=answer.track, question=answer.question, answer=answer.text)
    async for event in grader.grade(request):
        if isinstance(event, Done):
            store.add_grade(answer.id, event.grade, clock.now())
        yield event
