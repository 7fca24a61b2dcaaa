"""The signs by which the search for a role is spared never hide one."""

import json
import tomllib
from pathlib import Path

import interviewer.grading.offline
from interviewer.grading.evidence import sentences
from interviewer.grading.offline.actors import Actors
from interviewer.grading.offline.lexicon import tokenise

WORDS = tomllib.loads(
    (Path(interviewer.grading.offline.__file__).parent / "data" / "actors.toml").read_text(encoding="utf-8")
)
PANEL = Path(__file__).resolve().parents[2] / "benchmarks" / "panel"


def test_every_rated_answer_shows_the_same_roles_without_the_signs() -> None:
    answers = [
        json.loads(line)["answer"] for path in PANEL.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()
    ]
    assert len(answers) > 500
    texts = {each.text for answer in answers for each in sentences(answer)}
    words = {token for text in texts for token in tokenise(text)[0]}
    quick, thorough = Actors(WORDS), Actors(WORDS | {"signs": dict.fromkeys(WORDS["signs"], words)})
    for text in sorted(texts):
        said = tokenise(text)
        assert quick.find(text, *said) == thorough.find(text, *said), text
