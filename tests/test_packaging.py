"""The wheel works where the repository is not, and so does the editable install."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ["-m", "interviewer", "grade", "--example", "--format", "json"]


def clean_environ(home: Path) -> dict[str, str]:
    """No PYTHONPATH and no virtual environment of this process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "INTERVIEWER_HOME": str(home)}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment with the wheel in it and, through a .pth file, this one's dependencies."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    shared = Path(sysconfig.get_path("purelib"))
    (packages / "dependencies.pth").write_text(f"{shared}\n")
    return folder / "bin" / "python"


def run_in(folder: Path, python: Path, *argv: str) -> str:
    command = [str(python), *argv]
    done = subprocess.run(
        command, cwd=folder, env=clean_environ(folder / "home"), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_grades_an_answer_from_another_folder(installed: Path, tmp_path: Path) -> None:
    where = run_in(tmp_path, installed, "-c", "import interviewer; print(interviewer.__file__)")
    assert str(ROOT) not in where
    grade = json.loads(run_in(tmp_path, installed, *EXAMPLE))
    assert grade["status"] == "scored"
    assert grade == json.loads(run_in(tmp_path, Path(sys.executable), *EXAMPLE))


def test_the_wheel_brings_bank_and_rubrics_without_problems(installed: Path, tmp_path: Path) -> None:
    listed = run_in(tmp_path, installed, "-m", "interviewer", "questions", "list", "--format", "json")
    assert listed == run_in(
        tmp_path, Path(sys.executable), "-m", "interviewer", "questions", "list", "--format", "json"
    )
    run_in(tmp_path, installed, "-m", "interviewer", "questions", "check")
    run_in(tmp_path, installed, "-m", "interviewer", "rubrics", "check")


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Data files and styles too: what is missing is missed only when its screen is first opened."""
    packed = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    wanted = {
        str(path.relative_to(source))
        for path in (source / "interviewer").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    for name in ("question_bank", "rubrics"):
        wanted |= {f"interviewer/data/{path.relative_to(ROOT)}" for path in (ROOT / name).rglob("*.toml")}
    assert wanted - packed == set()
    assert not [name for name in packed if name.startswith(("tests/", "benchmarks/"))]


def test_the_wheel_has_the_command_the_licence_and_the_type_marker(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (entry_points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "interviewer = interviewer.cli.main:run" in archive.read(entry_points).decode()
    assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    assert "interviewer/py.typed" in archive.namelist()


def test_the_editable_install_reads_the_repository(tmp_path: Path) -> None:
    where = run_in(
        tmp_path, Path(sys.executable), "-c",
        "from interviewer.content.data_folders import data_folder; print(data_folder('rubrics'))",
    )  # fmt: skip
    assert Path(where.strip()) == ROOT / "rubrics"


def test_the_command_is_on_the_path_of_the_environment(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).with_name("interviewer")), "--version"]
    done = subprocess.run(
        command, cwd=tmp_path, env=clean_environ(tmp_path), capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("interviewer ")
