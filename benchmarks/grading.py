"""How many answers a second the offline grader grades, by itself and through `interviewer grade --batch`.

    python -m benchmarks.grading [--repeat 3]

It reads the rated answers in benchmarks/panel and prints figures; it judges nothing.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.domain.questions import custom_question
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeRequest

PANEL = Path(__file__).with_name("panel")


def panel_lines() -> list[str]:
    return [line for path in sorted(PANEL.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines() if line]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    lines = panel_lines()
    if not lines:
        sys.exit(f"there are no answers in {PANEL}")
    requests = []
    for each in map(json.loads, lines):
        question = custom_question(each["track"], each["question"])
        requests.append(GradeRequest(track=each["track"], question=question, answer=each["answer"]))
    grader = OfflineGrader(Rubrics(), Bank())
    began = time.perf_counter()
    grader.grade_now(requests[0])
    print(f"first answer, with reading word lists and bank: {(time.perf_counter() - began) * 1000:.0f} ms")
    began = time.perf_counter()
    for request in requests * repeat:
        grader.grade_now(request)
    report("the grader by itself", len(requests) * repeat, time.perf_counter() - began)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        source.write_text("\n".join(lines * repeat) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "interviewer", "grade", "--batch", str(source), "--out", f"{folder}/out.jsonl"]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        report("interviewer grade --batch", len(requests) * repeat, time.perf_counter() - began)


def report(name: str, answers: int, seconds: float) -> None:
    print(f"{name:<28} {answers} answers in {seconds:.2f} s: {answers / seconds:.0f} a second")


if __name__ == "__main__":
    main()
