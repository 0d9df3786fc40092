"""What makes two rights the same right: the normalised number, within its family of kinds."""

from collections.abc import Callable
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.numbers import identify, normalise_patents, other, trademark
from zhixian.core.registry.tables import MARK_KINDS, PATENT_KINDS, RIGHT_KINDS

Column: TypeAlias = pa.ChunkedArray | pa.Array
Reader = Callable[[str, str | None], tuple[str | None, str | None]]
"""(number, classes) → (its one spelling, what is wrong with it)."""
_DIGITS = "[1-9][0-9]{0,8}"
_NICE = "([1-9]|[1-3][0-9]|4[0-5])"


def family_sql(kind: str) -> str:
    """SQL of the family within which a number names one right: all patents, all marks, else the kind itself."""
    patents = ", ".join(f"'{k}'" for k in PATENT_KINDS)
    marks = ", ".join(f"'{k}'" for k in MARK_KINDS)
    return f"CASE WHEN {kind} IN ({patents}) THEN 'patent' WHEN {kind} IN ({marks}) THEN 'mark' ELSE {kind} END"


def is_number(family: str, text: str) -> bool:
    """Whether a number as it is kept, of a family of `family_sql`, could be read: only then does it name a right."""
    if family == "mark":
        return _mark(text, None)[0] is not None or other(text).normal is not None
    return identify(text).normal is not None


def normalise_numbers(kinds: Column, numbers: Column, classes: Column) -> tuple[pa.Array, pa.Array]:
    """(numbers in one spelling, problems): a number that cannot be read stays as it is and its problem says why.

    A mark's number carries its Nice class (`12345678/31`) when it has exactly one.
    """
    kinds, numbers, classes = (_flat(column) for column in (kinds, numbers, classes))
    nothing = pa.nulls(len(numbers), pa.string())
    is_patent = pc.fill_null(pc.is_in(kinds, pa.array(PATENT_KINDS)), fill_value=False)
    normal, kind_of, problem = normalise_patents(pc.if_else(is_patent, numbers, nothing))
    differs = pc.fill_null(pc.not_equal(kind_of, kinds), fill_value=False)
    problem = pc.if_else(differs, "号码不属于这一类专利", problem)
    is_mark = pc.fill_null(pc.is_in(kinds, pa.array(MARK_KINDS)), fill_value=False)
    marks, mark_problem = _marks(pc.if_else(is_mark, numbers, nothing), classes)
    rest = pc.and_not(
        pc.fill_null(pc.is_in(kinds, pa.array(RIGHT_KINDS)), fill_value=False), pc.or_(is_patent, is_mark)
    )
    others, _ = _each(pc.if_else(rest, numbers, nothing), nothing, _other)
    return pc.coalesce(normal, marks, others, numbers), pc.coalesce(problem, mark_problem)


def _flat(column: Column) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _marks(numbers: pa.Array, classes: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Plain digits with a plain class, or with several or none, by the column; the rest one by one."""
    nice = pc.if_else(pc.match_substring_regex(classes, ";|^$"), pa.scalar(None, pa.string()), classes)
    is_plain = pc.fill_null(pc.match_substring_regex(numbers, f"^{_DIGITS}$"), fill_value=False)
    with_class = pc.and_(is_plain, pc.fill_null(pc.match_substring_regex(nice, f"^{_NICE}$"), fill_value=False))
    without = pc.and_(is_plain, pc.is_null(nice))
    spelt = pc.fill_null(pc.match_substring_regex(numbers, f"^{_DIGITS}/{_NICE}$"), fill_value=False)
    joined = pc.if_else(with_class, pc.binary_join_element_wise(numbers, nice, "/"), numbers)
    done = pc.or_(pc.or_(with_class, without), spelt)
    nothing = pa.nulls(len(numbers), pa.string())
    normal, problem = _each(pc.if_else(done, nothing, numbers), nice, _mark)
    return pc.if_else(done, joined, normal), problem


def _each(numbers: pa.Array, classes: pa.Array, read: Reader) -> tuple[pa.Array, pa.Array]:
    """Read the numbers there are one by one: for the numberings that have no check digit to compute by the column."""
    filled = pc.indices_nonzero(pc.is_valid(numbers))
    nothing = pa.nulls(len(numbers), pa.string())
    if not len(filled):
        return nothing, nothing
    found = [
        read(n, c) for n, c in zip(numbers.take(filled).to_pylist(), classes.take(filled).to_pylist(), strict=True)
    ]
    is_filled = pc.is_valid(numbers)
    normal = pc.replace_with_mask(nothing, is_filled, pa.array([one for one, _ in found], pa.string()))
    return normal, pc.replace_with_mask(nothing, is_filled, pa.array([wrong for _, wrong in found], pa.string()))


def _mark(number: str, nice: str | None) -> tuple[str | None, str | None]:
    bare, _, own_class = number.partition("/")
    found = trademark(bare, own_class or nice)
    return found.normal, found.problem


def _other(number: str, _classes: str | None) -> tuple[str | None, str | None]:
    return other(number).normal, None
