"""How long a right lasts by law, counted from its first day; the end day no longer counts."""

from datetime import MAXYEAR, date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.kernel.periods import add_months

TERMS: dict[str, tuple[tuple[date, int], ...]] = {
    "invention": ((date(1985, 4, 1), 20),),
    "utility_model": ((date(1985, 4, 1), 8), (date(1993, 1, 1), 10)),
    "design": ((date(1985, 4, 1), 8), (date(1993, 1, 1), 10), (date(2021, 6, 1), 15)),
}
"""Years by filing day: 专利法 art. 42 (2020), earlier 1992 art. 45; eight is five years and three of renewal under the law
of 1984. Inventions filed before 1993 had fifteen years, twenty when still in force on 11 December 2001."""
TERM_OF_MARKS = 10
"""商标法 art. 39: ten years from the day of registration, renewable."""
TOO_LATE = "太晚，期限超出四位数的年份"
"""Why a row is refused whose term ends in no year there is."""
TRIPS = date(2001, 12, 11)


@lru_cache(maxsize=65_536)
def end_of_term(kind: str, filed: date) -> date | None:
    """End of the term of a patent by law, counted from the filing day; None for kinds that are no patents.

    None also for a mistyped day so late that no calendar of four digits holds the end.
    """
    years = None
    for first, length in TERMS.get(kind, ()):
        if filed >= first:
            years = length
    if kind == "invention" and years is not None and filed < TRIPS and add_months(filed, 15 * 12) <= TRIPS:
        years = 15
    return None if years is None or filed.year + years > MAXYEAR else add_months(filed, years * 12)


def ends_of_terms(kind: str, filed: pa.Array) -> pa.Array:
    """`end_of_term` by the column; equal to it on every day there is."""
    days = pc.fill_null(filed.cast(pa.int32()), 0).to_numpy().astype("datetime64[D]")
    years = np.zeros(len(days), np.int64)
    for first, length in TERMS.get(kind, ()):
        years[days >= np.datetime64(first)] = length
    if kind == "invention":
        years[(years > 0) & (_years_on(days, np.full(len(days), 15)) <= np.datetime64(TRIPS))] = 15
    ends = _years_on(days, years)
    none = pc.is_null(filed).to_numpy(zero_copy_only=False) | (years == 0) | (ends > np.datetime64(date.max))
    return pa.array(ends, pa.date32(), mask=none)


def _years_on(days: npt.NDArray[np.datetime64], years: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """`add_months` by the column."""
    months = days.astype("datetime64[M]")
    later = months + 12 * years
    last: npt.NDArray[np.datetime64] = (later + 1).astype("datetime64[D]") - 1
    same: npt.NDArray[np.datetime64] = later.astype("datetime64[D]") + (days - months.astype("datetime64[D]"))
    return np.where(same < last, same, last)


def end_of_mark(registered: date) -> date | None:
    """End of the first term of a mark; None for a mistyped day so late that no calendar of four digits holds the end."""
    return None if registered.year + TERM_OF_MARKS > MAXYEAR else add_months(registered, TERM_OF_MARKS * 12)
