"""How a document is indexed: the fields of the index, and a document as the JSON that the index takes."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

import tantivy

from zhixian.core.search.numbers_asked import keys_of
from zhixian.core.search.values import ipc_paths
from zhixian.core.search.words import grams, grams_of_name, words

FORMAT = 2
"""Changes with what a document says or how it is indexed: an index of another format is built anew."""
NEVER = 1_000_000
"""The day number of what has no end, or has not begun; days are counted from 1 January 1970."""
LONG_AGO = -1_000_000
UNSURE = NEVER + 1
"""In `start` and `end`: nobody knows whether it is in force, which only rights of topics may have."""
Row = tuple[Any, ...]
COLUMNS = (
    "key", "right_id", "kind", "gi", "number", "title", "classes", "filed", "registered", "expires", "holder", "holder_name",
    "applicant_name", "region", "since", "until", "start", "end", "told",
)  # fmt: skip
"""`key` is a hash of everything else: two documents with one key are the same. `since`, `until` bound the document's own time,
`start`, `end` the time in which the right is in force in it, all half-open, as numbers of days. `number` may hold several with `;` between. `told` is what a hit tells without looking elsewhere: JSON in base64."""
DAYS = ("filed", "registered", "expires")
_EPOCH = date(1970, 1, 1).toordinal()
_SUBCLASS = 3
_KNOWN = 50_000


def schema() -> tantivy.Schema:
    """The fields; days are numbers counted from 1970, with `LONG_AGO` for unknown ones."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    for field in ("title_grams", "holder_grams", "applicant_grams"):
        build.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in ("right", "number", "same", "ipc", "nice", "gi", "place"):
        build.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in ("kind", "holder", "region", "topic", "year"):
        build.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    build.add_integer_field("key", indexed=True, fast=True)
    for field in ("since", "until", "start", "end", *DAYS):
        build.add_integer_field(field, fast=True)
    build.add_bytes_field("told", stored=True)
    return build.build()


def day_number(day: date | None) -> int:
    """Days since 1 January 1970; `LONG_AGO` for an unknown day."""
    return LONG_AGO if day is None else day.toordinal() - _EPOCH


def as_json(row: Row) -> str:
    """The document as the index takes it."""
    value = dict(zip(COLUMNS, row, strict=True))
    title, filed = value["title"] or "", value["filed"]
    holder, applicant = value["holder_name"] or "", value["applicant_name"] or ""
    found: dict[str, Any] = {
        "words": " ".join(words(title)),
        "title_grams": " ".join(grams(title)),
        "holder_grams": grams_of_name(holder),
        "number": [key for number in (value["number"] or "").split(";") if number for key in keys_of(number)],
        **_of_classes(value["classes"] or ""),
        **_of_region(value["region"] or ""),
        "gi": "true" if value["gi"] else "false",
        "year": str(filed.year) if filed else "",
        "holder": value["holder"] or "",
        "right": value["right_id"],
        **{name: value[name] for name in ("key", "kind", "told", "since", "until", "start", "end")},
        **{name: day_number(value[name]) for name in DAYS},
    }
    found |= {"same": "true"} if holder == applicant else {"applicant_grams": grams_of_name(applicant)}
    return json.dumps(found, ensure_ascii=False)


@lru_cache(maxsize=_KNOWN)
def _of_region(region: str) -> dict[str, Any]:
    if not region:
        return {"region": "", "place": []}
    return {"region": region, "place": list(dict.fromkeys([region[:2], region[:4], region]))}


@lru_cache(maxsize=_KNOWN)
def _of_classes(joined: str) -> dict[str, list[str]]:
    """Codes of the IPC with all above them, classes of goods, and what the facet shows: subclasses and classes of goods."""
    ipc, nice = classes(joined)
    return {
        "ipc": list(dict.fromkeys(code for path in ipc for code in path)),
        "nice": nice,
        "topic": [*dict.fromkeys(path[2] for path in ipc if len(path) >= _SUBCLASS), *nice],
    }


def classes(joined: str) -> tuple[list[list[str]], list[str]]:
    """Paths of the IPC codes of a right, and its classes of goods."""
    ipc, nice = [], []
    for code in filter(None, map(str.strip, joined.split(";"))):
        if code.isdigit():
            nice.append(str(int(code)))
        elif path := ipc_paths(code):
            ipc.append(path)
    return ipc, nice
