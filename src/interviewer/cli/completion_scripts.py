"""One script a shell."""

from collections.abc import Callable

from interviewer.cli.completion_bash import bash_script
from interviewer.cli.completion_fish import fish_script
from interviewer.cli.completion_tree import Node
from interviewer.cli.completion_zsh import zsh_script

SCRIPTS: dict[str, Callable[[Node], str]] = {"bash": bash_script, "zsh": zsh_script, "fish": fish_script}
