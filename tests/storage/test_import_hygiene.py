"""The first screen reads the store, so the store pays for nothing heavy."""

import subprocess
import sys
from pathlib import Path

from interviewer.storage.database import open_store

from .samples import answer, at, draft, scored

HOME = """
import sys
from pathlib import Path
from interviewer.storage.database import open_store
store = open_store(Path(sys.argv[1]))
draft = store.newest_draft()
store.save_draft(draft)
(row,) = store.answers(limit=5)
transcript = store.transcript(row.answer_id)
grade = transcript.grades[0]
store.add_grade(row.answer_id, grade.grade, grade.created_at)
print(draft.question.expects[0], store.count_answers(), grade.grade.overall.score)
print(sorted({"pydantic", "pydantic_core", "textual", "openai", "tiktoken", "tomlkit"} & set(sys.modules)))
"""


def test_drafts_lists_and_grades_are_read_and_written_without_heavy_imports(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    store = open_store(path)
    sample = answer()
    store.save_answer(sample)
    store.add_grade(sample.id, scored(3.3), at(1))
    store.save_draft(draft())
    store.close()
    run = subprocess.run(
        [sys.executable, "-c", HOME, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.stderr == ""
    assert run.stdout == "what fair means here 1 3.3\n[]\n"
