"""An answer as the offline grader reads it: sentence by sentence, who acts, on what, with which figures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby

from interviewer.grading.evidence import Sentence, sentences
from interviewer.grading.lower_case import lowered
from interviewer.grading.offline.actors import Actors
from interviewer.grading.offline.denials import Denials, outside
from interviewer.grading.offline.idle_numbers import measures
from interviewer.grading.offline.lexicon import Lexicon, sets_of_words, tokenise
from interviewer.grading.offline.misconceptions import Misconception, find_misconceptions
from interviewer.grading.offline.quantities import figures, implausible, is_change, moment
from interviewer.grading.offline.relevance import stems_in
from interviewer.grading.offline.shown import Shown, taken_out
from interviewer.grading.orders import order_spans
from interviewer.grading.pieces import heads_in, heads_of
from interviewer.grading.spans import Span

MOST_SENTENCES = 2_000
LONG_ENOUGH_TO_RECITE, RECITED = 12, 0.7  # telling words of a sentence; in rated answers the share is 0.67 at most
MOST_IN_A_ROW = 3  # times that somebody says the same
BARE, MOST_BARE = 2, 2  # words; "I refused." says something once or twice, a row of such sentences nothing
APART = str.maketrans("'%", "  ")  # no word more makes a sentence that was said no new one


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence and its features; spans are offsets within the sentence's text.

    `features` are what its words touch, which levels are calibrated on; `shown`, of those, what a check may be met by.
    `tokens` are its words in lower case; `particulars` the stems of those that a vague answer does not use: what the
    story is about.
    """

    sentence: Sentence
    tokens: Sequence[str]
    words: int
    features: dict[str, list[Span]]
    shown: dict[str, list[Span]]
    particulars: frozenset[str] = frozenset()

    def has(self, *names: str) -> bool:
        return self.features.keys() >= set(names)

    def any(self, *names: str) -> bool:
        return not self.features.keys().isdisjoint(names)


