"""The documents say what the program does: every command, flag, setting and variable, and no dead links."""

import argparse
import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.cli.main import COMMANDS, parser_for
from interviewer.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "interviewer"
COMMANDS_DOC = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SETTINGS_DOC = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def flags(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                yield from flags(sub)
        else:
            yield from (each for each in action.option_strings if each.startswith("--") and each != "--help")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_flag_of_a_command_is_documented(command: str) -> None:
    assert f"interviewer {command}" in COMMANDS_DOC
    parsers = next(each for each in parser_for(command)._actions if isinstance(each, argparse._SubParsersAction))
    missing = [flag for flag in flags(parsers.choices[command]) if flag not in COMMANDS_DOC]
    assert missing == []


def test_every_documented_flag_exists() -> None:
    known = {"--version"} | {
        flag
        for command in COMMANDS
        for action in parser_for(command)._actions
        if isinstance(action, argparse._SubParsersAction)
        for flag in flags(action.choices[command])
    }
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        text = re.sub(r"`python -m benchmarks[^`]*`", "", path.read_text(encoding="utf-8"))
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - {"--help"}
        assert named - known == set(), path.name


def test_every_setting_and_variable_is_documented() -> None:
    for each in dataclasses.fields(Settings):
        assert f"`{each.name}`" in SETTINGS_DOC or f"`[{each.name}]`" in SETTINGS_DOC, each.name
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    variables = set(re.findall(r"\bINTERVIEWER_[A-Z_]*[A-Z]\b|\bOPENAI_(?:API_KEY|BASE_URL)\b", source))
    assert [name for name in variables if name not in SETTINGS_DOC] == []


def test_documented_defaults_are_the_real_ones() -> None:
    for each in dataclasses.fields(Settings):
        row = re.search(rf"^\| `{each.name}` \| `([^`]*)` \|", SETTINGS_DOC, re.MULTILINE)
        if row:
            value = getattr(Settings(), each.name)
            written = {str: f'"{value}"', bool: str(value).lower()}.get(type(value), str(value))
            assert row[1] == written, each.name


@pytest.mark.parametrize("name", ["guide.md", "settings.md"])
def test_settings_that_are_shown_can_be_used(name: str, tmp_path: Path) -> None:
    from interviewer.tui.keymaps import keymap

    blocks = re.findall(r"^```toml\n(.*?)^```", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.M | re.S)
    assert blocks
    for block in blocks:
        file = tmp_path / "settings.toml"
        file.write_text(block, encoding="utf-8")
        settings = load_settings(file)
        assert keymap(settings.keymap, settings.keys).problems == ()


def test_keys_in_the_guide_are_keys_of_the_app() -> None:
    from interviewer.tui.keys import KEYS

    given = {"escape": "Esc", "left_square_bracket": "[", "right_square_bracket": "]", "slash": "/"}
    known = {given.get(key, "+".join(part.capitalize() for part in key.split("+")) if len(key) > 1 else key)
             for each in KEYS.values() for key in each.keys.split(",")}  # fmt: skip
    text = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:Ctrl|Shift)\+\w|F\d+|Esc|Enter|Space|Tab|[^\s`.])`", text))
    assert len(named) > 20
    assert named - known == set()


def test_votes_are_those_that_the_table_of_grades_says() -> None:
    from interviewer.domain.grades import VOTE_NAMES
    from interviewer.domain.scoring import vote_for

    text = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
    scores = re.search(r"^\| overall \|(.*)\|$", text, re.MULTILINE)
    votes = re.search(r"^\| vote \|(.*)\|$", text, re.MULTILINE)
    assert scores
    assert votes
    bands = list(zip(scores[1].split("|"), votes[1].split("|"), strict=True))
    assert len(bands) == len(VOTE_NAMES)
    for band, vote in bands:
        for each in re.findall(r"[\d.]+", band):
            score = float(each) - 0.1 if "below" in band else float(each)
            assert VOTE_NAMES[vote_for(score)] == vote.strip(), band


def test_limits_of_a_trial_are_those_of_the_program() -> None:
    from interviewer.domain import trial

    text = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|$", text.partition("It passes when")[2], re.MULTILINE))
    said = [value for name, value in rows.items() if re.search(r"\d", value)]
    limits = (trial.LEAST_IN_ORDER, trial.LEAST_HABIT_IN_ORDER, trial.MOST_UNSTABLE, trial.MOST_QUOTES_LOST)
    wanted = [f"{limit:.0%}".replace("%", " %") for limit in limits]
    assert [value.split(" or ")[0] for value in said if "%" in value] == wanted
    assert any(value.startswith(f"{trial.MOST_LEVELS_OFF} levels") for value in said)


def test_messages_that_are_explained_are_those_of_the_program() -> None:
    """By their clauses: what stands between names, signs and what was found out."""
    written = "\0".join([*said(), (ROOT / "Makefile").read_text(encoding="utf-8")]).lower()
    tables = re.findall(
        r"^\| (?:Message|What the grade says) \|.*?\n\|---\|---\|\n((?:\|.*\n)+)",
        (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    messages = [re.split(r"(?<!\\)\|", row)[1].strip() for table in tables for row in table.splitlines()]
    assert len(messages) > 40
    unknown = [
        f"{clause!r} of {message!r}"
        for message in messages
        for clause in re.split(r"\b[A-Z_]+\b|--[a-z-]+|[…`\\,:;.()]", message)
        if len(clause.strip()) >= 10 and not is_said(clause.strip().lower(), written)
    ]
    assert unknown == []


def is_said(clause: str, written: str) -> bool:
    """As it is, or in two parts that the program puts together."""
    words = clause.split()
    parts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return clause in written or any(one in written and other in written for one, other in parts)


def said() -> Iterator[str]:
    """Every text in the program's source, an expression within one left out."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(each.value) if isinstance(each, ast.Constant) else "\0" for each in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "benchmarks" / "README.md"],
    ids=lambda p: p.name,
)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    dead = [link for link in links if not link.startswith("http") and not (path.parent / link).exists()]
    assert dead == []
