"""Commands are run here as in the tests of the command line."""

from tests.cli.conftest import built_in, home, knowledge, read_once, run

__all__ = ["built_in", "home", "knowledge", "read_once", "run"]
