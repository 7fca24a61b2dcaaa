"""Which role, and which kind of company, the answers of an interview fit."""

from collections.abc import Sequence
from statistics import fmean

from interviewer.domain.debriefs import CompanyFit, Telling, TrackFit
from interviewer.domain.grades import CheckVerdict, Grade
from interviewer.domain.loops import Company, Loops
from interviewer.domain.questions import Context
from interviewer.domain.rubrics import Rubric
from interviewer.domain.scoring import rounded

CLEARLY = 0.3  # a difference of the two scores that says which story is told
TELLS_SOMETHING = 2.6  # where "mixed" begins


def track_fit(rubric: Rubric, other: Rubric, score: float | None, grades: Sequence[Grade]) -> TrackFit | None:
    """None where nothing was scored. The other track's mean is over the answers that have a score there."""
    if score is None:
        return None
    found = [each.other_track.score for each in grades if each.other_track]
    other_score = rounded(fmean(found)) if found else None
    return TrackFit(
        track=rubric.track,
        framework=rubric.framework,
        deliverable=rubric.deliverable,
        score=score,
        other_track=other.track,
        other_framework=other.framework,
        other_deliverable=other.deliverable,
        other_score=other_score,
        telling=_telling(score, other_score) if other_score is not None else None,
    )


def _telling(own: float, other: float) -> Telling:
    if max(own, other) < TELLS_SOMETHING:
        return "neither"
    if abs(own - other) < CLEARLY - 1e-9:
        return "both"
    return "own" if own > other else "other"


def company_fits(
    rubric: Rubric, loops: Loops, chosen: Context | None, grades: Sequence[Grade]
) -> tuple[CompanyFit, ...]:
    """The company of this interview first, then the best fit; none where nothing was scored."""
    if not grades:
        return ()
    fits = [_fit(rubric, company, grades, chosen=company.id == chosen) for company in loops.companies]
    return tuple(sorted(fits, key=lambda each: (not each.chosen, -each.share, each.context)))


def _fit(rubric: Rubric, company: Company, grades: Sequence[Grade], *, chosen: bool) -> CompanyFit:
    wanted = [check for dimension in rubric.dimensions for check in dimension.checks if check.id in company.emphasis]
    met = {
        check.id: fmean(any(_is_met(verdict, check.id) for verdict in _verdicts(grade)) for grade in grades)
        for check in wanted
    }
    return CompanyFit(
        context=company.id,
        name=company.name,
        chosen=chosen,
        share=fmean(met.values()) if met else 0.0,
        heard=tuple(check.statement for check in wanted if met[check.id] > 0),
        missing=tuple(check.statement for check in wanted if met[check.id] == 0),
    )


def _verdicts(grade: Grade) -> tuple[CheckVerdict, ...]:
    dimensions = (*(each.checks for each in grade.signals), *(each.checks for each in grade.habits))
    return tuple(verdict for checks in dimensions for verdict in checks)


def _is_met(verdict: CheckVerdict, check_id: str) -> bool:
    return verdict.id == check_id and verdict.polarity == "positive" and verdict.met
