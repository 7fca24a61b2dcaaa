"""A trial as it runs: which answers are graded in which order, and what came of them so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.cli.sending import summed
from interviewer.domain.grades import Grade, Usage
from interviewer.domain.trial import TrialAnswer, TrialAttack
from interviewer.domain.worked import Attack, Worked, WorkedAnswer
from interviewer.ports import GradeRequest, QuestionBank

REPEATED = 4  # of the triples are graded again to see how stable the grades are
DEFAULT_RUNS = 2


@dataclass(frozen=True, slots=True)
class Planned:
    """One answer to be graded: a worked one in its run, or an attack on a worked question."""

    worked: Worked
    of: WorkedAnswer | Attack
    run: int
    request: GradeRequest

    @property
    def triple(self) -> str:
        return f"{self.worked.track}/{self.worked.question}"


class TrialRun:
    """First every answer once, then the attacks, then the first triples again for each run after the first."""

    def __init__(self, worked: Sequence[Worked], attacks: Sequence[Attack], bank: QuestionBank, runs: int) -> None:
        self._bank = bank
        self.runs = runs
        self.plan: list[Planned] = [each for one in worked for each in self._triple(one, 0)]
        if worked:
            self.plan += [self._attack(worked[at % len(worked)], attack) for at, attack in enumerate(attacks)]
        self.plan += [each for run in range(1, runs) for one in worked[:REPEATED] for each in self._triple(one, run)]
        self.grades: dict[int, Grade] = {}

    def _triple(self, worked: Worked, run: int) -> Iterator[Planned]:
        for answer in worked.answers:
            yield Planned(worked, answer, run, self._request(worked, answer.text))

    def _attack(self, worked: Worked, attack: Attack) -> Planned:
        prompt = self._request(worked, "").question.prompt
        text = attack.against(prompt, worked.answer("middling").text)
        return Planned(worked, attack, 0, self._request(worked, text))

    def _request(self, worked: Worked, answer: str) -> GradeRequest:
        question = self._bank.get(worked.question)
        if question is None:
            raise LookupError(worked.question)
        return GradeRequest(track=worked.track, question=question, answer=answer)

    def requests(self) -> Iterator[tuple[int, GradeRequest]]:
        return ((number, each.request) for number, each in enumerate(self.plan))

    def note(self, number: int, grade: Grade) -> None:
        self.grades[number] = grade

    @property
    def is_whole(self) -> bool:
        return len(self.grades) == len(self.plan)

    @property
    def unscored(self) -> int:
        return sum(grade.overall is None for grade in self.grades.values())

    def answers(self) -> list[TrialAnswer]:
        return [
            TrialAnswer(each.triple, each.of.quality, each.of.level, each.run, self.grades[number])
            for number, each in enumerate(self.plan)
            if number in self.grades and isinstance(each.of, WorkedAnswer)
        ]

    def attacks(self) -> list[TrialAttack]:
        """Those that can be judged: one that was appended needs the grade of what it was appended to."""
        middling = {each.triple: each.grade for each in self.answers() if (each.quality, each.run) == ("middling", 0)}
        found = []
        for number, each in enumerate(self.plan):
            if number not in self.grades or not isinstance(each.of, Attack):
                continue
            before = middling.get(each.triple) if each.of.how == "appended" else None
            if each.of.how == "alone" or before is not None:
                found.append(TrialAttack(each.of, self.grades[number], before))
        return found

    def usage(self) -> Usage:
        return summed([grade.usage for grade in self.grades.values()])
