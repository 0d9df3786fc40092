"""A question and what facets narrowed it to, as one query that says the same."""

from collections.abc import Mapping

from zhixian.core.search.fields import FIELDS, STATE_WORDS, field_of_topic
from zhixian.core.search.lexing import asks
from zhixian.core.search.query import whole_number

_KINDS = {
    ids[0]: word
    for field in FIELDS
    if field.id == "kind"
    for word, ids in reversed(field.values)  # the first word of a kind is what it is called
    if len(ids) == 1
}

_CLASSIFICATIONS = {"nice": "尼斯", "locarno": "洛迦诺", "ipc": "分类"}


def narrowed(text: str, only: Mapping[str, str], holders: Mapping[str, str]) -> str:
    """The query in brackets with a field for each narrowing. A holder is asked for by the name that `holders` has for its id; a number
    that is the whole query, with whatever blanks, stays one; what only parts words asks nothing."""
    parts = [_field(name, value, holders) for name, value in only.items()]
    if not parts:
        return text.strip()
    number = whole_number(text)
    asked = f'号码:"{number}"' if number and '"' not in number else f"({text.strip()})"
    return " ".join(([asked] if asks(text) else []) + parts)


def _field(name: str, value: str, holders: Mapping[str, str]) -> str:
    if name == "kind":
        return f"类型:{_KINDS.get(value, value)}"
    if name == "state":
        return f"状态:{STATE_WORDS.get(value, value)}"
    if name == "holder":
        return f'权利人:"{holders.get(value, value).replace(chr(34), " ")}"'
    if name == "topic":
        return f"{_CLASSIFICATIONS[field_of_topic(value)]}:{value}"
    return {"year": f"申请日:{value}", "region": f"地区:{value}"}[name]
