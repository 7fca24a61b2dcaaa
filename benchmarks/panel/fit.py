"""Calibrates the offline grader on rated answers and says how well it does on questions it has not seen.

    python -m benchmarks.panel.fit    print the leave-one-question-out table
    make calibrate                    and write grading/offline/data/calibration.toml and radial.json, fitted on all

Each level is part a linear function of traits (grading/offline/traits.py), fitted by an elastic net, and part a radial
basis function network, which sees what a sum cannot: figures that count only where something is decided. The sum keeps
a level honest when one thing changes; the network orders whole answers. Both are also fitted on answers with a known
change (figures made vague, "I" made "we", decisions handed over, the outcome cut), so that one dimension does not live
off another. Answers off the question and answers that rest on an error teach the sums nothing: the gate and the doubt
are for them.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.panel.agreement import bias, interval, qwk, rank_correlation
from benchmarks.panel.data import HABITS, SIGNALS, WEIGHTS, Rated, changed, rated, swapped
from benchmarks.panel.radial_fit import Network, fit_network
from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.domain.questions import TRACKS, Question
from interviewer.grading.offline.calibration import OVERALL, LowEnd, OtherRole, soft
from interviewer.grading.offline.grader import DOUBTED, OFF_QUESTION
from interviewer.grading.offline.knowledge import DATA, OfflineKnowledge

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
L1, L2, STRETCH = 0.015, 0.3, 0.8
HABIT_L1, HABIT_L2 = 0.015, 0.2
SHARES = {OVERALL: 0.5, "specificity": 0.5, "ownership": 0.7}  # how much is the network's
OTHER_ROLE = OtherRole(margin=0.8, cost=1.2)
LOW_END = LowEnd(below=2.0, factor=1.1)
CHANGED_WEIGHTS = {"numbers": 0.45, "we": 0.3, "handed": 0.1, "outcome": 0.4, "padded": 0.2, "stuffed": 0.2}
GATE_L2, DOUBT_L2, SWAP_WEIGHT, OFF_WEIGHT = 1.0, 8.0, 0.5, 5.0
GATE_LIMIT, DOUBT_LIMIT = 0.85, 0.6
CONFOUNDED = ("off_topic", "confused")
VAGUE = (
    "buzzword_soup",
    "delegator",
    "i_but_vague",
    "padded_vague",
    "plain_poor",
    "textbook",
    "number_stuffed",
    "off_topic",
    "wrong_track",
)
GATE_TRAITS = (
    "relevance_similarity", "relevance_margin", "relevance_coverage", "relevance_concepts", "relevance_depth",
    "relevance_topic", "relevance_topic_margin", "machine_words", "machine_sentences", "length",
)  # fmt: skip
DOUBT_TRAITS = (
    "certainty_density",
    "certainties",
    "misconceptions",
    "owned_errors",
    "hedge_density",
    "i_decisions",
    "baselines",
    "second_half",
)
Predict = Callable[[Matrix], Vector]


@dataclass(frozen=True)
class Fit:
    """A fitted function of raw traits: constant + weights."""

    constant: float
    weights: Vector

    def __call__(self, x: Matrix) -> Vector:
        return x @ self.weights + self.constant


def elastic_net(x: Matrix, y: Vector, w: Vector, *, l1: float, l2: float, stretch: float) -> Fit:
    """Coordinate descent on standardised traits; `stretch` gives back part of the spread that shrinking takes away."""
    mean = np.average(x, axis=0, weights=w)
    spread = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=w)) + 1e-6
    z, total = (x - mean) / spread, w.sum()
    level = np.average(y, weights=w)
    gram = (z * w[:, None]).T @ z / total
    target = z.T @ (w * (y - level)) / total
    b = np.zeros(z.shape[1])
    for _ in range(300):
        before = b.copy()
        for j in range(len(b)):
            rest = target[j] - gram[j] @ b + gram[j, j] * b[j]
            b[j] = np.sign(rest) * max(0.0, abs(rest) - l1) / (gram[j, j] + l2)
        if np.abs(b - before).max() < 1e-6:
            break
    shown = np.sqrt(np.average((z @ b) ** 2, weights=w))
    wanted = np.sqrt(np.average((y - level) ** 2, weights=w))
    b *= 1 + stretch * (wanted / (shown + 1e-9) - 1)
    return Fit(float(level - (mean / spread) @ b), b / spread)


def logistic(x: Matrix, y: Vector, w: Vector, l2: float) -> Fit:
    """Newton's method on standardised traits, with a ridge on all but the constant."""
    mean, spread = x.mean(0), x.std(0) + 1e-6
    z = np.c_[(x - mean) / spread, np.ones(len(x))]
    b = np.zeros(z.shape[1])
    ridge = np.r_[np.full(len(b) - 1, l2), 1e-6]
    for _ in range(50):
        p = 1 / (1 + np.exp(-z @ b))
        gradient = z.T @ (w * (p - y)) + ridge * b
        hessian = (z * (w * p * (1 - p))[:, None]).T @ z + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        b -= step
        if np.abs(step).max() < 1e-8:
            break
    return Fit(float(b[-1] - (mean / spread) @ b[:-1]), b[:-1] / spread)


