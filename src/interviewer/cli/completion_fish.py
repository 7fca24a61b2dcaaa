"""The completion script for fish, made from the tree of commands."""

from collections.abc import Iterator

from interviewer.cli.completion_tree import Flag, Node, Value

HEAD = """# fish completion for interviewer; made by: interviewer completion fish

function __interviewer_at
    # whether the words so far lead to the command that is named
    set -l path
    for word in (commandline -opc)[2..-1]
        if contains -- "$path $word" $__interviewer_paths
            set path "$path $word"
        end
    end
    test "$path" = "$argv[1]"
end

function __interviewer_ids
    set -l program (commandline -opc)[1]
    $program completion --ids $argv[1] 2>/dev/null
end

complete -c interviewer -f
"""


def fish_script(root: Node) -> str:
    nodes = list(root.all())
    paths = " ".join(_quoted(_path(node)) for node in nodes if node.path)
    lines = [HEAD, f"set -g __interviewer_paths {paths}"]
    return "\n".join([*lines, *(line for node in nodes for line in _lines(node))]) + "\n"


def _path(node: Node) -> str:
    return "".join(f" {word}" for word in node.path)


def _lines(node: Node) -> Iterator[str]:
    here = f"complete -c interviewer -n {_quoted(f'__interviewer_at {_quoted(_path(node))}')}"
    for child in node.children:
        yield f"{here} -a {_quoted(child.path[-1])} -d {_quoted(child.summary)}"
    for value in node.values if not node.children else ():
        yield f"{here} {_value(value)}"
    for flag in node.flags:
        yield f"{here} {_flag(flag)} -d {_quoted(flag.summary)}"


def _flag(flag: Flag) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in flag.names)
    if flag.value is None:
        return names
    return f"{names} -r {_value(flag.value)}"


def _value(value: Value) -> str:
    if value.kind == "files":
        return "-F"
    if value.kind == "ids":
        return f"-a {_quoted(f'(__interviewer_ids {value.words[0]})')}"
    return f"-a {_quoted(' '.join(value.words))}" if value.words else "-f"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
