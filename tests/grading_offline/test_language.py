"""Answers in other languages are not scored by a grader that cannot read them."""

import pytest

from interviewer.grading.offline.language import is_foreign
from interviewer.grading.offline.lexicon import tokenise
from tests.grading_offline.conftest import GradeText

FRENCH = (
    "Pour garantir l'équité d'un système de recommandation, je commencerais par définir ce que veut dire juste pour "
    "nos vendeurs et nos clients. J'ai décidé de mesurer l'exposition des petits vendeurs chaque semaine."
)
GERMAN = (
    "Ich habe die Schwelle selbst auf 95 Prozent gesetzt, weil eine falsche Antwort uns zwölf Euro kostet und die "
    "Kunden danach nicht mehr anrufen. Nach sechs Wochen war der Anteil von 31 auf 9 Prozent gefallen."
)
PORTUGUESE = (
    "Primeiro falei com os clientes e com a equipa e depois escolhi o problema que era mais importante para a empresa. "
    "O modelo respondia bem a maior parte das perguntas, mas a taxa de erro era alta, por isso decidi que a assistente "
    "não podia responder sozinha. Se a taxa subir acima de dois por cento, desligo a função."
)
SMALL_FRENCH = (  # many of its words are an English "a" and "d"
    "D'abord j'ai parlé aux clients et à l'équipe, puis j'ai choisi le problème. Il y a eu des erreurs et il a fallu "
    "décider. On a mis une limite et on a dit qu'on l'arrêterait. Il y a eu moins de plaintes et il a coûté moins cher."
)
RUSSIAN = (
    "Я сам поставил порог в девяносто пять процентов, потому что ошибка стоит нам двенадцать евро за звонок. "
    "После шести недель доля ошибок упала с тридцати одного до девяти процентов."
)


@pytest.mark.parametrize("answer", [FRENCH, SMALL_FRENCH, GERMAN, PORTUGUESE, RUSSIAN])
def test_an_answer_in_another_language_has_no_score_and_says_why(grade: GradeText, answer: str) -> None:
    graded = grade("ai_pm", "How do you set a launch bar?", answer)
    assert (graded.status, graded.overall) == ("unscored", None)
    assert "English" in (graded.reason or "")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "I don't know.",
        "asdf qwer zxcv " * 20,
        "precision recall latency drift retraining labels guardrail rollout " * 4,
        "Lahore, small-business bank. Three immediate exits, 4 % to 9 %, repriced, 12 accounts, rollback at 5 %. " * 2,
        "Our launch in Zürich: the café chain Über den Wolken wanted 40 % fewer calls, and we got 31 % in six weeks.",
    ],
)
def test_terse_english_gibberish_and_foreign_names_are_not_taken_for_another_language(answer: str) -> None:
    assert not is_foreign(tokenise(answer)[0])
