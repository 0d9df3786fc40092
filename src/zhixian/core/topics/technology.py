"""Classes of a record: IPC symbols in their tree, and WIPO's 35 fields of technology that they belong to."""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from zhixian.core.registry.ipc import read_ipc
from zhixian.core.registry.locarno import locarno_path

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
    found = read_ipc(text)
    if found is None or not found.subclass:
        if designs := locarno_path(text, of_design=of_design):
            return Symbol("locarno", designs[-1], None, None, None)
        return Symbol("nice", str(int(text)), None, None, None) if _NICE.match(text) else None
    subclass, *below = found.path[2:]
    field = field_of(subclass, int(found.group) if found.group else None) if system == "ipc" else None
    return Symbol(system, found.path[-1], subclass, below[0] if below else None, field)


def field_of(subclass: str, main_group: int | None) -> int | None:
    """The field of technology of an IPC symbol; null where the concordance has none, or needs a main group."""
    known = _concordance()
    return known.get((subclass, None)) or known.get((subclass, main_group))
