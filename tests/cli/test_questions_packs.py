"""Packs: exported, installed whole or not at all, marked, updated and taken out; nothing of a bad one is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.content.packs import QUESTIONS, Manifest, digest, manifest_text
from tests.cli.conftest import Result, Run

OWLS = '[[questions]]\nid = "owl-1"\ntrack = "ml_pm"\nprompt = "Which owl is labelled worst?"\n'
HENS = '[[questions]]\nid = "hen-1"\ntrack = "ai_pm"\nprompt = "Which hens come first?"\n'


def write_pack(folder: Path, text: str = OWLS, **changes: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    files = {QUESTIONS: text.encode()}
    manifest = Manifest(**{"name": "owls", "version": "1", "questions": text.count("[[questions]]"),
                           "sha256": digest(files), **changes})  # type: ignore[arg-type]  # fmt: skip
    (folder / QUESTIONS).write_bytes(files[QUESTIONS])
    (folder / "pack.toml").write_text(manifest_text(manifest))
    return folder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "owls")


def listed(run: Run) -> list[dict[str, object]]:
    return run("questions", "list", "--format", "json", "--search", "owl labelled").lines


def test_a_pack_goes_from_one_person_to_another(run: Run, tmp_path: Path) -> None:
    run("questions", "add", "--track", "ml_pm", "--prompt", "Which owl is labelled worst?", "--expect", "a figure")
    folder = tmp_path / "night birds"
    made = run("questions", "export", "--own", "--to", str(folder), "--author", "A. B.", "--description", "Owls.")
    assert (made.code, made.out.strip()) == (0, str(folder))
    assert sorted(each.name for each in folder.iterdir()) == ["pack.toml", "questions.toml"]
    other = {"INTERVIEWER_HOME": str(tmp_path / "other")}
    assert run("questions", "packs", "add", str(folder), **other).code == 0
    (row,) = run("questions", "packs", "list", "--format", "json", **other).lines
    assert (row["name"], row["version"], row["author"], row["questions"]) == ("night-birds", "1", "A. B.", 1)
    (question,) = run("questions", "list", "--pack", "night-birds", "--format", "json", **other).lines
    assert (question["expects"], question["own"], question["pack"]) == (["a figure"], False, "night-birds")
    assert "(pack night-birds)" in run("questions", "list", "--pack", "night-birds", **other).out
    assert "night-birds  1  1 question, by A. B.: Owls." in run("questions", "packs", "list", **other).out


def test_its_questions_stay_as_they_are_and_can_be_made_ones_own(run: Run, pack: Path) -> None:
    run("questions", "packs", "add", str(pack))
    for argv in (("edit", "owl-1", "--minutes", "3"), ("remove", "owl-1")):
        result = run("questions", *argv)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert "is a question of the pack owls and stays as it is (questions duplicate owl-1" in result.err
    taken = run("questions", "add", "--id", "owl-1", "--track", "ml_pm", "--prompt", "Why?")
    assert "'owl-1' is a question of the pack owls: give yours another id" in taken.err
    assert run("questions", "duplicate", "owl-1", "--minutes", "3").out.strip() == "own-owl-1"
    assert run("questions", "check").code == 0


def test_an_update_says_what_is_new_and_a_removal_can_be_undone(run: Run, pack: Path) -> None:
    run("questions", "packs", "add", str(pack))
    assert "is installed already" in run("questions", "packs", "add", str(pack)).err
    assert "owls 1 is installed already" in run("questions", "packs", "update", "owls").err
    write_pack(pack, OWLS.replace("worst", "best") + HENS, version="2")
    updated = run("questions", "packs", "update", "owls")
    assert (updated.code, "owls is now 2: 1 new, 1 changed, 0 gone" in updated.err) == (0, True)
    assert [each["id"] for each in listed(run)] == ["owl-1"]
    removed = run("questions", "packs", "remove", "owls")
    assert (removed.code, listed(run)) == (0, [])
    kept = removed.err.rpartition("packs add ")[2].partition(" puts it back")[0]
    assert run("questions", "packs", "add", kept).code == 0
    assert len(listed(run)) == 1


def test_an_export_into_the_same_folder_is_the_next_version(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "birds"
    run("questions", "add", "--track", "ml_pm", "--prompt", "Which owl?")
    run("questions", "export", "--own", "--to", str(folder), "--version", "1.9", "--author", "me")
    run("questions", "add", "--track", "ml_pm", "--prompt", "Which hen?")
    again = run("questions", "export", "--own", "--to", str(folder))
    assert "pack birds 1.10, 2 questions" in again.err
    assert 'author = "me"' in (folder / "pack.toml").read_text()
    for argv, told in (
        (("--to", str(folder), "--name", "hens"), "holds another pack, birds"),
        (("--to", str(tmp_path)), "holds other files"),
        (("--to", str(tmp_path / "x"), "--name", "../x"), "--name: '../x' must be small letters"),
    ):
        result = run("questions", "export", "--own", *argv)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert told in result.err


def changed(name: str, change: Callable[[str], str]) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(change((folder / name).read_text()))


def link(name: str) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        outside = folder.parent / "outside.toml"
        outside.write_text(HENS)
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(outside)

    return make


def huge(folder: Path) -> None:
    with (folder / "more.toml").open("wb") as file:
        file.truncate(100 * 1024 * 1024)


BROKEN: list[tuple[str, Callable[[Path], object], str]] = [
    ("no manifest", lambda folder: (folder / "pack.toml").unlink(), "pack.toml: cannot be read"),
    ("a name with ..", lambda folder: write_pack(folder, name="../evil"), "pack.toml:1: name: '../evil' must be small"),
    ("an absolute name", lambda folder: write_pack(folder, name="/etc"), "pack.toml:1: name: '/etc' must be small"),
    ("a hidden name", lambda folder: write_pack(folder, name=".ssh"), "pack.toml:1: name: '.ssh' must be small"),
    ("escapes in the version", lambda folder: write_pack(folder, version="\x1b[2J"), "version: holds the control"),
    ("unknown field", changed("pack.toml", lambda text: text + "run = 'rm'\n"), "run: is not a known field"),
    ("wrong type", changed("pack.toml", lambda text: text.replace("= 1\n", "= true\n")), "questions: must be a whole"),
    ("wrong count", lambda folder: write_pack(folder, questions=7), "questions: says 7, and the pack holds 1"),
    ("a changed file", changed(QUESTIONS, lambda text: text.replace("owl", "cat")), "sha256: is not that of the files"),
    ("a cut file", changed(QUESTIONS, lambda text: text[:-1]), "sha256: is not that of the files"),
    ("a cut string", changed(QUESTIONS, lambda text: text[:-4]), "questions.toml:4: not valid TOML"),
    ("a bad question", lambda folder: write_pack(folder, OWLS + "minutes = 99\n"), "questions.toml:5: minutes: must"),
    ("an id twice", lambda folder: write_pack(folder, OWLS + OWLS), "questions.toml:5: id: 'owl-1' is used twice"),
    ("a file too many", lambda folder: (folder / "more.toml").write_text(HENS), "says 1, and the pack holds 2"),
    ("a link out of the folder", link(QUESTIONS), "questions.toml: is a link: a pack holds its own files"),
    ("a linked manifest", link("pack.toml"), "pack.toml: is a link: a pack holds its own files"),
    ("another link", link("more.txt"), "more.txt: is a link"),
    ("a folder for a file", lambda folder: (folder / "more.toml").mkdir(), "more.toml: is a folder, not a file"),
    ("100 MB", huge, "more.toml: larger than 8 MB"),
    ("not UTF-8", lambda folder: (folder / "more.toml").write_bytes(b"\xff"), "more.toml:1: not UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "told"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_a_bad_pack_is_one_line_and_nothing_of_it_is_installed(
    run: Run, home: Path, pack: Path, spoil: Callable[[Path], object], told: str
) -> None:
    spoil(pack)
    result = run("questions", "packs", "add", str(pack))
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err
    assert result.err.replace("\n", "").isprintable()
    assert not (home / "packs").exists()
    assert not (pack.parent / "evil").exists()


def test_ids_that_clash_are_named_with_whose_they_are(run: Run, home: Path, pack: Path, tmp_path: Path) -> None:
    def add(folder: Path) -> Result:
        return run("questions", "packs", "add", str(folder))

    run("questions", "add", "--id", "owl-1", "--track", "ml_pm", "--prompt", "Mine?")
    assert "'owl-1' is in use: it is a question of your own" in add(pack).err
    run("questions", "remove", "owl-1")
    assert add(pack).code == 0
    other = write_pack(tmp_path / "other", OWLS, name="other")
    assert "'owl-1' is in use: it is a question of the pack owls" in add(other).err
    builtin = write_pack(tmp_path / "third", OWLS.replace("owl-1", "ai-fairness-recommender"), name="third")
    assert "'ai-fairness-recommender' is in use: it is a built-in question" in add(builtin).err
    assert [each.name for each in (home / "packs").iterdir() if not each.name.startswith(".")] == ["owls"]


def test_an_update_that_was_cut_short_between_its_steps_is_mended(run: Run, home: Path, pack: Path) -> None:
    run("questions", "packs", "add", str(pack))
    (home / "packs" / "owls").rename(home / "packs" / ".owls.old")
    (home / "packs" / ".owls.new").mkdir()
    assert [each["name"] for each in run("questions", "packs", "list", "--format", "json").lines] == ["owls"]
    assert len(listed(run)) == 1


def test_a_pack_that_somebody_changed_after_it_was_installed_is_told(run: Run, home: Path, pack: Path) -> None:
    run("questions", "packs", "add", str(pack))
    (home / "packs" / "owls" / QUESTIONS).write_text(OWLS.replace("worst", "best"))
    result = run("questions", "packs", "list")
    assert (result.code, "the pack owls is not as it was installed" in result.err) == (1, True)
    assert run("questions", "packs", "update", "owls").code == 0
    assert run("questions", "packs", "list").code == 0


@pytest.mark.parametrize("action", ["update", "remove"])
def test_a_pack_that_is_not_there_gets_near_names(run: Run, pack: Path, action: str) -> None:
    run("questions", "packs", "add", str(pack))
    for name in ("owl", "../owls"):
        result = run("questions", "packs", action, name)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert "did you mean 'owls'?" in result.err