@dataclass(frozen=True)
class Reading:
    """A whole answer, read. `orders` are spans of the answer that talk to the grader; those sentences earn nothing.
    `wrong` says why each conclusion that does not follow does not."""

    answer: str
    all_sentences: tuple[ReadSentence, ...]
    orders: tuple[Span, ...]
    wrong: tuple[str, ...] = ()

    @cached_property
    def read(self) -> tuple[ReadSentence, ...]:
        """The sentences that can earn something: said once, not addressed to the grader, in no row of the same or of
        bare decisions."""
        keys = [" ".join(" ".join(each.tokens).translate(APART).split()) for each in self.all_sentences]
        seen = {key for key, row in groupby(keys) if sum(1 for _ in row) > MOST_IN_A_ROW}
        kept = []
        bare = 0
        for key, each in zip(keys, self.all_sentences, strict=True):
            if key in seen or "order" in each.features:
                continue
            seen.add(key)
            bare += len(each.tokens) <= BARE and "i_decides" in each.features
            if bare <= MOST_BARE or len(each.tokens) > BARE:
                kept.append(each)
        return tuple(kept)

    @property
    def tokens(self) -> Iterator[str]:
        """All words of the answer, in lower case."""
        return chain.from_iterable(each.tokens for each in self.all_sentences)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Which sentences show each feature, as a number: its bit n stands for `read[n]`.

        Hundreds of questions are asked of every answer, and `&` and `|` answer them for all sentences at once.
        """
        return _places([each.features for each in self.read])

    @cached_property
    def shown_places(self) -> Mapping[str, int]:
        """The like of `places` for what the sentences really show."""
        return _places([each.shown for each in self.read])

    @property
    def everywhere(self) -> int:
        """All sentences, as bits."""
        return (1 << len(self.read)) - 1

    def showing(self, *names: str) -> int:
        """The places, as bits, of the sentences that show one of these features."""
        found = 0
        for name in names:
            found |= self.places.get(name, 0)
        return found

    def at(self, places: int) -> list[ReadSentence]:
        """The sentences at places given as bits, in their order."""
        return [self.read[at] for at in bits(places)]

    @cached_property
    def words(self) -> int:
        return sum(each.words for each in self.read)

    @cached_property
    def particulars(self) -> frozenset[str]:
        """The stems of all words that a vague answer does not use."""
        return frozenset().union(*(each.particulars for each in self.read))

    def count(self, *names: str) -> int:
        """How many sentences show all of these features."""
        found = self.places.get(names[0], 0)
        for name in names[1:]:
            found &= self.places.get(name, 0)
        return found.bit_count()

    def total(self, name: str) -> int:
        """How many times a feature shows in the whole answer."""
        return sum(len(each.features.get(name, ())) for each in self.read)


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns answers into Readings; holds the compiled word lists.

    The lexicon finds the phrases of `shown` too. `common` are words that tell nothing particular, `rubric` the
    stems of those that the rubrics' checks are stated in.
    """

    lexicon: Lexicon
    actors: Actors
    denials: Denials
    shown: Shown
    misconceptions: Sequence[Misconception]
    common: frozenset[str]
    rubric: frozenset[str]

    def read(self, answer: str, quoted: Iterable[str] = ()) -> Reading:
        """`quoted` are texts (the question) whose sentences earn nothing when they are merely repeated."""
        numbered = sentences(answer)[:MOST_SENTENCES]
        words = [tokenise(each.text) for each in numbered]
        whole = len(numbered) < MOST_SENTENCES
        heads = heads_of(chain.from_iterable(tokens for tokens, _ in words)) if whole else heads_in(lowered(answer))
        orders = tuple(order_spans(answer, heads))
        echoes = frozenset[frozenset[str]]().union(*map(sets_of_words, quoted))
        read = tuple(self._sentence(each, *said, orders, echoes) for each, said in zip(numbered, words, strict=True))
        wrong = find_misconceptions(answer, numbered, heads, self.misconceptions)
        for index, _ in wrong:
            span = [(0, len(numbered[index].text))]
            read[index].features.setdefault("misconception", span)
            read[index].shown.setdefault("misconception", span)
        return Reading(answer, read, orders, tuple(each.why for _, each in wrong))

    def _sentence(
        self,
        sentence: Sentence,
        tokens: Sequence[str],
        spans: Sequence[Span],
        orders: Sequence[Span],
        echoes: frozenset[frozenset[str]],
    ) -> ReadSentence:
        text = sentence.text
        lower = lowered(text)
        features = self.lexicon.find(tokens, spans)
        idle = taken_out(features)
        denied, unsaid = self.denials.find(lower)
        features.update(self.actors.find(text, tokens, spans, denied))
        particulars = self._particulars(tokens)
        numbers = figures(lower)
        if numbers:
            features["figure"] = numbers
            if is_change(lower, numbers, has_result="result" in features):
                features["change"] = [(numbers[0][0], numbers[-1][1])]
        if denied:
            self._drop_denied(features, denied)
        if when := moment(lower):
            features["time"] = [when]
        if odd := implausible(lower):
            features["implausible"] = odd
        if self._repeats(tokens, echoes) or any(a < sentence.end and sentence.start < b for a, b in orders):
            features, particulars = {"order": [(0, len(text))]}, frozenset()
        words = len([1 for token in tokens if len(token) > 1 or token in ("i", "a") or token.isdigit()])
        shown = self.shown.of(_measured(features, lower), idle, lower)
        if unsaid:
            shown = {name: kept for name, found in shown.items() if (kept := self._said(name, found, unsaid))}
        return ReadSentence(sentence, tokens, words, features, shown, particulars)

    def _particulars(self, tokens: Iterable[str]) -> frozenset[str]:
        stems = {term for token in tokens for term, tells in stems_in(token) if tells}
        return frozenset(stems - self.common)

    def _repeats(self, tokens: Sequence[str], echoes: frozenset[frozenset[str]]) -> bool:
        """Whether a sentence only says again what the question or the rubric says."""
        return _is_echo(frozenset(tokens), echoes) or self._is_recital(tokens)

    def _is_recital(self, tokens: Sequence[str]) -> bool:
        """Whether a long sentence is made of the rubric's words: what an answer should show, and no case."""
        if len(tokens) < LONG_ENOUGH_TO_RECITE:
            return False
        said = {term for token in tokens for term, tells in stems_in(token) if tells}
        return len(said) >= LONG_ENOUGH_TO_RECITE and len(said & self.rubric) > RECITED * len(said)

    def _said(self, name: str, found: list[Span], unsaid: Sequence[Span]) -> list[Span]:
        return found if name in self.denials.said_anyway else outside(found, unsaid)

    def _drop_denied(self, features: dict[str, list[Span]], denied: Sequence[Span]) -> None:
        for name in self.denials.unshown & features.keys():
            features[name] = outside(features[name], denied)
            if not features[name]:
                del features[name]


def _measured(features: dict[str, list[Span]], lower: str) -> dict[str, list[Span]]:
    """The features without the figures that measure nothing, and without a change between such."""
    numbers = features.get("figure")
    if not numbers:
        return features
    real = measures(lower, numbers)
    if len(real) == len(numbers):
        return features
    kept = {name: spans for name, spans in features.items() if name not in ("figure", "change")}
    if real:
        kept["figure"] = real
        if is_change(lower, real, has_result="result" in features):
            kept["change"] = [(real[0][0], real[-1][1])]
    return kept


def _places(features: Iterable[Mapping[str, object]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, names in enumerate(features):
        bit = 1 << at
        for name in names:
            places[name] = places.get(name, 0) | bit
    return places


def bits(places: int) -> Iterator[int]:
    """The places that a number stands for, from the first."""
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest


def _is_echo(words: frozenset[str], echoes: frozenset[frozenset[str]]) -> bool:
    if len(words) < 4:
        return False
    for echo in echoes:  # noqa: SIM110 - half the time of any(), for every sentence of every answer
        if len(words & echo) >= 0.8 * len(words):
            return True
    return False
