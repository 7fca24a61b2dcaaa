"""What a model's reply looks like on the wire. Imports pydantic: import this module when a reply is there, not before.

Every field is required and none has a default, as strict structured output wants it; nobody else uses these types.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _no_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number is wanted, not true or false")
    return value


def _sentence(value: Any) -> Any:
    return 0 if value is None else _no_bool(value)


def _verdict(value: Any) -> Any:
    return value.strip().lower().replace(" ", "_") if isinstance(value, str) else value


def _text(value: Any) -> Any:
    return "" if value is None else value


Number = Annotated[int, BeforeValidator(_no_bool)]
SentenceNumber = Annotated[int, BeforeValidator(_sentence)]
Words = Annotated[str, BeforeValidator(_text)]


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GateReply(Wire):
    reason: Words
    passed: bool


class CheckReply(Wire):
    id: str
    sentence: SentenceNumber
    quote: Words
    reason: Words
    verdict: Annotated[Literal["met", "not_met"], BeforeValidator(_verdict)]


class DimensionReply(Wire):
    id: str
    checks: list[CheckReply]
    why_not_higher: Words
    level: Number


class GradeReply(Wire):
    gate: GateReply
    dimensions: list[DimensionReply]


class FeedbackPoint(Wire):
    sentence: SentenceNumber
    quote: Words
    text: Words


class FeedbackReply(Wire):
    strengths: list[FeedbackPoint]
    improvements: list[FeedbackPoint]
    stronger_version: Words
    follow_up: Words


def schema_of(model: type[Wire]) -> dict[str, Any]:
    """Its JSON schema without titles and references: some servers follow neither."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})

    def plain(node: Any) -> Any:
        if isinstance(node, list):
            return [plain(each) for each in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return plain(definitions[node["$ref"].rsplit("/", 1)[-1]])
        return {
            key: {name: plain(each) for name, each in value.items()} if key == "properties" else plain(value)
            for key, value in node.items()
            if key not in ("title", "description")
        }

    result: dict[str, Any] = plain(schema)
    return result