def probability(fit: Fit, x: Matrix) -> Vector:
    return np.asarray(1 / (1 + np.exp(-np.clip(fit(x), -30, 30))))


class Table:
    """Answers as a matrix of traits."""

    def __init__(self, rows: Sequence[Rated], knowledge: OfflineKnowledge) -> None:
        self.rows = list(rows)
        examined = [knowledge.examine(Question(id="", track=r.track, prompt=r.question), r.answer) for r in rows]
        self.names = sorted(examined[0].traits)
        self.x: Matrix = np.array([[each.traits[name] for name in self.names] for each in examined])
        self.words = np.array([each.reading.words for each in examined])
        self.questions = np.array([row.question for row in rows])
        self.kinds = np.array([row.kind for row in rows])

    def gold(self, name: str) -> Vector:
        return np.array([row.gold.get(name, np.nan) for row in self.rows], float)

    def columns(self, names: Sequence[str]) -> list[int]:
        return [self.names.index(name) for name in names]


def everything(table: Table) -> NDArray[np.bool_]:
    """Nothing left out."""
    return np.ones(len(table.rows), bool)


class Trainer:
    """Fits every function on the answers to some questions."""

    def __init__(self, knowledge: OfflineKnowledge) -> None:
        rows = rated()
        self.main = Table(rows, knowledge)
        self.changed = Table(changed(rows), knowledge)
        self.swapped = Table(swapped(rows), knowledge)
        self.level_traits = self.main.columns([n for n in self.main.names if not n.startswith("relevance_")])
        self.gate_traits = self.main.columns(GATE_TRAITS)
        self.doubt_traits = self.main.columns(DOUBT_TRAITS)
        self.confounded = np.isin(self.main.kinds, CONFOUNDED)

    def network(self, train: Callable[[Table], NDArray[np.bool_]]) -> Network:
        """For both tracks at once: what makes a whole answer good shows in either."""
        usable = np.ones(len(self.main.rows), bool)
        rows = {name: self._together(name, train, usable) for name in SHARES}
        every = [table.x[train(table)][:, self.level_traits] for table in (self.main, self.changed)]
        return fit_network(np.vstack(every), rows)

    def habit(self, name: str, train: Callable[[Table], NDArray[np.bool_]]) -> Fit:
        x, y, w = self._together(name, train, np.ones(len(self.main.rows), bool))
        return elastic_net(x, y, w, l1=HABIT_L1, l2=HABIT_L2, stretch=STRETCH)

    def _together(
        self, name: str, train: Callable[[Table], NDArray[np.bool_]], usable: NDArray[np.bool_]
    ) -> tuple[Matrix, Vector, Vector]:
        """The rated answers and the changed ones, with their weights."""
        main, changed = self.main.gold(name), self.changed.gold(name)
        a = train(self.main) & usable & ~np.isnan(main)
        b = train(self.changed) & ~np.isnan(changed)
        x = np.r_[self.main.x[a], self.changed.x[b]][:, self.level_traits]
        light = np.array([CHANGED_WEIGHTS[row.set] for row in self.changed.rows])
        trust = np.array([row.weight for row in self.main.rows])
        return x, np.r_[main[a], changed[b]], np.r_[trust[a], light[b]]

    def signal(self, name: str, train: Callable[[Table], NDArray[np.bool_]]) -> Fit:
        x, y, w = self._together(name, train, ~self.confounded)
        return elastic_net(x, y, w, l1=L1, l2=L2, stretch=STRETCH)

    def gate(self, train: Callable[[Table], NDArray[np.bool_]]) -> Fit:
        a, b = train(self.main), train(self.swapped)
        off = self.main.kinds == "off_topic"
        x = np.r_[self.main.x[a], self.swapped.x[b]][:, self.gate_traits]
        y = np.r_[off[a].astype(float), np.ones(b.sum())]
        w = np.r_[np.where(off[a], OFF_WEIGHT, 1.0), np.full(b.sum(), SWAP_WEIGHT)]
        return logistic(x, y, w, GATE_L2)

    def doubt(self, train: Callable[[Table], NDArray[np.bool_]]) -> Fit:
        a = train(self.main) & ~np.isin(self.main.kinds, VAGUE)
        y = (self.main.kinds == "confused").astype(float)
        return logistic(self.main.x[a][:, self.doubt_traits], y[a], np.ones(a.sum()), DOUBT_L2)


