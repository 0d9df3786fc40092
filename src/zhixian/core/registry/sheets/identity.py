"""Which Chinese patent a row of an export is about, or why it is about none."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.numbers import is_grant, named_by, normalise_patents, publication
from zhixian.core.registry.numbers.publications import NINE_DIGITS, PATENT_LAW_1992
from zhixian.core.registry.sheets.cells import by_distinct, each, replaced
from zhixian.core.registry.sheets.fields import Fields
from zhixian.core.registry.sheets.vocabulary import plain_word, words
from zhixian.core.registry.staging import ABROAD

_LENS_TAIL = r"^(CN\s*[0-9]{8,12})\s+[A-Z][0-9]?$"
"""Lens writes the application's kind after its number: `CN 201410408762 A`."""
_SPACES = " \t\n\f\r"
"""What `\\s` means in a pattern of Arrow's."""
_IN_NUMBERS = f"{_SPACES}-_\N{SOFT HYPHEN}"
_BEGINNING = 6
"""Characters of a number that decide of which country it is."""
_COUNTRY = r"^(?P<code>[A-Z]{2})[\s\-]?(?:[A-Z]{0,2}[0-9]|/)"
_PCT = r"^PCT"
_TIDY = r"[\s\-_\x{ad}]+"
_PARTS = r"^(?:CN|ZL)?(?P<digits>[0-9]{7,9})(?P<code>[A-Z][0-9]?)?$"


_SEVEN_DIGITS = 7


@dataclass(frozen=True)
class Identity:
    """`number` is the application number in one spelling, else the publication number that names the patent; null if none.

    `names` are what its publications call it (one column for each that the sheet has), where the application number is known.
    `kind` is the patent's kind; `letter` and `digits` are those of the publication (null where none is readable).
    """

    number: pa.Array
    kind: pa.Array
    letter: pa.Array
    digits: pa.Array
    by_publication: npt.NDArray[np.bool_]
    names: tuple[pa.Array, ...]


def identify(fields: Fields) -> Identity:
    """Find the number and kind of every row; rows that name no Chinese patent are noted as refused, with the reason."""
    number, kind, problem = normalise_patents(replaced(fields.text("application"), _LENS_TAIL, r"\1", marks=_SPACES))
    published = pc.coalesce(fields.text("grant_number"), fields.text("publication"))
    published = _with_kind_code(published, fields.text("document_kind"))
    abroad = _abroad(fields, number, published)
    fields.find(
        _true(pc.is_valid(abroad)),
        _where(fields),
        pc.binary_join_element_wise(f"{ABROAD}专利，未导入（", abroad, "）", ""),
    )
    home = pc.is_null(abroad)
    empty = pc.is_null(fields.text("application"))
    fields.find(_true(pc.and_(home, pc.is_valid(problem))), "application", problem)
    by_publication = _true(pc.and_(home, empty))
    named, named_kind, why = _by_publication(published, by_publication)
    fields.find(by_publication & _true(pc.is_null(named)), _where(fields), why)
    parts = pc.extract_regex(_tidy(published), _PARTS)
    letter, digits = _part(parts, "code"), _part(parts, "digits")
    names = [_name(digits, letter)]
    if fields.has("grant_number") and fields.has("publication"):
        earlier = pc.extract_regex(_tidy(fields.text("publication")), _PARTS)
        names.append(_name(_part(earlier, "digits"), _part(earlier, "code")))
    return Identity(
        number=pc.coalesce(number, named),
        kind=pc.coalesce(kind, named_kind),
        letter=letter,
        digits=digits,
        by_publication=by_publication,
        names=tuple(pc.if_else(pc.is_valid(number), name, pa.scalar(None, pa.string())) for name in names),
    )


def _name(digits: pa.Array, code: pa.Array) -> pa.Array:
    """`numbers.named_by` by the column; null for the eight digits of 1985 to 1988, which were the application's."""
    width = pc.binary_length(digits)
    nothing = pa.scalar(None, pa.string())
    named = pc.if_else(pc.equal(width, NINE_DIGITS), pc.binary_join_element_wise("CN", digits, ""), nothing)
    if not pc.any(short := pc.equal(width, _SEVEN_DIGITS)).as_py():
        return named
    lettered = pc.binary_join_element_wise("CN", digits, pc.utf8_slice_codeunits(code, 0, 1), "")
    return pc.if_else(short, lettered, named)


