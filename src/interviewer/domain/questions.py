"""A question as an interviewer asks it."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from annotated_types import Ge, Le, MinLen

Track = Literal["ai_pm", "ml_pm"]
QuestionTrack = Literal["ai_pm", "ml_pm", "both"]
Kind = Literal[
    "behavioural", "product_sense", "metrics", "technical", "ethics", "strategy", "execution", "data", "evaluation",
    "design", "estimation", "negotiation", "writing",
]  # fmt: skip
Round = Literal["phone_screen", "onsite", "executive", "take_home", "system_design"]
Context = Literal["startup", "big_tech", "enterprise"]
Competency = Literal["technical_literacy", "product_judgment", "operational_rigor"]

TRACKS: tuple[Track, ...] = get_args(Track)
KINDS: tuple[Kind, ...] = get_args(Kind)
ROUNDS: tuple[Round, ...] = get_args(Round)
TRACK_NAMES: dict[Track, str] = {"ai_pm": "AI PM", "ml_pm": "ML PM"}

Text = Annotated[str, MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a bank. Only id, track and prompt are required of a person's own questions.

    `minutes` is the spoken length of a good answer. `expects` are the points of a strong answer to this very question,
    `pitfalls` the ways it is usually lost. `signals` are ids of the track's rubric.
    """

    id: Text
    track: QuestionTrack
    prompt: Text
    kind: Kind = "behavioural"
    topic: str = "own"
    rounds: tuple[Round, ...] = ()
    contexts: tuple[Context, ...] = ()
    drill: str | None = None
    difficulty: Annotated[int, Ge(1), Le(3)] = 2
    minutes: Annotated[int, Ge(1), Le(30)] = 4
    signals: tuple[str, ...] = ()
    expects: tuple[Text, ...] = ()
    pitfalls: tuple[Text, ...] = ()
    follow_ups: tuple[Text, ...] = ()
    competency: Competency | None = None
    source: str = "own"

    def suits(self, track: Track) -> bool:
        return self.track in (track, "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject of questions; `words` are the stems by which an answer on this subject is recognised."""

    id: Text
    name: Text
    track: QuestionTrack
    group: Text
    words: tuple[Text, ...] = ()


def custom_question(track: Track, prompt: str) -> Question:
    """A question typed on the spot, which is in no bank."""
    return Question(id="", track=track, prompt=prompt)
