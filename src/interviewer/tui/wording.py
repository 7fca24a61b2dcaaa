"""Numbers, times and states in the words of the screen."""

from datetime import datetime

from interviewer.domain.grades import VOTE_NAMES, GraderRef
from interviewer.domain.questions import TRACK_NAMES, Question, Track
from interviewer.settings import DEFAULT_MODEL, OPENAI_HOST, Settings

WORDS_PER_MINUTE = 140
CAPS = {
    "ownership": "Held at mixed by ownership: nobody could say what you decided.",
    "passed_on": "Held at mixed: a third or more of the questions were passed on.",
    "gate": "Strong no: this is no answer to the question that was asked.",
}

PLACEHOLDER = "Answer as you would speak: what you decided, why, and what came of it, with numbers."
WRITTEN_PLACEHOLDER = "Write it as you would send it: short, the outcome first, each figure with its comparison."
NOT_USED = "The settings file is not used."


def instead_of_settings(notice: str) -> str:
    """What is wrong with the settings file, and what holds in its place."""
    return f"{notice}. The defaults hold instead, with what flags and environment set. Mend it and start again."


def told(error: BaseException) -> str:
    """An error as a line for people."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return " ".join(str(error).split()) or type(error).__name__


def clock_time(seconds: float) -> str:
    """`2:10`; an hour and more is `75:00`."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def spoken_seconds(words: int) -> float:
    return words * 60 / WORDS_PER_MINUTE


def word_count(text: str) -> int:
    return len(text.split())


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 answer`, `1,204 answers`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in a few characters: `now`, `5 min`, `3 h`, `2 days`, `14 Mar`."""
    seconds = (now - then).total_seconds()
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    if seconds < 86_400:
        return f"{int(seconds // 3600)} h"
    if seconds < 7 * 86_400:
        days = int(seconds // 86_400)
        return f"{days} day{'' if days == 1 else 's'}"
    return day(then, now)


def day(then: datetime, now: datetime) -> str:
    """`14 Mar`, with the year where it is another."""
    local = then.astimezone()
    return f"{local.day} {local:%b}" if local.year == now.astimezone().year else f"{local.day} {local:%b %Y}"


def moment(then: datetime, now: datetime) -> str:
    """`14 Mar 09:05`."""
    return f"{day(then, now)} {then.astimezone():%H:%M}"


def track_name(track: str) -> str:
    names: dict[str, str] = {"both": "both tracks", **dict(TRACK_NAMES.items())}
    return names.get(track, track)


def kind_name(kind: str) -> str:
    return kind.replace("_", " ")


def vote_name(vote: str | None) -> str:
    names: dict[str, str] = dict(VOTE_NAMES.items())
    return names.get(vote or "", vote or "")


def about(question: Question, track: Track) -> str:
    """What stands above a question: `AI PM · ethics · fairness · 4 min`."""
    parts = [TRACK_NAMES[track]]
    if question.id:
        parts.append(kind_name(question.kind))
        if question.topic and question.topic not in ("own", question.kind):
            parts.append(kind_name(question.topic))
    return " · ".join(parts)


def model_at(settings: Settings, host: str) -> str:
    """The model that would grade; empty where none is named for a host that is not OpenAI's."""
    return settings.model or (DEFAULT_MODEL if host == OPENAI_HOST else "")


def graded_by(ref: GraderRef) -> str:
    """Which grader made a grade: `offline estimate`, `gpt-5-mini, standard effort`."""
    if ref.kind == "offline":
        return "offline estimate"
    return f"{ref.model or 'a model'}, {ref.effort} effort" if ref.effort else ref.model or "a model"


def severity(score: float) -> str:
    """The colour that goes with a score, by the bands of the vote; never the only thing that says it."""
    if score < 2.6:
        return "error"
    return "warning" if score < 3.4 else "success"
