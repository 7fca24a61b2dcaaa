"""The builder of HTML pages: whatever is put in comes out as text."""

import base64
import hashlib
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviewer.domain.text import visible
from interviewer.reports.html import Html, el, join, page, said
from tests.reports.hostile import ALL, HOSTILE
from tests.reports.html_reading import Page

ANY_TEXT = st.text(st.characters())  # lone surrogates too


@given(ANY_TEXT)
@example(ALL)
def test_text_comes_back_as_text_and_makes_no_element(text: str) -> None:
    read = Page(el("p", text))
    assert read.tags == ["p"]
    assert read.text == visible(text.replace("\r\n", "\n"))
    assert not read.wrong


@given(ANY_TEXT)
@example(ALL)
def test_an_attribute_cannot_be_left(text: str) -> None:
    read = Page(el("a", "x", title=text, href="#one"))
    assert read.attributes == [("a", "title", visible(text.replace("\r\n", "\n"))), ("a", "href", "#one")]
    assert read.text == "x"


@given(ANY_TEXT)
def test_every_page_is_utf8_without_control_characters(text: str) -> None:
    raw = "".join(page(text, [el("p", text), said(text)])).encode("utf-8")
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", raw)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029]", raw.decode())


def test_elements_nest_lists_are_flattened_and_none_is_nothing() -> None:
    made = el("ul", [el("li", "a & b"), None, [el("li", 3), el("li", 2.50)]], class_="x", hidden=True, id=None)
    assert made == '<ul class="x" hidden><li>a &amp; b</li><li>3</li><li>2.5</li></ul>'
    assert join("<", el("br"), None) == "&lt;<br>"


def test_markup_that_was_glued_together_by_hand_is_text_again() -> None:
    glued = el("b", "x") + "<i>"
    assert el("p", glued) == "<p>&lt;b&gt;x&lt;/b&gt;&lt;i&gt;</p>"


@pytest.mark.parametrize("name", ["p onclick=x", "1", "", "p>", "p\n"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        el(name)
    with pytest.raises(ValueError, match="no name"):
        el("p", **{f"x{name} y": "z"})


def test_a_page_lets_no_script_run_and_its_own_style_alone_apply() -> None:
    read = Page("".join(page(ALL, [Html("<p>x</p>")])))
    policy = next(value for tag, name, value in read.attributes if name == "content" and "default-src" in value)
    digest = base64.b64encode(hashlib.sha256(read.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert read.tags.count("title") == 1
    assert "script" not in read.tags
    assert not read.wrong


def test_the_style_loads_nothing() -> None:
    style = Page("".join(page("", []))).style
    assert "url(" not in style
    assert "@import" not in style
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


@pytest.mark.parametrize("text", HOSTILE)
def test_each_hostile_text_is_seen_as_it_was_written(text: str) -> None:
    assert Page(said(text)).text == visible(text.replace("\r\n", "\n"))
