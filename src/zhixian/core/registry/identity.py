"""What makes two rights the same right: the normalised number, within its family of kinds."""

from collections.abc import Callable
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.numbers import normalise_patents, other, trademark
from zhixian.core.registry.tables import MARK_KINDS, PATENT_KINDS, RIGHT_KINDS

Column: TypeAlias = pa.ChunkedArray | pa.Array
Reader = Callable[[str, str | None], tuple[str | None, str | None]]
"""(number, classes) → (its one spelling, what is wrong with it)."""


def family_sql(kind: str) -> str:
    """SQL of the family within which a number names one right: all patents, all marks, else the kind itself."""
    patents = ", ".join(f"'{k}'" for k in PATENT_KINDS)
    marks = ", ".join(f"'{k}'" for k in MARK_KINDS)
    return f"CASE WHEN {kind} IN ({patents}) THEN 'patent' WHEN {kind} IN ({marks}) THEN 'mark' ELSE {kind} END"


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
    marks, mark_problem = _each(pc.if_else(is_mark, numbers, nothing), classes, _mark)
    rest = pc.and_not(
        pc.fill_null(pc.is_in(kinds, pa.array(RIGHT_KINDS)), fill_value=False), pc.or_(is_patent, is_mark)
    )
    others, _ = _each(pc.if_else(rest, numbers, nothing), nothing, _other)
    return pc.coalesce(normal, marks, others, numbers), pc.coalesce(problem, mark_problem)


def _flat(column: Column) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _each(numbers: pa.Array, classes: pa.Array, read: Reader) -> tuple[pa.Array, pa.Array]:
    """Read each number once, by Python; for the numberings that have no check digit to compute by the column."""
    normal: list[str | None] = []
    problem: list[str | None] = []
    for number, nice in zip(numbers.to_pylist(), classes.to_pylist(), strict=True):
        one, wrong = read(number, nice) if number is not None else (None, None)
        normal.append(one)
        problem.append(wrong)
    return pa.array(normal, pa.string()), pa.array(problem, pa.string())


def _mark(number: str, classes: str | None) -> tuple[str | None, str | None]:
    bare, _, own_class = number.partition("/")
    nice = own_class or (classes if classes and ";" not in classes else None)
    found = trademark(bare, nice)
    return found.normal, found.problem


def _other(number: str, _classes: str | None) -> tuple[str | None, str | None]:
    return other(number).normal, None
