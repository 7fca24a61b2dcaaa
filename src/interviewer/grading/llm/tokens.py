"""How many tokens a text is: exactly where tiktoken's vocabulary is on this machine, else a good guess.

Nothing is ever downloaded but by `fetch_vocabulary`, which a person asks for.
"""

import hashlib
import math
import os
import re
import tempfile
from functools import cache
from pathlib import Path

from interviewer.ports import InterviewerError

PIECE = re.compile(r"[A-Za-z]+|\d{1,3}|[^\sA-Za-z\d]")
LETTERS_PER_TOKEN = 6
OTHER_SCRIPT_TOKENS = 0.75
MESSAGE_TOKENS = 4  # role and separators of one chat message
LONGEST_EXACT = 200_000  # characters; tiktoken is slow on very long words

# Where tiktoken takes each vocabulary from, and the SHA-256 it must have (tiktoken_ext/openai_public.py).
VOCABULARIES = {
    "o200k_base": (
        "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    ),
    "cl100k_base": (
        "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    ),
}
DEFAULT_VOCABULARY = "o200k_base"


def estimate_tokens(text: str, model: str = "") -> int:
    """Tokens of `text` for `model`: counted where its vocabulary is here, else estimated."""
    name = encoding_name(model) if any(map(vocabulary_is_here, VOCABULARIES)) else None
    if name and len(text) <= LONGEST_EXACT and vocabulary_is_here(name):
        import tiktoken

        return len(tiktoken.get_encoding(name).encode(text, disallowed_special=()))
    return rough_tokens(text)


def rough_tokens(text: str) -> int:
    """The built-in estimate: a word costs a token for every six letters, at least one; signs of other scripts 0.75."""
    total = 0.0
    for piece in PIECE.findall(text):
        if not piece.isascii():
            total += OTHER_SCRIPT_TOKENS
        else:
            total += max(1.0, len(piece) / LETTERS_PER_TOKEN) if piece.isalpha() else 1.0
    return math.ceil(total)


def message_tokens(messages: list[dict[str, str]], model: str = "") -> int:
    return sum(estimate_tokens(message["content"], model) + MESSAGE_TOKENS for message in messages)


@cache
def encoding_name(model: str) -> str | None:
    """The vocabulary that tiktoken names for a model; None for a model that it does not know."""
    if not model:
        return None
    import tiktoken

    try:
        name = tiktoken.encoding_name_for_model(model)
    except KeyError:
        return None
    return name if name in VOCABULARIES else None


def vocabulary_path(name: str) -> Path | None:
    """Where tiktoken keeps a vocabulary; None where its cache is switched off."""
    url, _ = VOCABULARIES[name]
    folder = os.environ.get("TIKTOKEN_CACHE_DIR", os.environ.get("DATA_GYM_CACHE_DIR"))
    if folder == "":
        return None
    root = Path(folder) if folder else Path(tempfile.gettempdir()) / "data-gym-cache"
    return root / hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()


def vocabulary_is_here(name: str) -> bool:
    """Whether the file is in tiktoken's cache with the right hash, so that reading it asks no network."""
    path = vocabulary_path(name)
    if path is None:
        return False
    try:
        stat = path.stat()
    except OSError:
        return False
    return _has_hash(path, stat.st_mtime_ns, stat.st_size, VOCABULARIES[name][1])


@cache
def _has_hash(path: Path, _modified: int, _size: int, expected: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == expected
    except OSError:
        return False


def fetch_vocabulary(name: str = DEFAULT_VOCABULARY, *, url: str | None = None, timeout: float = 60.0) -> Path:
    """Downloads a vocabulary into tiktoken's cache, because a person asked for it.

    Raises InterviewerError with what happened and what to do. `timeout` in seconds, for every read.
    """
    import urllib.request

    address, expected = VOCABULARIES[name]
    path = vocabulary_path(name)
    if path is None:
        raise InterviewerError(
            "tiktoken's cache is switched off (TIKTOKEN_CACHE_DIR is empty): unset it, or name a folder"
        )
    try:
        with urllib.request.urlopen(url or address, timeout=timeout) as reply:  # noqa: S310 the address is our own
            data = reply.read()
    except OSError as error:
        raise InterviewerError(
            f"the vocabulary {name} could not be fetched ({error}); token counts stay estimates, nothing else "
            "depends on it"
        ) from None
    if hashlib.sha256(data).hexdigest() != expected:
        raise InterviewerError(f"the vocabulary {name} arrived damaged: try again")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise InterviewerError(
            f"{path.parent} cannot be written ({error.strerror}): name another with TIKTOKEN_CACHE_DIR"
        ) from None
    return path
