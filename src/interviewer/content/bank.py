"""The question bank: built-in questions, the person's own and those of packs, each checked when it is loaded."""

import dataclasses
import threading
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from interviewer.content import own_questions
from interviewer.content.bank_parts import Part, Place, in_cache, read_part, read_topics
from interviewer.content.data_folders import data_folder
from interviewer.content.folder_scan import Scan, scan
from interviewer.content.question_index import QuestionIndex
from interviewer.content.question_search import Query, QuestionSearch
from interviewer.content.removed_questions import Removed, keep_removed, removed_questions
from interviewer.domain.questions import Question, Topic
from interviewer.ports import ContentError, Problem

FOLDERS = ("ai_pm", "ml_pm", "drills")
MANIFEST = "pack.toml"


@dataclasses.dataclass(frozen=True, slots=True)
class Changes:
    """What a look at the person's files found: ids of questions, and what is wrong now that was not before."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    mended: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.problems or self.mended)


@dataclasses.dataclass(frozen=True, slots=True)
class _Loaded:
    """Everything as it was at one moment; never changed, so that any thread may read it."""

    questions: dict[str, Question]
    places: dict[str, Place]
    problems: tuple[Problem, ...]
    scans: tuple[Scan, Scan]
    settled: bool
    search: QuestionSearch


class Bank:
    """All questions, read once when they are first asked for; `refresh` where a file of the person's own may have
    changed. `packs` is the folder of installed packs, `index` the cache of parsed files: without it all are parsed.
    """

    def __init__(
        self,
        own_folder: Path | None = None,
        built_in: Path | None = None,
        *,
        packs: Path | None = None,
        index: Path | None = None,
    ) -> None:
        self.own_folder = own_folder
        self.packs_folder = packs
        self.built_in = built_in or data_folder("question_bank")
        self._index = QuestionIndex(index)
        self._built_in: dict[str, Question] | None = None
        self._topics: list[Topic] = []
        self._built_in_problems: list[Problem] = []
        self._built_in_places: dict[str, Place] = {}
        self._state: _Loaded | None = None
        self._loading = threading.RLock()

    def questions(self) -> Sequence[Question]:
        return tuple(self._loaded().questions.values())

    def built_in_questions(self) -> Sequence[Question]:
        """Those that came with the program; the person's own are not read for them."""
        with self._loading:
            return tuple(self._loaded_built_in().values())

    def find(self, query: Query) -> Sequence[Question]:
        """The questions that fit, in the order of the bank; for every key that is typed."""
        return self._loaded().search.find(query)

    def topics(self) -> Sequence[Topic]:
        with self._loading:
            self._loaded_built_in()
        return tuple(self._topics)

    def problems(self) -> Sequence[Problem]:
        return self._loaded().problems

    def get(self, question_id: str) -> Question | None:
        return self._loaded().questions.get(question_id)

    def place(self, question_id: str) -> Place | None:
        """The file and line of a question, and its pack; None for a built-in one and for one that isn't there."""
        return self._loaded().places.get(question_id)

    def told_place(self, question_id: str) -> tuple[str, int]:
        """The file and line of any question of the bank, as people are told them."""
        place = self.place(question_id)
        if place is not None:
            return str(place.path), place.line
        built_in = self._built_in_places.get(question_id)
        return (_short(built_in.path), built_in.line) if built_in else ("question bank", 0)

    def is_own(self, question_id: str) -> bool:
        place = self.place(question_id)
        return place is not None and not place.pack

    def pack_of(self, question_id: str) -> str:
        """The name of the pack that a question came with; "" where it came with none."""
        place = self.place(question_id)
        return place.pack if place else ""

    def own_file(self, question_id: str) -> Path | None:
        """The file that holds a question of the person's own."""
        place = self.place(question_id)
        return place.path if place and not place.pack else None

    def new_id(self, prompt: str) -> str:
        """An id for a new question, made from its prompt and not yet in use."""
        return own_questions.question_id(prompt, self._loaded().questions)

    def save_own(self, question: Question) -> None:
        """Adds or replaces a question of the person's own; one without an id gets one from its prompt.

        Raises ContentError for a bad question or a file that cannot be edited, OSError where it cannot be written.
        """
        if self.own_folder is None:
            raise ContentError([Problem("question bank", 0, "", "has no folder for questions of one's own")])
        with own_questions.held(self.own_folder):
            self.refresh()
            question = dataclasses.replace(question, id=question.id or self.new_id(question.prompt))
            if question.id in self._loaded().questions and not self.is_own(question.id):
                raise ContentError([Problem(f"question {question.id!r}", 0, "id", self.whose(question.id))])
            own_questions.check(question)
            path = self.own_file(question.id) or self.own_folder / own_questions.NEW_QUESTIONS_FILE
            own_questions.save(path, question)
        self.reload()

    def add_own(self, questions: Sequence[Question], name: str) -> Path:
        """Adds questions of the person's own in a new file of its own, all or none, and gives its path.

        Raises ContentError for a bad question and for an id in use, OSError where the file cannot be written.
        """
        from interviewer.content.question_writing import toml_text

        if self.own_folder is None:
            raise ContentError([Problem("question bank", 0, "", "has no folder for questions of one's own")])
        with own_questions.held(self.own_folder):
            self.refresh()
            ids = {each.id for each in questions}
            taken = ids & self._loaded().questions.keys()
            if taken or len(ids) < len(questions):
                told = f"{min(taken)!r} is in use by now" if taken else "two of the questions have one id"
                raise ContentError([Problem(name, 0, "id", f"{told}: nothing was added")])
            path = self.own_folder / own_questions.file_name(name, self.own_folder)
            own_questions.write_new(path, questions, toml_text(questions))
        self.reload()
        return path

    def whose(self, question_id: str) -> str:
        """Why an id cannot be given to a question of one's own, for people."""
        pack = self.pack_of(question_id)
        what = f"a question of the pack {pack}" if pack else "a built-in question"
        return f"{question_id!r} is {what}: give yours another id"

    def remove_own(self, question_id: str) -> Question | None:
        """Removes a question of the person's own and gives it back; None where there is no such. Raises as save_own.

        It is kept among the removed ones, from where `restore_own` brings it back.
        """
        if self.own_folder is None or not self.own_folder.is_dir():
            return None
        with own_questions.held(self.own_folder):
            self.refresh()
            question, path = self.get(question_id), self.own_file(question_id)
            if question is None or path is None:
                return None
            file = str(path.relative_to(self.own_folder))
            keep_removed(self.own_folder, [*self.removed(), Removed(question, file, datetime.now(UTC))])
            own_questions.remove(path, question_id)
        self.reload()
        return question

    def removed(self) -> Sequence[Removed]:
        """Removed questions of the person's own, oldest first. Raises ContentError."""
        return removed_questions(self.own_folder) if self.own_folder else []

    def restore_own(self, question_id: str | None = None) -> Question | None:
        """Puts a removed question back into the file it came from, the last one where none is named.

        None where there is no such. Raises ContentError where its id is in use again, and as save_own.
        """
        if self.own_folder is None or not self.own_folder.is_dir():
            return None
        with own_questions.held(self.own_folder):
            self.refresh()
            kept = list(self.removed())
            at = next((n for n in reversed(range(len(kept))) if question_id in (None, kept[n].question.id)), None)
            if at is None:
                return None
            back = kept.pop(at)
            if back.question.id in self._loaded().questions:
                message = f"{back.question.id!r} is in use again: rename or remove that question first"
                raise ContentError([Problem(f"question {back.question.id!r}", 0, "id", message)])
            own_questions.save(self.own_folder / back.file, back.question)
            keep_removed(self.own_folder, kept)
        self.reload()
        return back.question

    def reload(self) -> None:
        """Forgets what was read of the person's files; the next look reads them again."""
        self._state = None

    def refresh(self) -> Changes:
        """Looks whether a file of the person's own, or of a pack, was added, changed or taken away, and reads it again.

        Where nothing moved it costs a look at the folders: call it every few seconds, from any thread.
        """
        before = self._state
        if before is None:
            self._loaded()
            return Changes()
        if before.settled and before.scans == self._scans():
            return Changes()
        with self._loading:
            self._state = None
            after = self._loaded()
        return _difference(before, after)

    def _scans(self) -> tuple[Scan, Scan]:
        return scan(self.own_folder), scan(self.packs_folder)

    def _loaded(self) -> _Loaded:
        state = self._state
        if state is None:
            with self._loading:
                state = self._state
                if state is None:
                    state = self._state = self._load()
        return state

    def _load(self) -> _Loaded:
        questions = dict(self._loaded_built_in())
        problems = list(self._built_in_problems)
        places: dict[str, Place] = {}
        own, packed = scans = self._scans()
        parts = [("own", Part(own, str, lambda path: ""))]
        if self.packs_folder is not None:
            parts.append(("packs", Part(self._pack_files(packed), str, self._pack_at)))
        settled = True
        for scope, part in parts:
            read = read_part(self._index, scope, part)
            problems += read.problems
            settled = settled and read.settled
            for place, question in read.questions:
                if question.id in questions:
                    problems.append(Problem(str(place.path), place.line, "id", self._used_twice(question.id, places)))
                else:
                    questions[question.id], places[question.id] = question, place
        search = QuestionSearch(
            tuple(questions.values()),
            lambda each: each in places and not places[each].pack,
            lambda each: places[each].pack if each in places else "",
        )
        return _Loaded(questions, places, tuple(problems), scans, settled, search)

    @staticmethod
    def _used_twice(question_id: str, places: dict[str, Place]) -> str:
        first = places.get(question_id)
        where = f"stands in {first.path.name}:{first.line} too" if first else "is a built-in question"
        return f"{question_id!r} is used twice ({where}): give this question another id"

    def _pack_files(self, found: Scan) -> Scan:
        """The files of questions in the packs' folders: no manifest, and nothing that lies beside the folders."""
        files = (each for each in found.files if each.path.name != MANIFEST and self._pack_at(each.path))
        return dataclasses.replace(found, files=tuple(files))

    def _pack_at(self, path: Path) -> str:
        parts = path.relative_to(self.packs_folder).parts if self.packs_folder else ()
        return parts[0] if len(parts) > 1 else ""

    def _loaded_built_in(self) -> dict[str, Question]:
        """The questions that came with the program, which do not change while it runs."""
        if self._built_in is None:
            self._topics, self._built_in_problems = read_topics(self._index, self.built_in / "topics.toml")
            questions: dict[str, Question] = {}
            paths = [path for folder in FOLDERS for path in (self.built_in / folder).glob("*.toml")]
            files = in_cache(sorted(paths))
            read = read_part(self._index, "built-in", Part(files, _short, lambda path: ""))
            self._built_in_problems += read.problems
            topics = {topic.id for topic in self._topics}
            for place, question in read.questions:
                wrong = _wrong_in_bank(question, questions, topics)
                if wrong:
                    self._built_in_problems.append(Problem(_short(place.path), place.line, *wrong))
                else:
                    questions[question.id], self._built_in_places[question.id] = question, place
            self._built_in = questions
        return self._built_in


def _short(path: Path) -> str:
    return f"question_bank/{path.parent.name}/{path.name}"


def _wrong_in_bank(question: Question, known: Collection[str], topics: Collection[str]) -> tuple[str, str] | None:
    """What keeps a good question out of the built-in bank, as field and message."""
    if question.id in known:
        return "id", f"{question.id!r} is used twice: give this question another id"
    if question.topic not in topics:
        return "topic", f"{question.topic!r} is not in topics.toml (question {question.id!r})"
    return None


def _difference(before: _Loaded, after: _Loaded) -> Changes:
    both = before.questions.keys() & after.questions.keys()
    known = set(before.problems)
    return Changes(
        added=tuple(each for each in after.questions if each not in both),
        changed=tuple(each for each in after.questions if each in both and _moved(before, after, each)),
        removed=tuple(each for each in before.questions if each not in both),
        problems=tuple(each for each in after.problems if each not in known),
        mended=len(known - set(after.problems)),
    )


def _moved(before: _Loaded, after: _Loaded, question_id: str) -> bool:
    one, other = before.questions[question_id], after.questions[question_id]
    return one is not other and one != other
