"""What `interviewer doctor` looks at in the data folder: rights, and whether copies of it go elsewhere."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from interviewer.cli.checkup import Finding

REPOSITORIES = {".git": "git", ".hg": "Mercurial", ".svn": "Subversion", ".jj": "Jujutsu"}
# What programs that synchronise folders leave in the folders that they look after.
LEFT_BY = {
    ".stfolder": "Syncthing", ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".owncloudsync.log": "Nextcloud",
    ".nextcloudsync.log": "Nextcloud", ".tmp.drivedownload": "Google Drive", ".tmp.driveupload": "Google Drive",
}  # fmt: skip
# How their folders are called; macOS has them all under Library/CloudStorage, iCloud under Mobile Documents.
CALLED = {
    "dropbox": "Dropbox", "onedrive": "OneDrive", "google drive": "Google Drive", "googledrive": "Google Drive",
    "my drive": "Google Drive", "icloud": "iCloud", "mobile documents": "iCloud", "nextcloud": "Nextcloud",
    "owncloud": "ownCloud", "pclouddrive": "pCloud", "cloudstorage": "a cloud drive",
}  # fmt: skip
# An answer in $EDITOR when the program was ended, and what could not be stored (tui/external_editor.py, tui/rescue.py).
LEFT_BEHIND = ("answer-*.md", "interviewer-unsaved-*.txt")
NAMED_BY = {"OneDrive": "OneDrive", "OneDriveConsumer": "OneDrive", "OneDriveCommercial": "OneDrive"}
ELSEWHERE = "move it and set INTERVIEWER_HOME to the new place"


def folder_findings(home: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    yield _rights(home)
    left = sorted(str(each) for pattern in LEFT_BEHIND for each in home.glob(pattern))
    if left:
        detail = f"what was typed when it could not be stored, or when your editor was ended: {', '.join(left)}"
        yield Finding("texts left behind", "note", detail, "take what you need from them, then delete them")
    synced = synced_by(home, environ)
    if synced:
        detail = f"{home} lies in a folder that {synced} copies to other computers, with every answer in it"
        yield Finding("synced folder", "note", f"{detail}; a database copied while it is open can break", ELSEWHERE)
    repository = repository_of(home)
    if repository:
        kind, root = repository
        detail = f"{home} lies in the {kind} repository {root}: a commit could publish your answers"
        yield Finding("repository", "note", detail, f"{ELSEWHERE}, or have the repository ignore it")


def _rights(home: Path) -> Finding:
    if not is_there(home):
        return _to_be_made(home)
    if not home.is_dir():
        return Finding("data folder", "broken", f"{home} is no folder", "move it away, or set INTERVIEWER_HOME")
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return Finding("data folder", "broken", f"{home} is not writable", f"chmod u+rwx {home}")
    loose = list(_loose(home))
    if loose:
        names = ", ".join(str(each) for each in loose)
        return Finding("data folder", "note", f"others can read {names}", f"chmod -R go= {home}")
    return Finding("data folder", "ok", f"{home}, private to you")


def _to_be_made(home: Path) -> Finding:
    parent = next(each for each in home.parents if is_there(each))
    if parent.is_dir() and os.access(parent, os.W_OK | os.X_OK):
        return Finding("data folder", "ok", f"{home} (made when something is stored)")
    what = "not writable" if parent.is_dir() else "no folder"
    return Finding("data folder", "broken", f"{parent} is {what}", "set INTERVIEWER_HOME to another folder")


def is_there(path: Path) -> bool:
    """Not where it cannot be told, in a folder that may not be entered."""
    try:
        return path.exists()
    except OSError:
        return False


def _loose(home: Path) -> Iterator[Path]:
    """What other users of this computer could read."""
    for path in (home, *sorted(home.iterdir())):
        if path.stat().st_mode & 0o077:
            yield path


def synced_by(home: Path, environ: Mapping[str, str]) -> str | None:
    """The program that copies the folder to other computers, as far as its traces tell."""
    for folder in _above(home):
        left = next((who for mark, who in LEFT_BY.items() if is_there(folder / mark)), None)
        if left:
            return left
        name = folder.name.casefold()
        called = next((who for start, who in CALLED.items() if re.match(rf"{start}(?:$|[ (-])", name)), None)
        if called:
            return called
        for variable, who in NAMED_BY.items():
            if environ.get(variable) and folder == Path(environ[variable]):
                return who
    return None


def repository_of(home: Path) -> tuple[str, Path] | None:
    """What kind of repository the folder lies in, and where that begins."""
    for folder in _above(home):
        kind = next((kind for mark, kind in REPOSITORIES.items() if is_there(folder / mark)), None)
        if kind:
            return kind, folder
    return None


def _above(home: Path) -> Iterator[Path]:
    """The folder and all above it, as it is named and where its links lead."""
    yield home
    yield from home.parents
    real = home.resolve()
    if real != home:
        yield real
        yield from real.parents
