"""Markdown to be read: whatever somebody typed is text in it, never markup, HTML or a link."""

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from interviewer.domain.text import visible
from interviewer.domain.transcripts import StoredGrade, Transcript
from interviewer.reports.markdown import answer_section, answers_report, escaped
from tests.practice.kit import RUBRICS, grade
from tests.storage.samples import answer, at

HOSTILE = [
    "<script>alert(1)</script>", "[link](javascript:x)", "# heading", "- entry", "1. entry", "> quote", "`code`",
    "a_b_c",
    "*bold* **bold**", "| a | b |", "---", "===", "![x](y)", "~~gone~~", "&amp; &lt;", "\\", "    code", "<!-- x -->",
    "https://example.org", "name@example.org", "+ entry", "[x]: y", "\x1b[2J", "#tag", "1) entry", "$x$",
]  # fmt: skip
TAGS = {"h1", "h2", "h3", "h4", "p", "blockquote", "ul", "li", "strong", "code"}


def rendered(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    page = rendered(escaped(text))
    assert set(re.findall(r"<(\w+)", page)) == {"p"}
    assert words(page) == visible(text).strip()


@given(st.lists(st.sampled_from([*HOSTILE, "a", " ", "\n", "\n\n", "\t"])).map("".join))
def test_any_text_is_one_or_more_paragraphs_of_itself(text: str) -> None:
    page = rendered(escaped(text))
    assert set(re.findall(r"<(\w+)", page)) <= {"p"}
    assert words(page) == " ".join(visible(text).split())


def test_a_report_holds_no_markup_but_its_own() -> None:
    text = "\n".join(HOSTILE)
    made = replace(grade(3.0, {"personal_decision": "<b>I</b>"}), feedback=None)
    failed = replace(made, status="unscored", reason=text, overall=None, gate=None, signals=(), habits=())
    sample = answer(text, question=replace(answer().question, prompt=text), id="id`<x>")
    stored = tuple(StoredGrade(answer_id="a", created_at=at(n), grade=each) for n, each in enumerate((made, failed)))
    page = rendered("".join(answers_report(text, [Transcript(answer=sample, grades=stored)], RUBRICS)))
    assert set(re.findall(r"<(\w+)", page)) <= TAGS
    assert page.count("<blockquote>") == 1
    assert page.count("<h2>") == 1


def test_faults_are_named_as_such() -> None:
    made = grade(3.0, {"hands_over": "they decided"})
    section = answer_section(
        Transcript(answer=answer(), grades=(StoredGrade(answer_id="a", created_at=at(0), grade=made),)), RUBRICS
    )
    assert "- [ ] A fault: Hands the decision to somebody else. “they decided”" in section
    assert "- [x] Not found: The decisions belong to 'we', to the team, or to nobody." in section
