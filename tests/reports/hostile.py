"""Text that tries to be something else, and records with such text in every field that can hold any."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "' onmouseover='document.title=1' x='",
    "</style></title></textarea><svg onload=document.title='owned'>",
    "&lt;script&gt; &#60; &amp; <!-- --> ]]> <?xml ?>",
    "javascript:document.title='owned'",
    "line one\r\nline two\ttab\x00nul\x1b[31mred\x9b0m\x07",
    "abc\u202edcba\u2066fed\u200f\u2028\ufeff",
    "lone \ud800 surrogate, and \U0001f469\u200d\U0001f52c, 中文, עברית",
    "{{constructor}} ${1+1} <%= 7*7 %> `x`",
)
ALL = " ".join(HOSTILE)


def hostile(kind: type[Any], given: Mapping[str, Any] | None = None) -> Any:
    """A record whose every text is hostile; a list holds two. `given` are fields that must hold something real."""
    hints = get_type_hints(kind)
    chosen = given or {}
    values = {
        field.name: chosen[field.name] if field.name in chosen else _value(hints[field.name])
        for field in dataclasses.fields(kind)
    }
    return kind(**values)


def _value(hint: Any) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        args = get_args(hint)
        return (_value(args[0]),) * 2 if args[-1] is ... else tuple(_value(each) for each in args)
    if origin in (Union, types.UnionType):
        return _value(next(each for each in get_args(hint) if each is not types.NoneType))
    if origin is Literal:
        return get_args(hint)[0]
    if hasattr(hint, "__metadata__"):
        return _value(get_args(hint)[0])
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return hostile(hint)
    values = {str: ALL, int: 3, float: 3.5, bool: True, datetime: datetime.fromisoformat("2026-03-14T12:00:00+00:00")}
    return values[hint]
