"""The documents say what the program does: every command, flag, setting and variable, and no dead links."""

import argparse
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.cli.main import COMMANDS, parser_for
from interviewer.settings import Settings

ROOT = Path(__file__).parent.parent
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
    for name in ("README.md", "docs/commands.md", "docs/privacy.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - {"--help"}
        assert named - known == set(), name


def test_every_setting_and_variable_is_documented() -> None:
    for each in dataclasses.fields(Settings):
        assert f"`{each.name}`" in SETTINGS_DOC or f"`[{each.name}]`" in SETTINGS_DOC, each.name
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "interviewer").rglob("*.py"))
    variables = set(re.findall(r"\bINTERVIEWER_[A-Z_]*[A-Z]\b|\bOPENAI_(?:API_KEY|BASE_URL)\b", source))
    assert [name for name in variables if name not in SETTINGS_DOC] == []


def test_documented_defaults_are_the_real_ones() -> None:
    for each in dataclasses.fields(Settings):
        row = re.search(rf"^\| `{each.name}` \| `([^`]*)` \|", SETTINGS_DOC, re.MULTILINE)
        if row:
            value = getattr(Settings(), each.name)
            assert row[1] == (f'"{value}"' if isinstance(value, str) else str(value)), each.name


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "benchmarks" / "README.md"],
    ids=lambda p: p.name,
)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    dead = [link for link in links if not link.startswith("http") and not (path.parent / link).exists()]
    assert dead == []
