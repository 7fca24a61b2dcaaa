"""`interviewer doctor` warns where answers would leave this computer: synchronised folders and repositories."""

from pathlib import Path

import pytest

from interviewer.cli.doctor_folder import synced_by
from tests.cli.conftest import Run


def findings(run: Run, home: Path, **environ: str) -> dict[str, str]:
    result = run("doctor", "--format", "json", **{"INTERVIEWER_HOME": str(home), **environ})
    assert result.code == 0
    return {each["name"]: each["detail"] for each in result.json["checks"] if each["status"] == "note"}


def test_a_folder_of_ones_own_is_well(run: Run, tmp_path: Path) -> None:
    assert not {"synced folder", "repository"} & findings(run, tmp_path / "data" / "dropboxes").keys()


@pytest.mark.parametrize(
    ("folder", "who"),
    [
        ("Dropbox/notes", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - Company/x", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-me@example.com/My Drive/x", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloud Drive/x", "iCloud"),
        ("Nextcloud/x", "Nextcloud"),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(tmp_path: Path, folder: str, who: str) -> None:
    assert synced_by(tmp_path / folder / "home", {}) == who


@pytest.mark.parametrize(("mark", "who"), [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox")])
def test_a_synchronised_folder_is_known_by_what_lies_in_it(tmp_path: Path, mark: str, who: str) -> None:
    (tmp_path / "shared" / mark).mkdir(parents=True)
    assert synced_by(tmp_path / "shared" / "deep" / "home", {}) == who


def test_a_synchronised_folder_is_known_by_a_variable(run: Run, tmp_path: Path) -> None:
    found = findings(run, tmp_path / "mine" / "home", OneDriveCommercial=str(tmp_path / "mine"))
    assert "that OneDrive copies" in found["synced folder"]


def test_a_link_into_a_synchronised_folder_does_not_hide_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "home").mkdir(parents=True)
    (tmp_path / "home-link").symlink_to(tmp_path / "Dropbox" / "home")
    told = findings(run, tmp_path / "home-link")["synced folder"]
    assert "lies in a folder that Dropbox copies to other computers" in told


@pytest.mark.parametrize("is_file", [True, False], ids=["worktree", "repository"])
def test_a_repository_above_is_named(run: Run, tmp_path: Path, is_file: bool) -> None:
    mark = tmp_path / "project" / ".git"
    mark.parent.mkdir()
    mark.write_text("gitdir: elsewhere\n") if is_file else mark.mkdir()
    found = findings(run, tmp_path / "project" / "notes" / "home")["repository"]
    assert f"lies in the git repository {tmp_path / 'project'}: a commit could publish your answers" in found


def test_texts_that_were_left_behind_are_named(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for name in ("answer-123.md", "interviewer-unsaved-20260314-120000-000000.txt", "settings.toml"):
        (home / name).touch(mode=0o600)
    found = findings(run, home)["texts left behind"]
    assert f"{home}/answer-123.md, {home}/interviewer-unsaved-20260314-120000-000000.txt" in found
    assert "settings" not in found