def _where(fields: Fields) -> str:
    return next((name for name in ("publication", "grant_number", "application") if fields.has(name)), "application")


def _true(mask: pa.Array) -> npt.NDArray[np.bool_]:
    flags: npt.NDArray[np.bool_] = pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False)
    return flags


def _tidy(published: pa.Array) -> pa.Array:
    return pc.utf8_upper(replaced(published, _TIDY, "", marks=_IN_NUMBERS))


def _part(parts: pa.Array, name: str) -> pa.Array:
    part = pc.struct_field(parts, name)
    return pc.if_else(pc.equal(part, ""), pa.scalar(None, pa.string()), part)


def _with_kind_code(published: pa.Array, code: pa.Array) -> pa.Array:
    """Some sources give the kind code in a column of its own."""
    if code.null_count == len(code):
        return published
    bare = pc.fill_null(pc.match_substring_regex(published, r"[0-9]$"), fill_value=False)
    return pc.if_else(pc.and_(bare, pc.is_valid(code)), pc.binary_join_element_wise(published, code, ""), published)


def _abroad(fields: Fields, number: pa.Array, published: pa.Array) -> pa.Array:
    """Code of the country whose document the row is about; null for Chinese ones and where nothing tells."""
    by_document = _country_of(published)
    by_application = pa.nulls(len(number), pa.string())
    if number.null_count:
        by_application = pc.if_else(pc.is_null(number), _country_of(fields.text("application")), by_application)
    by_word = each(fields.text("country"), _country_of_word, pa.string())
    by_word = pc.if_else(pc.is_null(number), by_word, pa.scalar(None, pa.string()))
    code = pc.coalesce(by_document, by_word, by_application)
    return pc.if_else(pc.equal(code, "CN"), pa.scalar(None, pa.string()), code)


def _country_of(numbers: pa.Array) -> pa.Array:
    return by_distinct(pc.utf8_slice_codeunits(numbers, 0, _BEGINNING), _country_of_beginning)


def _country_of_beginning(beginnings: pa.Array) -> pa.Array:
    upper = pc.utf8_upper(beginnings)
    code = pc.struct_field(pc.extract_regex(upper, _COUNTRY), "code")
    code = pc.if_else(pc.fill_null(pc.match_substring_regex(upper, _PCT), fill_value=False), "WO", code)
    return pc.if_else(pc.equal(code, "ZL"), "CN", code)


def _country_of_word(word: str) -> str | None:
    return words().countries.get(plain_word(word), word.strip())


def _by_publication(published: pa.Array, where: npt.NDArray[np.bool_]) -> tuple[pa.Array, pa.Array, pa.Array]:
    """(name, kind, problem) of rows that have no application number."""
    named: list[str | None] = [None] * len(published)
    kinds: list[str | None] = [None] * len(published)
    problems: list[str | None] = [None] * len(published)
    at = np.flatnonzero(where)
    for index, text in zip(at.tolist(), published.take(pa.array(at)).to_pylist(), strict=True):
        if text is None:
            problems[index] = "没有申请号，也没有公开号"
            continue
        found = publication(text)
        named[index], kinds[index], problems[index] = named_by(found), found.kind, found.problem
    return pa.array(named, pa.string()), pa.array(kinds, pa.string()), pa.array(problems, pa.string())


def granting(identity: Identity, published: pa.Array) -> npt.NDArray[np.bool_]:
    """Which publications grant the patent: `numbers.is_grant` by the column."""
    letters = pc.utf8_slice_codeunits(identity.letter, 0, 1)
    result = _true(pc.is_in(letters, pa.array(["C", "Y", "D"])))
    modern = pc.is_in(letters, pa.array(["B", "U", "S"]))
    result |= _true(pc.and_(modern, pc.greater_equal(published, pa.scalar(PATENT_LAW_1992))))
    undated = np.flatnonzero(_true(pc.and_(modern, pc.is_null(published))))
    for index in undated.tolist():
        result[index] = is_grant(letters[index].as_py(), None, identity.digits[index].as_py())
    return result
