"""A province or a country for benchmarks: canonical Parquet tables, drawn by the column and written chunk by chunk."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.regions import is_region
from zhixian.core.registry.numbers.patents import WEIGHTS
from zhixian.core.registry.staging import ARROW_TYPES
from zhixian.core.registry.tables import PARTY_KINDS, RIGHT_KINDS, TABLES
from zhixian.core.sample.profile import Profile

CHUNK = 500_000
"""Rows drawn at a time: bounds the memory to some hundred megabytes."""
Whole = npt.NDArray[np.int64]
Days = npt.NDArray[Any]
"""datetime64[D]"""
_KINDS = ("invention", "utility_model", "design", "trademark", "certification_mark", "software")
_LAGS = np.array([34, 9, 7, 14, 20, 2])
_TERMS = np.array([20, 10, 10, 10, 10, 50])
_TYPE_DIGIT = np.array([1, 2, 3, 0, 0, 0])
_LAPSING = np.array([0.25, 0.45, 0.5, 0.05, 0.0, 0.0])
_PARTY_WORDS = (
    "enterprise",
    "enterprise",
    "enterprise",
    "enterprise",
    "soe",
    "cooperative",
    "individual",
    "university",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows in all, spread evenly over the counties."""

    counties: int
    parties: int
    rights: int
    loans: int

    @classmethod
    def of(cls, profile: Profile, counties: int) -> "Sizes":
        """As many counties like the profile's one."""
        rights = sum(profile.in_force.values()) / (1 - profile.lost_share)
        return cls(
            counties,
            counties * sum(profile.parties.values()),
            int(counties * rights),
            counties * sum(profile.loans.values()),
        )


def regions(first: str, count: int) -> list[str]:
    """That many county codes, the given one first; codes in force come from the table of places, further ones are made up."""
    with files("zhixian.core.registry").joinpath("places.csv").open(encoding="utf-8") as table:
        known = [
            row["code"]
            for row in csv.DictReader(table)
            if not row["until"] and is_region(row["code"]) and row["code"][4:] != "00"
        ]
    codes = [first, *(code for code in known if code != first)][:count]
    return codes + [f"{990000 + order}" for order in range(count - len(codes))]


def write_scaled(
    out: Path, profile: Profile, sizes: Sizes, *, seed: int, progress: Progress | None = None
) -> dict[str, int]:
    """Write all canonical tables of a country of such counties; rows by table. The same seed gives the same rows."""
    out.mkdir(parents=True, exist_ok=True)
    draw = _Draw(profile, sizes, np.random.default_rng(seed))
    written: dict[str, int] = {}
    for name, chunks in draw.tables().items():
        columns = [(column.name, ARROW_TYPES[column.kind]) for column in TABLES[name].columns]
        with pq.ParquetWriter(out / f"{name}.parquet", pa.schema(columns), compression="zstd") as writer:
            written[name] = 0
            for chunk in chunks:
                arrays = [_typed(chunk.get(column), kind) for column, kind in columns]
                length = max(len(array) for array in arrays if array is not None)
                writer.write_table(pa.table(
                    [pa.nulls(length, kind) if array is None else array for array, (_, kind) in zip(arrays, columns, strict=True)],
                    schema=pa.schema(columns),
                ))  # fmt: skip
                written[name] += length
                if progress:
                    progress(sum(written.values()), None)
    return written


def _typed(values: pa.Array | npt.NDArray[np.generic] | None, kind: pa.DataType) -> pa.Array | None:
    if values is None:
        return None
    array = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
    return array.cast(kind)


def _id(letter: str, numbers: Whole) -> pa.Array:
    return pc.binary_join_element_wise(letter, pa.array(numbers).cast(pa.string()), "")


