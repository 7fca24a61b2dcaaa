"""Grades as JSON, in the field order of the documented format."""

import dataclasses
from typing import Any

from interviewer.domain.grades import Grade


def grade_as_dict(grade: Grade) -> dict[str, Any]:
    """`schema_version` first; a question that is in no bank has a null id."""
    fields = dataclasses.asdict(grade)
    fields["question"]["id"] = fields["question"]["id"] or None
    return {"schema_version": fields.pop("schema_version"), **fields}
