"""Days off and weekend days worked, year by year, as the notices of the State Council give them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.periods import parse_day
from zhixian.core.kernel.yaml_file import Node, read_yaml

DATA = Path(__file__).parent / "data"
SATURDAY = 5
ANY_LEAP_YEAR = "2000"
NEAR = timedelta(days=60)
"""No day off or day worked of a festival lies further from its first day; a slip in the month shows by it."""


@dataclass(frozen=True, slots=True)
class Festival:
    """Days off from `first` to `last`, both off as the notices write them, and the weekend days worked for it (调休)."""

    name: str
    first: date
    last: date
    worked: tuple[date, ...]
    notice: str

    def days(self) -> Iterator[date]:
        """The days off."""
        return map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1))


@dataclass(frozen=True, slots=True)
class FixedFestivals:
    """What 全国年节及纪念日放假办法 gives everybody on fixed days of the year, in force from a day until the next version."""

    number: str
    effective: date
    festivals: tuple[tuple[str, str, str], ...]
    """Name, first and last day as MM-DD."""

    def of(self, year: int) -> tuple[Festival, ...]:
        """The same in one year."""
        return tuple(
            Festival(name, date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}"), (), self.number)
            for name, first, last in self.festivals
        )


@dataclass(frozen=True, slots=True)
class Holidays:
    """The festivals of each year that has a notice, and the fixed ones for years that have none."""

    years: Mapping[int, tuple[Festival, ...]]
    fixed: tuple[FixedFestivals, ...]

    def fixed_in(self, year: int) -> tuple[Festival, ...]:
        """The festivals of fixed date by the version in force on 1 January; versions so far began on that day."""
        versions = [version for version in self.fixed if version.effective <= date(year, 1, 1)]
        return versions[-1].of(year) if versions else ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A festival with the place where it stands, for what is found only when all files are read."""

    year: int
    node: Node
    festival: Festival


def load_holidays(folder: Path = DATA) -> Holidays:
    """The calendar's data: `fixed_festivals.yaml` and one file per year in `holidays/`. Raises Refusal with every fault."""
    faults = Faults()
    fixed = _read_fixed(folder / "fixed_festivals.yaml", faults)
    files = sorted((folder / "holidays").glob("*.yaml"))
    read = [one for path in files for one in _read_year(path, faults)]
    holidays = Holidays(_by_year(read), fixed)
    if not faults.found:
        _check_days(read)
        _check_fixed(holidays, faults)
    faults.refuse(folder)
    return holidays


def _by_year(read: list[_Read]) -> dict[int, tuple[Festival, ...]]:
    years: dict[int, tuple[Festival, ...]] = {}
    for one in read:
        years[one.year] = (*years.get(one.year, ()), one.festival)
    return years


def _read_fixed(path: Path, faults: Faults) -> tuple[FixedFestivals, ...]:
    head = Node(path.name, "", read_yaml(path), faults)
    head.text("title")
    versions = []
    for node in head.nodes("versions"):
        festivals = []
        for one in node.nodes("festivals"):
            festivals.append((one.text("name"), _month_day(one, "first"), _month_day(one, "last")))
            one.done()
        versions.append(FixedFestivals(node.text("number"), node.day("effective"), tuple(festivals)))
        node.done()
    head.done()
    return tuple(sorted(versions, key=lambda version: version.effective))


def _month_day(node: Node, name: str) -> str:
    text: str = node.text(name, example='"05-01"')
    try:
        parse_day(f"{ANY_LEAP_YEAR}-{text}")
    except ValueError:
        node.fault(name, f"“{text}”不是月和日", '例如 "05-01"')
    return text


def _read_year(path: Path, faults: Faults) -> list[_Read]:
    """The festivals of one year's file; one in a later notice replaces the one of the same name in an earlier."""
    head = Node(path.name, "", read_yaml(path), faults)
    year = head.text("year", example='"2027"')
    if year != path.stem:
        head.fault("year", f"“{year}”", f"与文件名相同的年份 {path.stem}")
        return []
    read: dict[str, _Read] = {}
    for notice in head.nodes("notices"):
        notice.text("title")
        number = notice.text("number", example="国办发明电〔2025〕7号")
        names = set()
        for node in notice.nodes("festivals"):
            festival = _read_festival(node, int(year), number)
            if festival.name in names:
                node.fault("name", f"同一通知中“{festival.name}”写了两次", "每个节日一行")
            names.add(festival.name)
            read[festival.name] = _Read(int(year), node, festival)
        notice.done()
    head.done()
    return list(read.values())


def _read_festival(node: Node, year: int, number: str) -> Festival:
    name, first, last = node.text("name"), node.day("first"), node.day("last")
    worked = tuple(one.day("day") for one in _worked(node))
    if first > last:
        node.fault("last", f"{last} 早于 first {first}", "放假的最后一天")
    for day in (first, last, *worked):
        if not date(year - 1, 12, 1) <= day < date(year + 1, 1, 1):
            node.fault("first", f"{day} 不属于 {year} 年的安排", f"{year} 年内，或上年 12 月")
        elif abs(day - first) > NEAR:
            node.fault("first", f"{day} 离放假第一天 {first} 太远", f"相距不超过 {NEAR.days} 天")
    node.done()
    return Festival(name, first, last, worked, number)


def _worked(node: Node) -> list[Node]:
    """Each day in `worked` as a node of its own, so that a wrong one is reported with its place."""
    days = node.items("worked", default=[])
    return [Node(node.file, f"{node.key('worked')}[{n}]", {"day": day}, node.faults) for n, day in enumerate(days)]


def _check_days(read: list[_Read]) -> None:
    """No day is off twice; a day worked is a weekend day, not off, and stands once."""
    off: dict[date, str] = {}
    for one in read:
        for day in one.festival.days():
            if day in off:
                one.node.fault("first", f"{day} 与“{off[day]}”重叠", "每天只属于一个节日")
            off[day] = one.festival.name
    seen: set[date] = set()
    for one in read:
        for day in one.festival.worked:
            if day in off:
                one.node.fault("worked", f"{day} 同时是“{off[day]}”的放假日", "不放假的周六或周日")
            elif day.weekday() < SATURDAY:
                one.node.fault("worked", f"{day} 本来就是工作日", "调休上班的周六或周日")
            elif day in seen:
                one.node.fault("worked", f"{day} 写了两次", "每个上班日一次")
            seen.add(day)


def _check_fixed(holidays: Holidays, faults: Faults) -> None:
    """A notice gives at least the festivals of fixed date; a line that was forgotten shows here."""
    for year, festivals in holidays.years.items():
        off = {day for festival in festivals for day in festival.days()}
        for festival in holidays.fixed_in(year):
            for day in festival.days():
                if day not in off:
                    faults.add(
                        f"{year}.yaml", "notices", f"{day} 是法定节日{festival.name}却没有放假", "通知中的全部节日"
                    )
