"""The packs that a person installed: each in a folder of its name, changed in one step."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from interviewer.content.own_questions import held
from interviewer.content.packs import Pack, good_name, read_pack, write_pack
from interviewer.paths import PRIVATE_FOLDER, write_private
from interviewer.ports import ContentError, Problem

CAME_FROM = ".came_from"


class InstalledPacks:
    """`folder` need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        if any(self.folder.glob(".*.old")):
            with self._held():
                pass  # which mends what was left
        return sorted(each.name for each in self.folder.iterdir() if each.is_dir() and good_name(each.name))

    def pack(self, name: str) -> Pack:
        """Raises ContentError: there is no such pack, or it is not as it was installed."""
        return read_pack(self._place(name))

    def came_from(self, name: str) -> Path | None:
        """The folder that a pack was installed from, None where nobody knows."""
        try:
            return Path((self._place(name) / CAME_FROM).read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError):
            return None

    def install(self, pack: Pack) -> None:
        """Puts a pack in place of an installed one of its name, or beside the others. Raises OSError."""
        with self._held():
            name = pack.manifest.name
            new, old, place = self.folder / f".{name}.new", self.folder / f".{name}.old", self.folder / name
            new.mkdir(mode=PRIVATE_FOLDER)
            try:
                write_pack(new, pack.manifest, pack.files)
                write_private(new / CAME_FROM, f"{pack.folder.absolute()}\n")
                if place.exists():
                    place.replace(old)
                new.replace(place)
            except BaseException:
                self._mend()
                raise
            shutil.rmtree(old, ignore_errors=True)

    def remove(self, name: str) -> Path:
        """Takes a pack out, and gives the folder where it lies until the next one is removed. Raises as `pack`."""
        place = self._place(name)
        with self._held():
            kept = self.folder / ".removed"
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir(mode=PRIVATE_FOLDER)
            place.replace(kept / name)
        return kept / name

    def _place(self, name: str) -> Path:
        if not good_name(name) or not (self.folder / name).is_dir():
            raise ContentError([Problem(str(self.folder), 0, "", f"there is no pack {name!r}")])
        return self.folder / name

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        with held(self.folder):
            self._mend()
            yield

    def _mend(self) -> None:
        """Brings back what an update left aside when it was cut short between its two steps."""
        for old in self.folder.glob(".*.old"):
            place = self.folder / old.name.removeprefix(".").removesuffix(".old")
            if place.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.replace(place)
        for new in self.folder.glob(".*.new"):
            shutil.rmtree(new, ignore_errors=True)
