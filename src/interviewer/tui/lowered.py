"""The follow-ups whose answer cost something, and what: by the offline estimate, which is made after every reply."""

from interviewer.domain.interviews import Exchange
from interviewer.domain.rubrics import Rubric
from interviewer.practice.interview_grades import followed_up


def lowered_by_follow_ups(exchange: Exchange, rubric: Rubric) -> list[str]:
    """A line for each follow-up after which the estimate fell, with the faults and checks that it cost."""
    names = {
        f"{each.id}.{check.id}": f"{each.name} {'now' if check.polarity == 'negative' else 'no longer'}: "
        f"{check.statement}"
        for each in rubric.dimensions
        for check in each.checks
    }
    found = []
    for number, each in enumerate(followed_up(exchange), start=1):
        if round(each.with_it - each.without, 1) < 0:
            cost = " ".join(names.get(check, check) for check in each.lost)
            cost = cost or "No check was lost: it is an estimate by the whole answer."
            found.append(
                f"Follow-up {number} lowered the offline estimate, {each.without:.1f} → {each.with_it:.1f}. {cost}"
            )
    return found
