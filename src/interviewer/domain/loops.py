"""What rubrics/loops.toml holds: rounds, whole loops, kinds of company, and the lines that an interviewer may say."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le, MinLen

from interviewer.domain.questions import Context, Kind, Round, Text, Track

Lines = Annotated[tuple[Text, ...], MinLen(1)]
Kinds = Annotated[tuple[Kind, ...], MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """One conversation with one interviewer.

    `round` is what its questions must be meant for. `ai_pm` and `ml_pm` name, question by question, the kinds that it
    may be of. `minutes` is talking time. At most `probes` follow-ups on one question, `probe_budget` in all; what
    helps somebody back who is stuck is not counted. In a written round the answer is a text that was worked on, so
    talking time means nothing. With `question` the round is about that one question of the bank, by its id.
    """

    id: Text
    name: Text
    round: Round
    manner: Text
    minutes: Annotated[int, Ge(5), Le(480)]
    probes: Annotated[int, Ge(0), Le(6)]
    probe_budget: Annotated[int, Ge(0), Le(30)]
    ai_pm: Annotated[tuple[Kinds, ...], MinLen(1)]
    ml_pm: Annotated[tuple[Kinds, ...], MinLen(1)]
    written: bool = False
    question: str = ""

    def kinds(self, track: Track) -> tuple[tuple[Kind, ...], ...]:
        return self.ai_pm if track == "ai_pm" else self.ml_pm


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Rounds in their order, by id; `context` is the kind of company that runs such a loop, if it is one kind's."""

    id: Text
    name: Text
    rounds: Annotated[tuple[Text, ...], MinLen(1)]
    context: Context | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLines:
    """Ways to ask for one check of the rubric."""

    check: Text
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A kind of company. `setting` is said when a candidate asks; `emphasis` are the checks it listens for first."""

    id: Context
    name: Text
    setting: Text
    emphasis: Annotated[tuple[Text, ...], MinLen(1)]
    probes: tuple[CheckLines, ...] = ()

    def lines(self, check_id: str) -> tuple[str, ...]:
        return next((each.lines for each in self.probes if each.check == check_id), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one interviewer speaks. Lines take turns; none says how an answer was.

    `style` describes the manner to a model. `way_in_story` and `way_in_case` make a question smaller for somebody who
    has nothing to say to it; `redirect` follows an answer to another question, `other_story` one that was given
    before; `declined` a refusal. {topic} is the subject that the question is about.
    """

    id: Text
    style: Text
    greeting: Lines
    moving_on: Lines
    way_in_story: Lines
    way_in_case: Lines
    declined: Lines
    redirect: Lines
    other_story: Lines
    out_of_time: Lines
    closing: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What an interviewer says when asked back. {question}, {minutes}, {setting}, {role}, {given} are facts of the
    question and its set-up, {before} is what was said before it; nothing else is ever added."""

    repeat: Lines
    pause: Lines
    term: Lines
    refers_to_question: Lines
    refers_to_answer: Lines
    scope: Lines
    scope_given: Lines
    length: Lines
    length_written: Lines
    example_story: Lines
    example_case: Lines
    company: Lines
    company_open: Lines
    role: Lines
    grading: Lines
    other: Lines
    enough: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Practise:
    """A drill, and the checks that it trains."""

    drill: Text
    checks: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Loops:
    """All of it. `probes` are more ways to ask for a check, beside the one that stands in the rubric."""

    rounds: Annotated[tuple[RoundPlan, ...], MinLen(1)]
    loops: Annotated[tuple[Loop, ...], MinLen(1)]
    companies: Annotated[tuple[Company, ...], MinLen(1)]
    manners: Annotated[tuple[Manner, ...], MinLen(1)]
    replies: Replies
    probes: tuple[CheckLines, ...] = ()
    practise: tuple[Practise, ...] = ()

    def manner(self, manner_id: str) -> Manner:
        """The manner of that name; the first one where a stored interview names one that is gone."""
        return next((each for each in self.manners if each.id == manner_id), self.manners[0])

    def company(self, context: Context | None) -> Company | None:
        return next((each for each in self.companies if each.id == context), None)

    def lines(self, check_id: str) -> tuple[str, ...]:
        return next((each.lines for each in self.probes if each.check == check_id), ())

    def drills(self, check_id: str) -> tuple[str, ...]:
        """The drills that train a check."""
        return tuple(each.drill for each in self.practise if check_id in each.checks)
