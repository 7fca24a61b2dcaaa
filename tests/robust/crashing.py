"""The program, with a widget that fails once six words were typed.

Usage: crashing.py [ARGUMENTS OF interviewer]
"""

from typing import Any

from interviewer.cli.main import run
from interviewer.tui.widgets.length_meter import LengthMeter

SECRET = "a value of a variable"  # noqa: S105 - no password; it must not get into what is written about the crash


def main() -> None:
    show = LengthMeter.show

    def failing(self: LengthMeter, length: Any) -> None:
        local = f"{SECRET} in here"
        if length.words >= 6:
            raise RuntimeError(f"the meter broke\nin two lines ({len(local)})")
        show(self, length)

    LengthMeter.show = failing  # type: ignore[method-assign]
    run()


if __name__ == "__main__":
    main()