def leave_one_question_out(trainer: Trainer) -> dict[str, Vector]:
    """Every prediction for the answers to a question comes from fits that never saw that question."""
    main = trainer.main
    n = len(main.rows)
    names = (*HABITS, *SIGNALS["ai_pm"], *SIGNALS["ml_pm"], OVERALL, "off", "doubt")
    found = {name: np.full(n, np.nan) for name in names}
    for name in (*SIGNALS["ai_pm"], *SIGNALS["ml_pm"]):  # for the other role no answer was rated that could be left out
        found[name] = trainer.signal(name, everything)(main.x[:, trainer.level_traits])
    for question in sorted(set(main.questions)):
        here = main.questions == question

        def train(table: Table, question: str = question) -> NDArray[np.bool_]:
            return np.asarray(table.questions != question)

        x = main.x[here]
        network, of_levels = trainer.network(train), x[:, trainer.level_traits]
        for name in HABITS:
            by_sum, by_network = trainer.habit(name, train)(of_levels), network(name, of_levels)
            found[name][here] = (1 - SHARES[name]) * by_sum + SHARES[name] * by_network
        found[OVERALL][here] = network(OVERALL, of_levels)
        for name in SIGNALS[main.rows[int(np.flatnonzero(here)[0])].track]:
            found[name][here] = trainer.signal(name, train)(x[:, trainer.level_traits])
        found["off"][here] = probability(trainer.gate(train), x[:, trainer.gate_traits])
        found["doubt"][here] = probability(trainer.doubt(train), x[:, trainer.doubt_traits])
    return found


def finished(trainer: Trainer, found: dict[str, Vector]) -> dict[str, Vector]:
    """The scores as the grader makes them: clamped, cut where in doubt, capped where off the question; and the sum."""
    rows = trainer.main.rows
    signals = {name: found[name] for name in (*SIGNALS["ai_pm"], *SIGNALS["ml_pm"])}
    softened = {name: _soft(values) for name, values in signals.items()}
    here, there = summed(softened, rows), summed(softened, rows, other_role=True)
    losses = [OTHER_ROLE.loss(*each) for each in zip(here, there, strict=True)]
    towards = SHARES[OVERALL] * (found[OVERALL] - summed(signals, rows)) - losses
    scores = {name: _soft(map(LOW_END.lowered, values + towards)) for name, values in signals.items()}
    scores |= {name: _soft(found[name]) for name in HABITS}
    doubtful, off = found["doubt"] > DOUBT_LIMIT, found["off"] > GATE_LIMIT
    for of_track in SIGNALS.values():
        for name in of_track:
            scores[name] = np.where(doubtful, np.minimum(scores[name], 1 + (scores[name] - 1) * DOUBTED), scores[name])
            scores[name] = np.where(off, np.minimum(1 + (scores[name] - 1) * OFF_QUESTION, 2.0), scores[name])
    scores[OVERALL] = summed(scores, rows)
    return scores


def _soft(values: Iterable[float]) -> Vector:
    return np.array([soft(value) for value in values])


def summed(scores: dict[str, Vector], rows: Sequence[Rated], *, other_role: bool = False) -> Vector:
    """The weighted sum of each answer's signals, or of those of the other role."""
    tracks = [next(each for each in TRACKS if (each != row.track) is other_role) for row in rows]
    return np.array(
        [
            sum(weight * scores[name][i] for name, weight in zip(SIGNALS[track], WEIGHTS[track], strict=True))
            for i, track in enumerate(tracks)
        ]
    )


