"""How a document is indexed: the fields of the index, and a document as the JSON that the index takes."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

import tantivy

from zhixian.core.registry.locarno import locarno_path
from zhixian.core.search.class_numbers import class_number, design_number
from zhixian.core.search.numbers_asked import keys_of
from zhixian.core.search.values import ipc_paths
from zhixian.core.search.words import END, SHORT, cut_titles, grams_of_name, letters_of_short

FORMAT = 9
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
`start`, `end` the time in which the right is in force in it, all half-open, as numbers of days. `number` may hold several with `;` between, `holder` a list of several, `title` with `words.END`. `told` is what a hit tells without looking elsewhere: JSON in base64."""
DAYS = ("filed", "registered", "expires")
_EPOCH = date(1970, 1, 1).toordinal()
_SUBCLASS = 3
_KNOWN = 50_000
DESIGN = "design"
_TITLE = COLUMNS.index("title")
CODES = ("number", "kind", "year", "place", "gi", "whole", "same", "past", "many")
"""What the field `codes` holds, each value behind the name and `=`: numbers in the spelling of keys, places with all above them, in `whole`
the letters of a short title, and
`true` in `same` where the first applicant is the holder, in `past` where a later document of the same right follows, in `many` where
there is a `topic_more`. One field for all of them takes half as long as one for each."""
TOPICS = ("topic_1", "topic_2", "topic_3")
"""The first subclasses (of the IPC, of designs) or classes of goods as numbers, since fields of one value are counted ten times as fast as one of several; further ones
stand in `topic_more`."""
YES = "true"
BEGINS_NEVER, BEGINS_UNSURE = "never", "unsure"


def schema() -> tantivy.Schema:
    """The fields; days are numbers counted from 1970, with `LONG_AGO` for unknown ones."""
    build = tantivy.SchemaBuilder()
    build.add_text_field("inside", tokenizer_name="whitespace", index_option="freq")
    for field in ("title_grams", "holder_grams", "applicant_grams"):
        build.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in ("words", "codes"):
        build.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    build.add_text_field("right", tokenizer_name="raw", index_option="basic")
    for field in ("holder", "region", "kind_year_start"):
        build.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    build.add_unsigned_field("classes", indexed=True)
    for field in (*TOPICS, "topic_more"):
        build.add_unsigned_field(field, fast=True)
    build.add_integer_field("key", indexed=True)
    for field in ("since", "until", "start", "end", *DAYS):
        build.add_integer_field(field, fast=True)
    build.add_bytes_field("told", stored=True)
    return build.build()


def day_number(day: date | None) -> int:
    """Days since 1 January 1970; `LONG_AGO` for an unknown day."""
    return LONG_AGO if day is None else day.toordinal() - _EPOCH


def as_json(rows: Sequence[Row]) -> list[str]:
    """Documents as the index takes them; some hundred at once are cut in half the time of one after the other."""
    return list(map(_as_json, rows, cut_titles([row[_TITLE] or "" for row in rows])))


def _as_json(row: Row, cut: tuple[str, str, str]) -> str:
    (key, right_id, kind, gi, number, title, joined, filed, registered, expires, holder, holder_name, applicant_name, region,
     since, until, start, end, told) = row  # fmt: skip
    words, inside, grams = cut
    names, same = _of_names(holder_name or "", applicant_name or "")
    short = " ".join([f"whole={letters}" for letters in _short(title)]) if title else ""
    of_classes, many = _of_classes(joined or "", kind == DESIGN)
    past = f"past={YES}" if until < NEVER else ""
    year = f"{filed.year}" if filed else ""
    begins = "" if start < NEVER else BEGINS_NEVER if start == NEVER else BEGINS_UNSURE
    codes = f"{_of_number(number or '')} kind={kind} year={year} {_of_place(region or '')} gi={YES if gi else 'false'} {same} {past} {many} {short}"
    return (
        f'{{"words":{quoted(words)},"inside":{quoted(inside)},"title_grams":{quoted(grams)},{names},'
        f'"codes":{quoted(codes)},{of_classes},"holder":{_holders(holder)},"region":{quoted(region or "")},'
        f'"kind_year_start":{quoted(f"{kind} {year} {begins}")},"right":{quoted(right_id)},"key":{key},"since":{since},"until":{until},"start":{start},'
        f'"end":{end},"filed":{day_number(filed)},"registered":{day_number(registered)},"expires":{day_number(expires)},"told":"{told}"}}'
    )


def _holders(holder: str | list[str] | None) -> str:
    return f"[{','.join(map(quoted, holder))}]" if isinstance(holder, list) else quoted(holder or "")


def _short(titles: str) -> list[str]:
    """The letters of each short one of titles with `END` between."""
    return [letters for title in titles.split(END) if len(title) <= 2 * SHORT and (letters := letters_of_short(title))]


@lru_cache(maxsize=_KNOWN)
def _of_names(holder: str, applicant: str) -> tuple[str, str]:
    """The fields of the names, and the code that says that they are the same."""
    grams = f'"holder_grams":{quoted(grams_of_name(holder))}'
    if holder == applicant:
        return grams, f"same={YES}"
    return f'{grams},"applicant_grams":{quoted(grams_of_name(applicant))}', ""


def _of_number(numbers: str) -> str:
    return " ".join([f"number={key}" for number in numbers.split(";") if number for key in keys_of(number)])


@lru_cache(maxsize=_KNOWN)
def _of_place(region: str) -> str:
    return " ".join(f"place={code}" for code in dict.fromkeys([region[:2], region[:4], region])) if region else ""


def _of_classes(joined: str, of_design: bool) -> tuple[str, str]:
    """The fields of the classes, with all above them, and of what the facet shows: subclasses and classes of goods; and the code that
    says that there are many of these."""
    found = [_of_class(code, of_design) for code in joined.split(";")]
    numbers = dict.fromkeys([number for path, _ in found for number in path])
    topics = list(dict.fromkeys([topic for _, topic in found if topic]))
    few, more = [*topics, "0", "0", "0"], topics[len(TOPICS) :]
    fields = f'"classes":[{",".join(numbers)}],"topic_1":{few[0]},"topic_2":{few[1]},"topic_3":{few[2]}'
    return (f'{fields},"topic_more":[{",".join(more)}]', f"many={YES}") if more else (fields, "")


@lru_cache(maxsize=_KNOWN)
def _of_class(code: str, of_design: bool) -> tuple[list[str], str]:
    """One class as numbers in digits: with all above it, and what of these the facet shows; nothing for no class."""
    if designs := locarno_path(code, of_design=of_design):
        numbers = [str(design_number(one)) for one in designs]
        return numbers, numbers[1] if len(numbers) > 1 else ""
    ipc, nice = classes(code)
    path = ipc[0] if ipc else nice
    shown = path[_SUBCLASS - 1] if len(path) >= _SUBCLASS else (nice or [""])[0]
    numbers = [str(number) for number in map(class_number, path) if number]
    return numbers, str(class_number(shown) or "") if shown else ""


def classes(joined: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """Paths of the IPC codes of a right, and its classes of goods."""
    ipc, nice = [], []
    for code in filter(None, map(str.strip, joined.split(";"))):
        if code.isdigit():
            nice.append(str(int(code)))
        elif path := ipc_paths(code):
            ipc.append(path)
    return ipc, nice
