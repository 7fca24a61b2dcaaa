"""How an entry of a check's `find` is written: features that must come together, `!feature` for one that bars it, and
a `~` at its end where the next sentence helps."""

Names = tuple[str, ...]


def wanted_and_barred(entry: str) -> tuple[Names, Names]:
    listed = entry.rstrip("~").split()
    wanted = tuple(name for name in listed if not name.startswith("!"))
    return wanted, tuple(name[1:] for name in listed if name.startswith("!"))
