"""The comparison writes its tables where they belong, and no round sees what an earlier one typed."""

from pathlib import Path

from benchmarks.compare import BUDGETS, Figures, Subject, forget, report, write


def test_tables_go_between_the_marks_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("# Head\n<!-- measured -->\nold\n<!-- end -->\nfoot\n")
    write(page, "| new |")
    write(page, "| newer |")
    assert page.read_text() == "# Head\n<!-- measured -->\n\n| newer |\n<!-- end -->\nfoot\n"


def test_a_file_without_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "tables.md"
    write(page, "| one |")
    write(page, "| two |")
    assert page.read_text() == "| two |\n"


def test_the_page_of_the_docs_has_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text((Path(__file__).parents[2] / "docs" / "performance.md").read_text("utf-8"), "utf-8")
    write(page, "| only these |")
    text = page.read_text("utf-8")
    assert "| only these |" in text
    assert "What this does not prove" in text
    assert "first paint, ms" not in text


def test_a_budget_is_kept_not_kept_or_not_measured() -> None:
    figures = Figures()
    figures.add("memory, MiB", "interviewer", 40.0)
    figures.add("key echo, ms", "interviewer, editor", 11.0)
    text = report(figures, (0.1, 0.2), 1)
    assert "| memory at first paint up to 45 MiB | 40.0 | kept |" in text
    assert "| key echo within 10 ms | 11.0 | NOT KEPT |" in text
    assert text.count("| not measured | |") == len(BUDGETS) - 2


def test_what_was_typed_is_forgotten_and_the_index_kept(tmp_path: Path) -> None:
    for name in ("interviewer.db", "interviewer.db-wal", "questions-index.sqlite"):
        (tmp_path / name).touch()
    forget(Subject("editor", ("x",), "x", {"INTERVIEWER_HOME": str(tmp_path)}, types=True))
    assert [each.name for each in tmp_path.iterdir()] == ["questions-index.sqlite"]
