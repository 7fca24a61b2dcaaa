"""Whether a model could grade, and what would be sent where if it did. Nothing here chooses anything."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from interviewer.ports import InterviewerError
from interviewer.settings import Endpoint, Settings
from interviewer.tui.safe_text import plain
from interviewer.tui.wording import model_at, told

SENT = "the question, your answer and the rubric"


@dataclass(frozen=True, slots=True)
class Offer:
    """`ready` where one keystroke is enough; `who` is `MODEL at HOST`; `text` says it all."""

    ready: bool
    who: str
    text: str


def model_offer(settings: Settings, endpoint: Callable[[Settings], Endpoint]) -> Offer:
    try:
        place = endpoint(replace(settings, grader="llm"))
    except InterviewerError as error:
        return Offer(False, "", f"Grade with a model: its address cannot be used ({plain(told(error))}). See Settings.")
    if not place.has_key:
        return Offer(False, "", "Grade with a model: set OPENAI_API_KEY, or name a local server in Settings.")
    model = model_at(settings, place.host)
    if not model:
        return Offer(False, "", f"Grade with a model at {plain(place.host)}: name the model in Settings first.")
    who = plain(f"{model} at {place.host}")
    key = "no key is needed" if place.key_source.startswith("none") else f"key from {place.key_source}"
    return Offer(True, who, f"Grade with {who} instead ({key}). It would be sent {SENT}, from then on.")
