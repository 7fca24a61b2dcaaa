"""Grades the rated answers that no fit ever saw, with the grader as it is shipped.

python -m benchmarks.panel.heldout
"""

from benchmarks.panel.agreement import bias, interval, qwk, rank_correlation
from benchmarks.panel.data import load
from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.domain.questions import Question
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeRequest

MID_RANGE = frozenset(
    ("one_signal", "buried", "plan_only", "textbook", "confused", "fades", "no_decision", "half_we", "hedged", "modest")
)


def main() -> None:
    grader = OfflineGrader(Rubrics(), Bank())
    found: dict[str, list[tuple[float, float, str]]] = {}
    for row in load("heldout.jsonl", "heldout"):
        question = Question(id="", track=row.track, prompt=row.question)
        grade = grader.grade_now(GradeRequest(track=row.track, question=question, answer=row.answer))
        scores = {signal.id: signal.score for signal in grade.signals} | {
            habit.id: habit.score for habit in grade.habits
        }
        scores["overall"] = grade.overall.score if grade.overall else 1.0
        part = "mid-range" if row.kind in MID_RANGE else "broad"
        for name, score in scores.items():
            found.setdefault(name, []).append((score, row.gold[name], row.question))
            if name in ("overall", "specificity", "ownership"):
                found.setdefault(f"{name}, {part}", []).append((score, row.gold[name], row.question))
    print(f"{'':28}{'n':>5}{'QWK':>8}   90% interval {'rho':>7}{'bias':>7}")
    for name, rows in found.items():
        scores_of, gold, questions = [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]
        low, high = interval(qwk, scores_of, gold, questions)
        print(
            f"{name:28}{len(rows):5}{qwk(scores_of, gold):8.3f}   {low:5.2f} .. {high:4.2f}"
            f"{rank_correlation(scores_of, gold):9.3f}{bias(scores_of, gold):7.2f}"
        )


if __name__ == "__main__":
    main()
