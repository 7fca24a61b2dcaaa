"""What a check of `interviewer doctor` says."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "note", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` is empty where nothing is to be done."""

    name: str
    status: Status
    detail: str
    mend: str = ""
