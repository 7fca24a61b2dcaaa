"""The completion script for bash (3.2 and later), made from the tree of commands."""

import shlex
from collections.abc import Iterator

from interviewer.cli.completion_tree import Node, Value

TEMPLATE = r"""# bash completion for interviewer; made by: interviewer completion bash

_interviewer_ids() {
    "${COMP_WORDS[0]}" completion --ids "$1" 2>/dev/null
}

_interviewer() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path="" i words kind
    # bash cuts --flag=value into three words
    if [[ $current == "=" ]]; then
        current=""
    elif [[ $before == "=" ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path ${COMP_WORDS[i]}" in
            @PATHS@) path="$path ${COMP_WORDS[i]}" ;;
        esac
    done
    kind=words words=""
    case "$path $before" in
@FLAG_VALUES@
        *)
            if [[ $current == -* ]]; then
                case "$path" in
@FLAGS@
                esac
            else
                case "$path" in
@VALUES@
                esac
            fi
            ;;
    esac
    case $kind in
        free) COMPREPLY=() ;;
        files) compopt -o filenames 2>/dev/null; local IFS=$'\n'; COMPREPLY=($(compgen -f -- "$current")) ;;
        ids) COMPREPLY=($(compgen -W "$(_interviewer_ids $words)" -- "$current")) ;;
        *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    esac
}

complete -F _interviewer interviewer
"""


def bash_script(root: Node) -> str:
    nodes = list(root.all())
    paths = " | ".join(shlex.quote(_path(node)) for node in nodes if node.path)
    return (
        TEMPLATE.replace("@PATHS@", paths)
        .replace("@FLAG_VALUES@", "\n".join(line for node in nodes for line in _flag_values(node)))
        .replace("@FLAGS@", "\n".join(_flags(node) for node in nodes if node.flags))
        .replace("@VALUES@", "\n".join(_values(node) for node in nodes if node.values or node.children))
    )


def _path(node: Node) -> str:
    """As the script builds it: every word with a blank before it."""
    return "".join(f" {word}" for word in node.path)


def _flag_values(node: Node) -> Iterator[str]:
    for flag in node.flags:
        if flag.value is not None:
            which = " | ".join(shlex.quote(f"{_path(node)} {name}") for name in flag.names)
            yield f"        {which}) {_set(flag.value)} ;;"


def _flags(node: Node) -> str:
    names = " ".join(name for flag in node.flags for name in flag.names)
    return f"                    {shlex.quote(_path(node))}) words={shlex.quote(names)} ;;"


def _values(node: Node) -> str:
    children = tuple(child.path[-1] for child in node.children)
    value = Value("words", children) if children else node.values[0]
    return f"                    {shlex.quote(_path(node))}) {_set(value)} ;;"


def _set(value: Value) -> str:
    return f"kind={value.kind} words={shlex.quote(' '.join(value.words))}"
