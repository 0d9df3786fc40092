"""Classes of a record: IPC symbols in their tree, and WIPO's 35 fields of technology that they belong to."""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from zhixian.core.registry.locarno import locarno_path

_SYMBOL = re.compile(r"^([A-H][0-9]{2}[A-Z])(?:\s*([0-9]{1,4})(?:/([0-9]{1,6}))?)?")
_NICE = re.compile(r"^[0-9]{1,2}$")
SECTIONS = {
    "A": "人类生活必需", "B": "作业、运输", "C": "化学、冶金", "D": "纺织、造纸", "E": "固定建筑物", "F": "机械工程、照明、加热、武器",
    "G": "物理", "H": "电学",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One of the 35 fields of technology."""

    number: int
    name: str
    sector: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A class symbol in its system."""

    system: str
    symbol: str
    subclass: str | None
    main_group: str | None
    field: int | None


@cache
def technology_fields() -> dict[int, Field]:
    """The 35 fields by number."""
    return {
        int(row["field"]): Field(int(row["field"]), row["name"], row["sector"])
        for row in _read("technology_fields.csv")
    }


@cache
def _concordance() -> dict[tuple[str, int | None], int]:
    return {
        (row["subclass"], int(row["main_group"]) if row["main_group"] else None): int(row["field"])
        for row in _read("ipc_technology.csv")
    }


def _read(name: str) -> list[dict[str, str]]:
    text = files("zhixian.core.topics").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@lru_cache(maxsize=1 << 17)
def read_symbol(text: str, system: str = "ipc", *, of_design: bool = False) -> Symbol | None:
    """A symbol as sources write it; null where it is of no known system. Bare digits are a class of goods, of a design one of Locarno's."""
    found = _SYMBOL.match(text)
    if not found:
        if designs := locarno_path(text, of_design=of_design):
            return Symbol("locarno", designs[-1], None, None, None)
        return Symbol("nice", str(int(text)), None, None, None) if _NICE.match(text) else None
    subclass, group, below = found.groups()
    number = int(group) if group else None
    main_group = f"{subclass}{number}" if number is not None else None
    symbol = f"{main_group}/{below}" if below else main_group or subclass
    field = field_of(subclass, number) if system == "ipc" else None
    return Symbol(system, symbol, subclass, main_group, field)


def field_of(subclass: str, main_group: int | None) -> int | None:
    """The field of technology of an IPC symbol; null where the concordance has none, or needs a main group."""
    known = _concordance()
    return known.get((subclass, None)) or known.get((subclass, main_group))
