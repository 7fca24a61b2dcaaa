"""The completion script for zsh, made from the tree of commands."""

import shlex
from collections.abc import Iterator

from interviewer.cli.completion_tree import Node, Value

TEMPLATE = r"""#compdef interviewer
# zsh completion for interviewer; made by: interviewer completion zsh

_interviewer_ids() {
    local -a ids
    ids=(${(f)"$(_call_program ids "${(q)words[1]} completion --ids $1" 2>/dev/null)"})
    compadd -a ids
}

_interviewer() {
    local path_so_far="" before=${words[CURRENT-1]} word
    local -a found
    for word in ${words[2,CURRENT-1]}; do
        case "$path_so_far $word" in
            (@PATHS@) path_so_far="$path_so_far $word" ;;
        esac
    done
    if [[ ${words[CURRENT]} == --*=* ]]; then
        before=${words[CURRENT]%%=*}
        compset -P 1 '*='
    fi
    case "$path_so_far $before" in
@FLAG_VALUES@
    esac
    if [[ ${words[CURRENT]} == -* ]]; then
        case "$path_so_far" in
@FLAGS@
        esac
        _describe -o 'flag' found
    else
        case "$path_so_far" in
@VALUES@
        esac
    fi
}

if [[ "${funcstack[1]}" == "_interviewer" ]]; then
    _interviewer "$@"
else
    compdef _interviewer interviewer
fi
"""


def zsh_script(root: Node) -> str:
    nodes = list(root.all())
    paths = "|".join(shlex.quote(_path(node)) for node in nodes if node.path)
    return (
        TEMPLATE.replace("@PATHS@", paths)
        .replace("@FLAG_VALUES@", "\n".join(line for node in nodes for line in _flag_values(node)))
        .replace("@FLAGS@", "\n".join(_flags(node) for node in nodes if node.flags))
        .replace("@VALUES@", "\n".join(_values(node) for node in nodes if node.values or node.children))
    )


def _path(node: Node) -> str:
    return "".join(f" {word}" for word in node.path)


def _flag_values(node: Node) -> Iterator[str]:
    for flag in node.flags:
        if flag.value is not None:
            which = "|".join(shlex.quote(f"{_path(node)} {name}") for name in flag.names)
            yield f"        ({which}) {_add(flag.value)}; return ;;"


def _flags(node: Node) -> str:
    found = " ".join(_described(name, flag.summary) for flag in node.flags for name in flag.names)
    return f"            ({shlex.quote(_path(node))}) found=({found}) ;;"


def _values(node: Node) -> str:
    where = f"            ({shlex.quote(_path(node))})"
    if node.children:
        found = " ".join(_described(child.path[-1], child.summary) for child in node.children)
        return f"{where} found=({found}); _describe 'command' found ;;"
    return f"{where} {_add(node.values[0])} ;;"


def _described(word: str, summary: str) -> str:
    return shlex.quote(f"{word}:{summary}" if summary else word)


def _add(value: Value) -> str:
    if value.kind == "files":
        return "_files"
    if value.kind == "ids":
        return f"_interviewer_ids {value.words[0]}"
    if not value.words:
        return "_message 'a value'"
    return f"compadd -- {' '.join(map(shlex.quote, value.words))}"
