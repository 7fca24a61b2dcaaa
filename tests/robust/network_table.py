"""The table of faults in docs/troubleshooting.md: read by the tests, and written anew by

python -m tests.robust.network_table
"""

import asyncio
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent.parent.parent / "docs" / "troubleshooting.md"
HEAD = "| What goes wrong | What you are told | Kept |\n|---|---|---|\n"
ROW = re.compile(r"\| (.+?) \| (.+?) \| (.+?) \|\n")


class Row(NamedTuple):
    told: str
    kept: str


def rows() -> dict[str, Row]:
    """The table as it stands in the docs, by fault."""
    return {fault: Row(told, kept) for fault, told, kept in ROW.findall(_parts()[1])}


def _parts() -> tuple[str, str, str]:
    """The docs before the rows, the rows, and the rest."""
    before, head, rest = FILE.read_text(encoding="utf-8").partition(HEAD)
    end = re.search(r"^(?!\|)", rest, re.MULTILINE)
    at = end.start() if end else len(rest)
    return before + head, rest[:at], rest[at:]


async def _observed() -> dict[str, Row]:
    from tests.robust.network_faults import CASES
    from tests.robust.test_network_faults import check

    found = {}
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            found[name] = await check(case, Path(folder) / "home")
        print(name, "->", found[name].told)
    return found


def main() -> None:
    before, _, after = _parts()
    lines = [f"| {name} | {row.told} | {row.kept} |\n" for name, row in asyncio.run(_observed()).items()]
    FILE.write_text(before + "".join(lines) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
