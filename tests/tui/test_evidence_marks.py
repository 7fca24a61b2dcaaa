from collections.abc import Sequence

from textual.content import Content

from interviewer.domain.grades import CheckVerdict, Evidence
from interviewer.domain.rubrics import Polarity
from interviewer.tui.evidence_marks import mark_answer

ANSWER = "I set the limit at 4 %. \x1b[31mWe launched in May."


def verdict(quotes: Sequence[str], polarity: Polarity = "positive") -> CheckVerdict:
    evidence = tuple(Evidence(ANSWER.index(each), ANSWER.index(each) + len(each), each) for each in quotes)
    return CheckVerdict(id="c", polarity=polarity, verdict="met", points=1, reason="", evidence=evidence)


def marked(content: Content, style: str) -> list[str]:
    return [content.plain[span.start : span.end] for span in content.spans if style in str(span.style)]


def test_words_that_earned_points_are_underlined_behind_escapes_too() -> None:
    content = mark_answer(ANSWER, [verdict(["the limit", "We launched in May."])]).content
    assert marked(content, "underline") == ["the limit", "We launched in May."]
    assert content.plain == ANSWER.replace("\x1b", "\\x1b")


def test_words_that_cost_points_are_told_by_a_sign_as_well_as_by_colour() -> None:
    content = mark_answer(ANSWER, [verdict(["We launched in May."], "negative")]).content
    assert marked(content, "underline") == ["!We launched in May."]


def test_words_that_earned_and_cost_points_are_marked_once() -> None:
    content = mark_answer(ANSWER, [verdict(["the limit at 4 %"]), verdict(["4 %"], "negative")]).content
    assert marked(content, "underline") == ["the limit at ", "!4 %"]


def test_a_chosen_check_alone_is_marked_and_its_first_words_are_found() -> None:
    others, chosen = verdict(["I set"]), verdict(["4 %", "the limit"])
    result = mark_answer(ANSWER, [others, chosen], chosen)
    assert marked(result.content, "reverse") == ["the limit", "4 %"]
    assert result.first is not None
    assert result.content.plain[result.first :].startswith("the limit")


def test_a_check_that_was_not_met_marks_nothing() -> None:
    missed = CheckVerdict(id="c", polarity="positive", verdict="not_met", points=1, reason="")
    result = mark_answer(ANSWER, [missed], missed)
    assert result.first is None
    assert marked(result.content, "reverse") == []
    assert marked(result.content, "muted") == []


def test_evidence_beyond_the_answer_is_cut_to_it() -> None:
    wrong = CheckVerdict(
        id="c", polarity="positive", verdict="met", points=1, reason="", evidence=(Evidence(40, 9_000, "…"),)
    )
    assert mark_answer(ANSWER, [wrong]).content.plain.endswith("May.")
