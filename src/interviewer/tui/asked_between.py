"""The follow-ups in the midst of an answer that was given in an interview."""

from textual.content import Content

from interviewer.domain.spoken import spoken
from interviewer.domain.transcripts import Answer
from interviewer.ports import InterviewStore
from interviewer.practice.interview import OutOfTurnError, replay
from interviewer.tui.safe_text import plain


def asked_between(store: InterviewStore, answer: Answer) -> list[tuple[int, Content]]:
    """Each with the offset in the answer's text of what was said to it; none of a drill. Raises StoreError."""
    interview = store.interview(answer.session_id)
    if interview is None:
        return []
    try:
        state = replay(interview, store.events(interview.id))
    except OutOfTurnError:
        return []
    exchange = next((each for each in state.exchanges if each.answer_id == answer.id), None)
    if exchange is None:
        return []
    said = spoken([reply.text for reply in exchange.replies])
    if said.text != answer.text:
        return []
    found, heard = [], 0
    for part in said.parts:
        texts = [probe.text for probe in exchange.probes[heard : part.reply]]
        heard = part.reply
        if texts:
            found.append((part.start, _line("\n".join(texts))))
    return found


def _line(text: str) -> Content:
    return Content.assemble(("Interviewer  ", "bold $text-accent"), (plain(text), "italic"), "\n\n")