class _Draw:
    def __init__(self, profile: Profile, sizes: Sizes, rng: np.random.Generator) -> None:
        self.profile, self.sizes, self.rng = profile, sizes, rng
        self.codes = pa.array(regions(profile.region, sizes.counties))
        wanted = profile.in_force
        inventions = wanted["invention_by_enterprises"] + wanted["invention_by_others"]
        weights = np.array([inventions * 1.6, wanted["utility_model"], wanted["design"], wanted["trademark"],
                            len(profile.gi_marks), profile.software])  # fmt: skip
        self.weights = np.cumsum(weights / weights.sum())

    def tables(self) -> dict[str, Iterator[dict[str, object]]]:
        """Table → its chunks; rights and events are drawn from the same seed, each in its own pass."""
        seeds = [int(seed) for seed in self.rng.integers(0, 2**62, 4)]
        return {
            "parties": self._parties(seeds[0]),
            "population": self._population(),
            "rights": (rights for rights, _ in self._rights(seeds[1])),
            "events": (events for _, events in self._rights(seeds[1])),
            "loans": (loans for loans, _ in self._loans(seeds[2])),
            "pledges": (pledges for _, pledges in self._loans(seeds[2])),
            "projects": self._projects(seeds[3]),
            "honours": iter(()),
        }

    def _chunks(self, total: int) -> Iterator[Whole]:
        for start in range(0, total, CHUNK):
            yield np.arange(start, min(start + CHUNK, total), dtype=np.int64)

    def _party_of(self, county: Whole, rng: np.random.Generator) -> Whole:
        """A party of that county; parties are numbered county by county, the same number in each."""
        each = self.sizes.parties // self.sizes.counties
        return county * each + rng.integers(0, each, len(county))

    def _region_of_party(self, party: Whole) -> pa.Array:
        county = np.minimum(party // (self.sizes.parties // self.sizes.counties), self.sizes.counties - 1)
        return self.codes.take(pa.array(county))

    def _parties(self, seed: int) -> Iterator[dict[str, object]]:
        rng = np.random.default_rng(seed)
        words = pa.array(_PARTY_WORDS)
        assert set(_PARTY_WORDS) <= set(PARTY_KINDS)
        for number in self._chunks(self.sizes.parties):
            yield {
                "party_id": _id("P", number),
                "name": pc.binary_join_element_wise(self.profile.label, pa.array(number).cast(pa.string()), "主体"),
                "kind": words.take(pa.array(rng.integers(0, len(_PARTY_WORDS), len(number)))),
                "region": self._region_of_party(number),
                "founded": _days(rng, len(number), "1992-01-01", "2016-12-01"),
            }

    def _population(self) -> Iterator[dict[str, object]]:
        years = np.array(sorted(self.profile.residents), dtype=np.int64)
        count = len(self.codes)
        residents = np.array([self.profile.residents[int(year)] for year in years], dtype=np.int64)
        yield {
            "region": self.codes.take(pa.array(np.repeat(np.arange(count), len(years)))),
            "year": np.tile(years, count),
            "residents": np.tile(residents, count) + np.repeat(np.arange(count) % 97 * 1000, len(years)),
        }

    def _rights(self, seed: int) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
        rng = np.random.default_rng(seed)
        names = pa.array(_KINDS)
        assert set(_KINDS) <= set(RIGHT_KINDS)
        for number in self._chunks(self.sizes.rights):
            county = number * self.sizes.counties // max(1, self.sizes.rights)
            kind = np.searchsorted(self.weights, rng.random(len(number)))
            filed = _days(rng, len(number), "2004-01-01", f"{self.profile.last_day.year - 1}-12-28")
            registered = _later(filed, _LAGS[kind] + rng.integers(0, 6, len(number)))
            holder = self._party_of(county, rng)
            is_patent = kind < 3
            rights = {
                "right_id": _id("R", number),
                "kind": names.take(pa.array(kind)),
                "gi": kind == 4,
                "number": _numbers(filed, kind, number),
                "filed": filed,
                "registered": registered,
                "expires": _later(np.where(is_patent, filed, registered), _TERMS[kind] * 12),
                "holder": _id("P", holder),
                "region": self._region_of_party(holder),
            }
            yield rights, self._events(rng, number, kind, registered)

    def _events(self, rng: np.random.Generator, number: Whole, kind: Whole, registered: Days) -> dict[str, object]:
        lapses = np.flatnonzero(rng.random(len(number)) < _LAPSING[kind])
        moves = np.flatnonzero(rng.random(len(number)) < 0.04)
        lapsed = _later(registered[lapses], rng.integers(12, 110, len(lapses)))
        moved = _later(registered[moves], rng.integers(3, 60, len(moves)))
        buyer = rng.integers(0, self.sizes.parties, len(moves))
        party = pa.concat_arrays([pa.nulls(len(lapses), pa.string()), _id("P", buyer)])
        return {
            "right_id": _id("R", number[np.concatenate([lapses, moves])]),
            "event": pa.array(["lapsed", "transferred"]).take(pa.array(np.repeat([0, 1], [len(lapses), len(moves)]))),
            "effective": np.concatenate([lapsed, moved]),
            "gazetted": _later(np.concatenate([lapsed, moved]), np.full(len(lapses) + len(moves), 2)),
            "party": party,
        }

    def _loans(self, seed: int) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
        rng = np.random.default_rng(seed)
        for number in self._chunks(self.sizes.loans):
            county = number * self.sizes.counties // max(1, self.sizes.loans)
            drawn = _days(
                rng, len(number), f"{self.profile.plan_day.year - 2}-01-01", f"{self.profile.last_day.year}-06-01"
            )
            due = _later(drawn, rng.choice([6, 12, 12, 12, 24, 36, 72], len(number)))
            right = rng.integers(0, self.sizes.rights, len(number))
            loan = _id("L", number)
            loans = {
                "loan_id": loan, "borrower": _id("P", self._party_of(county, rng)), "lender": pa.array([self.profile.label] * len(number)),
                "principal": rng.integers(30, 900, len(number)) * 1_000_000 + rng.integers(0, 2, len(number)) * 12_345, "drawn": drawn,
                "due": due, "repaid": pc.if_else(pa.array(rng.random(len(number)) < 0.9), pa.array(due), pa.scalar(None, pa.date32())),
            }  # fmt: skip
            yield loans, {"loan_id": loan, "right_id": _id("R", right), "registered": drawn}

    def _projects(self, seed: int) -> Iterator[dict[str, object]]:
        rng = np.random.default_rng(seed)
        for number in self._chunks(self.sizes.counties * len(self.profile.navigation_costs_yuan)):
            county = number // len(self.profile.navigation_costs_yuan)
            yield {
                "project_id": _id("N", number), "kind": pa.array(["navigation"] * len(number)), "party": _id("P", self._party_of(county, rng)),
                "cost": rng.integers(20_000, 200_000, len(number)) * 100,
                "completed": _days(rng, len(number), f"{self.profile.plan_day.year}-11-01", f"{self.profile.horizon.year}-12-01"),
            }  # fmt: skip


def _days(rng: np.random.Generator, count: int, first: str, last: str) -> Days:
    """Days of the month 1 to 28, so that months can be added exactly."""
    months = (np.datetime64(last, "M") - np.datetime64(first, "M")).astype(int)
    month = np.datetime64(first, "M") + rng.integers(0, months + 1, count)
    days: Days = month.astype("datetime64[D]") + rng.integers(0, 28, count)
    return days


def _later(days: Days, months: Whole) -> Days:
    """Calendar months later."""
    month = days.astype("datetime64[M]")
    later: Days = (month + months).astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    return later


def _numbers(filed: Days, kind: Whole, number: Whole) -> pa.Array:
    """Application numbers of patents with their check digit; empty for the other kinds."""
    year = filed.astype("datetime64[Y]").astype(np.int64) + 1970
    digits = (year * 10 + _TYPE_DIGIT[kind]) * 10_000_000 + number % 10_000_000
    total = np.zeros(len(digits), dtype=np.int64)
    for place, weight in enumerate(WEIGHTS):
        total += digits // 10 ** (11 - place) % 10 * weight
    check = pa.array(list("0123456789X")).take(pa.array(total % 11))
    text = pc.binary_join_element_wise(
        pc.binary_join_element_wise("CN", pa.array(digits).cast(pa.string()), ""), check, "."
    )
    return pc.if_else(pa.array(kind < 3), text, pa.scalar(None, pa.string()))
