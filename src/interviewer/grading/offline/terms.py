"""What an answer is held to besides its rubric: how short it may be, whether its subject must be the question's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from interviewer.domain.grades import CheckVerdict
from interviewer.domain.lengths import target_words
from interviewer.domain.rubrics import DrillRubric
from interviewer.grading.sums import Key, settled
from interviewer.ports import GradeRequest

ENOUGH_WORDS = 60  # an answer of fewer words shows less, however good they are
TOO_SHORT = 12  # words; fewer are no answer
SHARE_ENOUGH, SHARE_TOO_SHORT = 0.6, 0.2  # of the target of a drill that is short itself


@dataclass(frozen=True, slots=True)
class Terms:
    """`settled` are verdicts that code knows better than any reading of words."""

    enough_words: float = ENOUGH_WORDS
    too_short: float = TOO_SHORT
    on_subject: bool = True
    ownership_caps: bool = True
    settled: Mapping[Key, CheckVerdict] = field(default_factory=dict)


TRACK_TERMS = Terms()


def drill_terms(drill: DrillRubric, request: GradeRequest) -> Terms:
    target = target_words(drill)
    return Terms(
        enough_words=min(ENOUGH_WORDS, target * SHARE_ENOUGH),
        too_short=min(TOO_SHORT, target * SHARE_TOO_SHORT),
        on_subject=drill.on_subject,
        ownership_caps=drill.ownership_caps,
        settled=settled(drill, request.question, request.answer),
    )