def report(trainer: Trainer, scores: dict[str, Vector]) -> None:
    rows = trainer.main.rows
    for label, sets in (
        ("panel, broad", ("dev",)),
        ("panel, mid-range", ("mid",)),
        ("own", ("own",)),
        ("panel, all", ("dev", "mid")),
    ):
        print(f"\n{label:28}{'n':>5}{'QWK':>8}   90% interval {'rho':>7}{'bias':>7}")
        for name in ("overall", *HABITS, *SIGNALS["ai_pm"], *SIGNALS["ml_pm"]):
            index = [i for i, row in enumerate(rows) if row.set in sets and name in row.gold]
            mine, gold = [float(scores[name][i]) for i in index], [rows[i].gold[name] for i in index]
            low, high = interval(qwk, mine, gold, [rows[i].question for i in index])
            print(
                f"  {name:26}{len(index):5}{qwk(mine, gold):8.3f}   {low:5.2f} .. {high:4.2f}"
                f"{rank_correlation(mine, gold):9.3f}{bias(mine, gold):7.2f}"
            )


def report_detectors(trainer: Trainer, found: dict[str, Vector]) -> None:
    kinds = trainer.main.kinds
    off, confused = kinds == "off_topic", kinds == "confused"
    failed, doubted = found["off"] > GATE_LIMIT, found["doubt"] > DOUBT_LIMIT
    print(
        f"\ngate: {int((failed & off).sum())} of {int(off.sum())} off the question found, "
        f"{int((failed & ~off).sum())} of {int((~off).sum())} others failed wrongly"
    )
    print(
        f"doubt: {int((doubted & confused).sum())} of {int(confused.sum())} unsound found, "
        f"{int((doubted & ~confused).sum())} of {int((~confused).sum())} others doubted wrongly"
    )
    caught = probability(trainer.gate(everything), trainer.swapped.x[:, trainer.gate_traits]) > GATE_LIMIT
    print(f"answers under another question (in training): {caught.mean():.0%} fail the gate")


def write(trainer: Trainer, folder: Path) -> None:
    names = trainer.main.names
    lines = [
        "# Written by benchmarks/panel/fit.py from rated answers; see benchmarks/README.md. Not edited by hand.",
        "",
        "[shares]",
        *(f"{name} = {share}" for name, share in SHARES.items()),
        "",
    ]
    for title, numbers in (("other_role", OTHER_ROLE), ("low_end", LOW_END)):
        lines += [f"[{title}]", *(f"{name} = {value}" for name, value in asdict(numbers).items()), ""]
    for which, signals in SIGNALS.items():
        weighed = zip(signals, WEIGHTS[which], strict=True)
        lines += [f"[signals.{which}]", *(f"{name} = {weight}" for name, weight in weighed), ""]

    def add(title: str, fit: Fit, columns: Sequence[int], extra: str = "") -> None:
        lines.extend(
            [f"[{title}]", f"constant = {fit.constant:.5f}", *([extra] if extra else []), "", f"[{title}.weights]"]
        )
        lines.extend(
            f"{names[c]} = {weight:.5f}" for c, weight in zip(columns, fit.weights, strict=True) if abs(weight) > 1e-6
        )
        lines.append("")

    for name in HABITS:
        add(f"levels.{name}", trainer.habit(name, everything), trainer.level_traits)
    for track in SIGNALS.values():
        for name in track:
            add(f"levels.{name}", trainer.signal(name, everything), trainer.level_traits)
    add("gate", trainer.gate(everything), trainer.gate_traits, f"limit = {GATE_LIMIT}")
    add("doubt", trainer.doubt(everything), trainer.doubt_traits, f"limit = {DOUBT_LIMIT}")
    (folder / "calibration.toml").write_text("\n".join(lines), encoding="utf-8")
    network = trainer.network(everything).shipped([names[at] for at in trainer.level_traits])
    text = json.dumps(asdict(network), separators=(",", ":")).replace("],[", "],\n[")  # lines, to see what changed
    (folder / "radial.json").write_text(text + "\n", encoding="utf-8")
    print(f"wrote {folder}: {sum('=' in line for line in lines)} numbers, and {len(text) // 1000} kB of centres")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--no-report", action="store_true", help="fit and write only")
    args = parser.parse_args()
    trainer = Trainer(OfflineKnowledge(Bank(), Rubrics()))
    if not args.no_report:
        found = leave_one_question_out(trainer)
        report(trainer, finished(trainer, found))
        report_detectors(trainer, found)
    if args.write:
        write(trainer, DATA)
    return 0


if __name__ == "__main__":
    sys.exit(main())
