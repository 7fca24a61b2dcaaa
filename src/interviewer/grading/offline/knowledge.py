"""What the offline grader knows, read once, and what it makes of one answer before any score."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from interviewer.domain.questions import TRACKS, Question, Track
from interviewer.grading.offline.actors import load_actors
from interviewer.grading.offline.calibration import Calibration, load_calibration
from interviewer.grading.offline.denials import load_denials
from interviewer.grading.offline.lexicon import Lexicon, load_lexicon
from interviewer.grading.offline.misconceptions import load_misconceptions
from interviewer.grading.offline.reading import Reader, Reading
from interviewer.grading.offline.relevance import Relevance, SubjectIndex
from interviewer.grading.offline.relevance import terms as stems
from interviewer.grading.offline.shown import load_shown
from interviewer.grading.offline.traits import Counted, load_counted, traits
from interviewer.grading.offline.why_lower import BestAnswers
from interviewer.ports import QuestionBank, RubricSource

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Examined:
    """All that was read out of one answer, before any score.

    What the calibration makes of it for one track: `estimates` 1.0-5.0 by dimension, and whether its conclusions are
    `doubted`; `every` has the estimates of both tracks.
    """

    reading: Reading
    relevance: Relevance
    traits: Mapping[str, float]
    every: Mapping[Track, Mapping[str, float]] = field(default_factory=dict)
    estimates: Mapping[str, float] = field(default_factory=dict)
    doubted: bool = False


class OfflineKnowledge:
    """The word lists, subjects and calibration, read once."""

    def __init__(self, bank: QuestionBank, rubrics: RubricSource) -> None:
        self.folder = DATA
        self.bank = bank
        self.rubrics = rubrics

    @cached_property
    def reader(self) -> Reader:
        common = frozenset((self.folder / "common_words.txt").read_text(encoding="utf-8").split())
        shown = load_shown(self.folder / "shown.toml")
        lexicon = Lexicon(load_lexicon(self.folder / "lexicon.toml") | shown.phrases)
        actors, denials = load_actors(self.folder / "actors.toml"), load_denials(self.folder / "denials.toml")
        misconceptions = load_misconceptions(self.folder / "misconceptions.toml")
        return Reader(lexicon, actors, denials, shown, misconceptions, common, self._words_of_rubrics())

    def _words_of_rubrics(self) -> frozenset[str]:
        """The stems of what a rubric's positive checks say that an answer does."""
        dimensions = [each for track in TRACKS for each in self.rubrics.rubric(track).dimensions]
        stated = [check.statement for each in dimensions for check in each.checks if check.polarity == "positive"]
        return frozenset(stems(" ".join(stated)))

    @cached_property
    def any_case(self) -> frozenset[str]:
        """Stems that are in no list of common words and yet tell nothing of a case: of amounts, of dates."""
        return frozenset((self.folder / "any_case_words.txt").read_text(encoding="utf-8").split())

    @cached_property
    def subjects(self) -> SubjectIndex:
        concepts = tomllib.loads((self.folder / "concepts.toml").read_text(encoding="utf-8"))
        return SubjectIndex(self.bank.built_in_questions(), self.bank.topics(), concepts)

    @cached_property
    def counted(self) -> dict[str, Counted]:
        return load_counted(self.folder / "traits.toml")

    @cached_property
    def calibration(self) -> Calibration:
        return load_calibration(self.folder)

    @cached_property
    def best(self) -> BestAnswers:
        return BestAnswers(self.calibration)

    def examine(self, question: Question, answer: str) -> Examined:
        reading = self.reader.read(answer, [question.prompt])
        relevance = self.subjects.measure(question, reading.tokens)
        found = traits(reading, self.counted)
        found |= {f"relevance_{name}": value for name, value in relevance.features().items()}
        return Examined(reading, relevance, found)

    def estimated(self, examined: Examined, track: Track) -> Examined:
        """With what the calibration makes of its traits."""
        traits, calibration = examined.traits, self.calibration
        every = examined.every or calibration.estimates(traits)
        doubted = calibration.doubt.probability(traits) > calibration.doubt_limit
        return replace(examined, every=every, estimates=every[track], doubted=doubted)
