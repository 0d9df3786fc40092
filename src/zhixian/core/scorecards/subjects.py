"""Who is scored: parties of the registry by kind or by name, and groups with the members that a register names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhixian.core.analysis.finding import Party, known_parties
from zhixian.core.catalogue import registers
from zhixian.core.kernel.regions import region_range
from zhixian.core.registers.rights import parts_of
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name
from zhixian.core.scorecards.model import Counted, Kept

CREDIT_CODE = 18
"""Signs of a credit code, by which some registries know a party."""
Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Register → values of its rows; a register that the place does not keep is not there."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a card is about: the parties whose rights count, and names among them that the registry does not know."""

    id: str
    name: str
    parties: tuple[Party, ...]
    strange: tuple[str, ...] = ()
    group: bool = False
    relied: tuple[str, ...] = ()
    """Of a project: numbers of the rights relied on, as typed."""
    applicant: str = ""
    lot: str = ""
    """Of a project: those of the same lot are ranked with one another."""
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Of a project: what its row says."""


def subjects_of(snapshot: Snapshot | None, kept: Kept, rows: Rows, *, region: str, as_of: date) -> list[Subject]:
    """The subjects of a scorecard in a place, by name. Without a registry only those whom rows name."""
    if kept.card.scored == "rows" and kept.card.members is not None:
        return _named_by(kept.card.members, rows, as_of)
    if kept.card.scored == "projects" and kept.card.members is not None:
        return _projects(known_parties(snapshot) if snapshot else (), kept.card.members, rows, as_of)
    if snapshot is None:
        return []
    everyone = known_parties(snapshot)
    if kept.card.members is not None:
        return _groups(everyone, kept.card.members, rows, as_of)
    first, end = region_range(region)
    here = [party for party in everyone if party.kind in kept.kinds and party.region and first <= party.region < end]
    finding = Holders.among(everyone)
    found = {party.id: Subject(party.id, party.name, (party,)) for party in here}
    for name in kept.named:
        known = finding.of(name, name)
        subject = Subject(known.id, known.name, (known,)) if known else Subject(name, name, (), (name,))
        found.setdefault(subject.id, subject)
    return sorted(found.values(), key=lambda subject: (subject.name, subject.id))


def _named_by(members: Counted, rows: Rows, as_of: date) -> list[Subject]:
    """Whom the rows of a register name on a day, each once: by credit code, else by whole name."""
    found = {}
    for row in rows.get(members.register, ()):
        if counts(members, row, as_of):
            name = str(row[members.party])
            party = Party(str(row.get(members.code) or name), name, None, None, normalise_name(name))
            found[party.id] = Subject(party.id, name, (party,))
    return sorted(found.values(), key=lambda subject: (subject.name, subject.id))


def _projects(everyone: Iterable[Party], members: Counted, rows: Rows, as_of: date) -> list[Subject]:
    """Each row that was there on the day, by lot, the latest first, and by name; its id is what no two rows have alike."""
    finding, register = Holders.among(everyone), registers()[members.register]
    found = []
    for row in rows.get(members.register, ()):
        if not counts(members, row, as_of):
            continue
        applicant = str(row[members.party])
        party = finding.of(applicant, str(row.get(members.code) or ""))
        found.append(
            Subject(
                "·".join(str(row[key]) for key in register.key),
                str(row[members.title]),
                (party,) if party else (),
                () if party else (applicant,),
                relied=tuple(parts_of(str(row.get(members.rights) or ""))),
                applicant=applicant,
                lot=" ".join(str(row[key]) for key in members.lot),
                answers=row,
            )
        )
    return sorted(found, key=lambda subject: (subject.lot, subject.name, subject.id))


def _groups(everyone: Iterable[Party], members: Counted, rows: Rows, as_of: date) -> list[Subject]:
    finding = Holders.among(everyone)
    groups: dict[str, dict[str, Party | None]] = defaultdict(dict)
    for row in rows.get(members.register, ()):
        if counts(members, row, as_of):
            name = str(row[members.party])
            groups[str(row[members.group])][name] = finding.of(name, str(row.get(members.code) or ""))
    found = []
    for group, named in groups.items():
        parties = {party.id: party for party in named.values() if party is not None}
        strange = tuple(sorted(name for name, party in named.items() if party is None))
        found.append(Subject(group, group, tuple(parties.values()), strange, group=True))
    return sorted(found, key=lambda subject: subject.name)


@dataclass(frozen=True, slots=True)
class Holders:
    """Parties by what registers call them."""

    by_id: Mapping[str, Party]
    by_name: Mapping[str, Party]

    @classmethod
    def among(cls, parties: Iterable[Party]) -> "Holders":
        """Those of one registry; of two of one name, neither: which of them is meant nobody knows."""
        by_name: dict[str, list[Party]] = defaultdict(list)
        listed = list(parties)
        for party in listed:
            by_name[party.key].append(party)
        return cls(
            {party.id: party for party in listed}, {key: found[0] for key, found in by_name.items() if len(found) == 1}
        )

    def of(self, name: str, code: str = "") -> Party | None:
        """The party of that credit code, else of that whole name."""
        return self.by_id.get(code) or self.by_name.get(normalise_name(name))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a register count for whom, on a day."""

    by_code: Mapping[str, int]
    by_name: Mapping[str, int]
    by_name_alone: Mapping[str, int]
    """Of rows without a credit code."""

    def of(self, party: Party) -> int:
        """For one party: by credit code where both have one, else by whole name."""
        if len(party.id) == CREDIT_CODE:
            return self.by_code.get(party.id, 0) + self.by_name_alone.get(party.key, 0)
        return self.by_name.get(party.key, 0)


def rows_of(counted: Counted, party: Party, rows: Iterable[Mapping[str, Any]], as_of: date) -> list[Mapping[str, Any]]:
    """The rows that `tally` counts for a party, in the order of their days."""
    found = [row for row in rows if counts(counted, row, as_of) and names(counted, row, party)]
    return sorted(found, key=lambda row: str(row.get(counted.day) or "")) if counted.day else found


def names(counted: Counted, row: Mapping[str, Any], party: Party) -> bool:
    """Whether a row is one of those that a tally counts for a party, whatever the day."""
    code = str(row.get(counted.code) or "")
    if code and len(party.id) == CREDIT_CODE:
        return code == party.id
    return normalise_name(str(row.get(counted.party) or "")) == party.key


def tally(counted: Counted, rows: Iterable[Mapping[str, Any]], as_of: date) -> Tally:
    """Every row once, under the code and the name that it gives."""
    codes, names, alone = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        if counts(counted, row, as_of):
            code, name = str(row.get(counted.code) or ""), normalise_name(str(row.get(counted.party) or ""))
            names[name] += 1
            (codes if code else alone)[code or name] += 1
    return Tally(codes, names, alone)


def counts(counted: Counted, row: Mapping[str, Any], as_of: date) -> bool:
    """Whether a row counts on a day: what comes later is not known yet."""
    if counted.only and row.get(counted.only[0]) != counted.only[1]:
        return False
    day = _day(row, counted.day)
    if day is not None and (day > as_of or (counted.yearly and day.year != as_of.year)):
        return False
    if counted.day and day is None:
        return False
    ends = [_day(row, field) for field in (counted.until, *counted.unless)]
    return not any(end is not None and end <= as_of for end in ends)


def _day(row: Mapping[str, Any], field: str) -> date | None:
    value = row.get(field) if field else None
    return date.fromisoformat(str(value)) if value else None
