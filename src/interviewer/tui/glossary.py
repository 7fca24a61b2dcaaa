"""What the words on the screens mean, a line each, for Help."""

TERMS = {
    "track": "AI PM or ML PM, each with signals of its own",
    "kind": "behavioural, metrics, ethics and so on",
    "signal": "one of the three things weighed, each scored 1 to 5",
    "weight": "a signal's share of the overall score",
    "habit": "specificity or ownership: scored, but beside the sum",
    "check": "a yes-or-no statement with points: ✓ met, ✗ missed",
    "fault": "a check that costs points where it is found: !",
    "evidence": "the words of your answer that met a check",
    "checks 3.4": "1 + 4 × (points met - fault points) / all the points: 1 + 4 × (8 - 2) / 10 = 3.4",
    "level": "1 to 5, as the rubric describes: a model's choice; offline the estimate, rounded: 3.6 is level 4",
    "estimate": "offline: reckoned from the whole answer by rules fitted on rated ones; checks are no part of the sum",
    "score": "the level; offline the estimate. With no check met 2.0 at most, with one or two 4.0",
    "overall": "the weighted sum of the scores of the three signals: 0.45 × 4.0 + 0.30 × 2.5 + 0.25 × 3.0 = 3.3",
    "vote": "what the committee would say, by the overall score",
    "cap": "ownership below 2.6 holds the vote at mixed",
    "gate": "is it about the question? If not, signals stop at 2",
    "slot": "[in brackets]: a fact you did not give; fill it in",
    "low confidence": "a model's: score and checks over 1.5 apart; offline: concrete, yet low",
    "worked answers": "a weak, a middling and a strong one, to compare",
    "spoken time": "words at 140 a minute, against the target",
    "draft": "typed and not submitted; kept within a second",
    "offline": "fixed rules, nothing is sent; a model grades better",
    "model": "gets question, answer and rubric, over the network",
    "effort": "how many requests a model gets for one answer",
    "trial": "what is known of the model as a grader: rubrics try",
    "own": "yours; a built-in one can be copied and changed",
    "strong answers": "points that the feedback looks for in your answer",
    "spread": "the middle half of a group of answers: 3.1–3.6",
    "due": "worth repeating today, by spaced repetition (FSRS)",
    "own score": "what you gave yourself, before you saw the grade",
    "search": 'all words, "a phrase", or begin*; accents do not matter',
    "follow-up": "what is asked next, aimed at the biggest hole",
    "drill": "one skill by itself, with questions and a rubric of its own",
}


def meanings(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """(word, what it means) in the order asked for. Raises KeyError for a word that stands nowhere."""
    return [(name, TERMS[name]) for name in names]
