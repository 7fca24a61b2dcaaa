"""HTML pages of what was really practised."""

from pathlib import Path

import pytest

from interviewer.cli.html_pages import answers_page, interview_page
from interviewer.cli.output import BadInputError
from interviewer.cli.program import Program
from interviewer.storage.database import open_store
from tests.cli.conftest import Run
from tests.cli.test_practice_rounds import script
from tests.reports.html_reading import Page


def test_an_interview_becomes_one_page_with_debrief_transcript_and_grades(run: Run, home: Path) -> None:
    assert run("practice", "--plain", "--round", "phone_screen", "--seed", "2", stdin=script(30)).code == 0
    program, store = Program({"INTERVIEWER_HOME": str(home)}), open_store(home / "interviewer.db")
    try:
        (row,) = store.interviews(limit=5)
        source = "".join(interview_page(program, store, row.id[:8]))
        answers = [found for each in store.answers(limit=50) if (found := store.transcript(each.answer_id))]
        with pytest.raises(BadInputError, match="there is no interview"):
            interview_page(program, store, "no-such-interview")
        assert "".join(answers_page(program, "Answers", answers)).count("<article>") == len(answers)
    finally:
        store.close()
    read = Page(source)
    assert not read.wrong
    assert row.title in read.text
    for each in answers:
        assert each.answer.question.prompt in read.text
        latest = each.latest
        assert latest is not None
        assert latest.overall is not None
        assert f"= {latest.overall.score:.1f}" in read.text
    links = {link.removeprefix("#") for link in read.values("href")}
    assert links <= set(read.values("id")), "every number leads somewhere"
    assert any(link.startswith("question-1-check-") for link in links)
    ids = read.values("id")
    assert len(ids) == len(set(ids))


def test_an_interview_that_was_broken_off_has_a_page_too(run: Run, home: Path) -> None:
    assert run("practice", "--plain", "--round", "phone_screen", "--seed", "2", stdin=script(1)).code == 0
    program, store = Program({"INTERVIEWER_HOME": str(home)}), open_store(home / "interviewer.db")
    try:
        (row,) = store.interviews(limit=5)
        text = Page("".join(interview_page(program, store, row.id))).text
    finally:
        store.close()
    assert "Undecided" in text
    assert "I decided to drop the warnings" in text.replace("\n", " ")
