"""The commands, flags and values of the program, read from its parsers, for a shell that completes them."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

ValueKind = Literal["words", "files", "ids", "free"]
FILES = ("FILE", "IN", "OUT", "FOLDER", "PATH", "FILE | -")


@dataclass(frozen=True, slots=True)
class Value:
    """What can stand there: `words` of them, files, or ids of the kind that `words` names; "free" is anything."""

    kind: ValueKind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """`value` is None for a flag that takes none."""

    names: tuple[str, ...]
    summary: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class Node:
    """A command or an action of one: `path` are the words that lead to it, none for `interviewer` itself."""

    path: tuple[str, ...]
    summary: str
    flags: tuple[Flag, ...]
    values: tuple[Value, ...]
    children: "tuple[Node, ...]"

    def all(self) -> "Iterator[Node]":
        yield self
        for child in self.children:
            yield from child.all()


def tree(parser: argparse.ArgumentParser, known: Mapping[str, Sequence[str]]) -> Node:
    """`known` gives the words of flags whose parser leaves them open, by flag or "command FLAG"."""
    return _Reader(known).node(parser, (), "")


class _Reader:
    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        self._known = known

    def node(self, parser: argparse.ArgumentParser, path: tuple[str, ...], summary: str) -> Node:
        flags, values, children = [], [], []
        for action in parser._actions:  # argparse has no other way to ask
            if isinstance(action, argparse._SubParsersAction):
                children += list(self._children(action, path))
            elif action.help == argparse.SUPPRESS:
                continue
            elif action.option_strings:
                value = None if action.nargs == 0 else self._value(action, path)
                flags.append(Flag(tuple(action.option_strings), _sentence(action.help), value))
            else:
                values.append(self._value(action, path))
        return Node(path, summary, tuple(flags), tuple(values), tuple(children))

    def _children(
        self, action: "argparse._SubParsersAction[argparse.ArgumentParser]", path: tuple[str, ...]
    ) -> Iterator[Node]:
        summaries = {each.dest: each.help for each in action._choices_actions}
        for name, parser in action.choices.items():
            yield self.node(parser, (*path, name), _sentence(summaries.get(name)))

    def _value(self, action: argparse.Action, path: tuple[str, ...]) -> Value:
        if action.choices is not None:
            return Value("words", tuple(map(str, action.choices)))
        name = next((each for each in action.option_strings if each.startswith("--")), str(action.metavar))
        words = self._known.get(f"{' '.join(path)} {name}") or self._known.get(name)
        if words:
            return Value("words", tuple(words))
        kind = _ids(name, path)
        if kind:
            return Value("ids", (kind,))
        return Value("files" if action.metavar in FILES else "free")


def _ids(name: str, path: tuple[str, ...]) -> str | None:
    """Which ids a value takes, if it takes any."""
    readings: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: name == "--question" or (name == "ID" and path[:1] == ("questions",)), "questions"),
        (lambda: name == "ID" and path[:1] == ("history",), "answers"),
        (lambda: name == "--resume", "interviews"),
    )
    return next((kind for fits, kind in readings if fits()), None)


def _sentence(text: str | None) -> str:
    return " ".join((text or "").replace("%%", "%").split())
