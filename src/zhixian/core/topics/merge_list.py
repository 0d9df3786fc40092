"""The merge list of applicants: likely variants are proposed, an officer decides, and the decisions survive every refresh."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.folder import replace_text
from zhixian.core.registry.places import is_called
from zhixian.core.registry.sheets.batch import Batch
from zhixian.core.topics.families import Sets
from zhixian.core.topics.names import begins_with, core_of, is_of_group, normal_form, only_apart, sort_of_institution

FILE = "applicants.csv"
HEADINGS = ("名称", "件数", "建议归入", "归入方件数", "理由", "决定")
YES, NO = "是", "否"
_DECISIONS = {"": "", "是": YES, "Y": YES, "YES": YES, "否": NO, "N": NO, "NO": NO}
SAME_CLEANED = "来源的标准化申请人相同"
_SHORTEST_CORE = 2
_MOST_CONTRADICTIONS = 3
_MOST_OF_A_WAY = 8
_MOST_NAMES_OF_ONE = 200
"""A cleaned name that stands for more than this names a group or nothing at all."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """That one name may be another, by their normal forms; `decision` is yes, no or empty."""

    name: str
    count: int
    into: str
    into_count: int
    reason: str
    decision: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """What the proposal is about, whatever way it is written."""
        one, other = sorted((normal_form(self.name), normal_form(self.into)))
        return one, other


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list of decisions: how many were read, how many say what was not decided before, how many are taken back, and
    the names among them that the topic does not have (their decisions wait for an edition that has them).

    `merged` names stand under another one since, `parted` ones by themselves again; of `records` applications a party changed with them.
    """

    read: int
    new: int
    withdrawn: int
    unknown: tuple[str, ...]
    merged: int = 0
    parted: int = 0
    records: int = 0


def taken(decided: Iterable[Proposal], before: Mapping[tuple[str, str], Proposal], names: Container[str]) -> Taken:
    """What a list changes of the decisions before, by pair; `names` are the normal forms of those that the topic has."""
    read = new = withdrawn = 0
    unknown: dict[str, None] = {}
    for one in decided:
        earlier = before[one.pair].decision if one.pair in before else ""
        withdrawn += bool(earlier and not one.decision)
        if one.decision:
            read += 1
            new += one.decision != earlier
            unknown |= dict.fromkeys(name for name in (one.name, one.into) if normal_form(name) not in names)
    return Taken(read, new, withdrawn, tuple(unknown))


def propose(
    counts: Mapping[str, int],
    called: Mapping[str, str],
    cleaned: Mapping[str, Counter[str]],
    decided: Iterable[Proposal],
) -> list[Proposal]:
    """Pairs of names that may be one, the more frequent as the one to join, with the decisions already taken.

    `counts` and `called` go by normal form; `cleaned` has what vendors call each. Decisions on names that are not here stay.
    """
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for key, into, reason in (*_of_one_core(counts), *_of_one_cleaned(counts, cleaned), *_of_one_group(counts, called)):
        if sort_of_institution(key) == sort_of_institution(into):
            one, other = sorted((key, into))
            found.setdefault((one, other), (key, into, reason))
    kept = {proposal.pair: proposal for proposal in decided if proposal.decision}
    proposals = []
    for pair, (key, into, reason) in found.items():
        before = kept.pop(pair, None)
        decision = before.decision if before else ""
        proposals.append(Proposal(called[key], counts[key], called[into], counts[into], reason, decision))
    for proposal in kept.values():
        name, into = normal_form(proposal.name), normal_form(proposal.into)
        proposals.append(
            Proposal(
                proposal.name,
                counts.get(name, 0),
                proposal.into,
                counts.get(into, 0),
                proposal.reason,
                proposal.decision,
            )
        )
    return sorted(proposals, key=lambda p: (-p.into_count, normal_form(p.into), -p.count, normal_form(p.name)))


def _of_one_core(counts: Mapping[str, int]) -> Iterator[tuple[str, str, str]]:
    """Names, what they may be, and why: those that legal form, brackets or marks alone part from it."""
    by_core: defaultdict[str, list[str]] = defaultdict(list)
    for key in counts:
        core = core_of(key)
        if len(core) >= _SHORTEST_CORE:
            by_core[core].append(key)
    for keys in by_core.values():
        for key, into in _into_first(counts, keys):
            if reason := only_apart(key, into):
                yield key, into, reason


def _of_one_cleaned(counts: Mapping[str, int], cleaned: Mapping[str, Counter[str]]) -> Iterator[tuple[str, str, str]]:
    by_cleaned: defaultdict[str, list[str]] = defaultdict(list)
    for key, names in cleaned.items():
        if key in counts and names:
            by_cleaned[normal_form(names.most_common(1)[0][0])].append(key)
    for keys in by_cleaned.values():
        if len(keys) <= _MOST_NAMES_OF_ONE:
            yield from ((key, into, SAME_CLEANED) for key, into in _into_first(counts, keys))


def _of_one_group(counts: Mapping[str, int], called: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Companies whose name begins with the name of a group that is there itself; a place is nobody's own name."""
    groups_by_core: defaultdict[str, list[str]] = defaultdict(list)
    for group in sorted(filter(is_of_group, counts)):
        core = core_of(group)
        if len(core) >= _SHORTEST_CORE and not is_called(core):
            groups_by_core[core].append(group)
    longest = max(map(len, groups_by_core), default=0)
    for key in counts:
        for length in range(_SHORTEST_CORE, min(len(key), longest + 1)):
            core = key[:length]
            if core in groups_by_core and core_of(key) != core and begins_with(key, core):
                for group in groups_by_core[core]:
                    yield key, group, f"名称以“{called[group]}”的字号“{core}”开头，是一个集团的，不一定是一家"


def _into_first(counts: Mapping[str, int], keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name but the most frequent, with that one."""
    into, *others = sorted(keys, key=lambda key: (-counts[key], key))
    return ((key, into) for key in others)


def groups(counts: Mapping[str, int], proposals: Iterable[Proposal]) -> dict[str, str]:
    """Normal form → the one that stands for its group: the most frequent of those that were decided to be one.

    Raises Refusal where decisions contradict each other.
    """
    proposals = list(proposals)
    refuse_contradictions(contradictions(proposals), proposals)
    sets = _joined(proposals)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for key in counts:
        members[sets.first(key)].append(key)
    return {
        key: leader
        for keys in members.values()
        for leader in [min(keys, key=lambda key: (-counts[key], key))]
        for key in keys
    }


def _joined(proposals: Iterable[Proposal]) -> Sets:
    sets = Sets()
    for proposal in proposals:
        if proposal.decision == YES:
            sets.join(*proposal.pair)
    return sets


def contradictions(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Each decision that two names are not one which other decisions make one."""
    decided = [proposal for proposal in proposals if proposal.decision]
    sets = _joined(decided)
    return [
        proposal
        for proposal in decided
        if proposal.decision == NO and len(set(proposal.pair)) == 2 and len({*map(sets.first, proposal.pair)}) == 1
    ]


def refuse_contradictions(found: Sequence[Proposal], among: Iterable[Proposal]) -> None:
    """Raise Refusal with the names where there is any contradiction, and with the decisions that make them one: no merging can do what all
    of the decisions say."""
    if not found:
        return
    stand = [proposal for proposal in among if proposal.decision == YES]
    told = "；".join(
        f"“{no.name}”与“{no.into}”定为不是一家，而{_told_of_way(way_between(stand, *no.pair))}定为是一家"
        for no in found[:_MOST_CONTRADICTIONS]
    )
    more = f"；另有 {len(found) - _MOST_CONTRADICTIONS} 处" if len(found) > _MOST_CONTRADICTIONS else ""
    raise Refusal(f"归并的决定互相矛盾：{told}{more}", expected="改其中一条：是一家的连起来，里面的任何两个都是一家")


def _told_of_way(way: Sequence[Proposal]) -> str:
    pairs = "，".join(f"“{yes.name}”与“{yes.into}”" for yes in way[:_MOST_OF_A_WAY])
    return f"{pairs}等 {len(way):,} 对" if len(way) > _MOST_OF_A_WAY else pairs


def way_between(proposals: Iterable[Proposal], start: str, end: str) -> list[Proposal]:
    """The decisions that lead from one normal form to another which they make one with it, as few as can be."""
    lines: defaultdict[str, list[tuple[str, Proposal]]] = defaultdict(list)
    for proposal in proposals:
        if proposal.decision == YES:
            one, other = proposal.pair
            lines[one].append((other, proposal))
            lines[other].append((one, proposal))
    came: dict[str, tuple[str, Proposal] | None] = {start: None}
    waiting = [start]
    for name in waiting:
        for other, proposal in lines[name]:
            if other not in came:
                came[other] = name, proposal
                waiting.append(other)
    way: list[Proposal] = []
    step = came[end]
    while step is not None:
        name, proposal = step
        way.append(proposal)
        step = came[name]
    return way[::-1]


def write_list(folder: Path, proposals: Sequence[Proposal]) -> None:
    """Write the list beside the topic, for a spreadsheet to open."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADINGS)
    for p in proposals:
        writer.writerow([_as_text(p.name), p.count, _as_text(p.into), p.into_count, p.reason, p.decision])
    replace_text(folder / FILE, "\ufeff" + out.getvalue())


def _as_text(name: str) -> str:
    """A name that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@")) else name


def read_list(path: Path, *, from_officer: bool = False, most: int | None = None) -> list[Proposal]:
    """A merge list as it stands in a CSV file or a workbook. Raises Refusal at the first cell that cannot be meant, where two lines
    decide on one pair of names in two ways, beyond `most` lines, and, in a list that an officer gives, where a name is joined with itself."""
    if not path.exists():
        raise Refusal("没有这个文件", where=str(path), expected=f"归并清单，列为{'、'.join(HEADINGS)}")
    from zhixian.core.registry.sheets.reading import sheets_of  # noqa: PLC0415 -- slow import

    for sheet in sheets_of(path):
        for at, cells in enumerate(sheet.head):
            if {"名称", "建议归入", "决定"} <= set(cells):
                places = {heading: cells.index(heading) for heading in HEADINGS if heading in cells}
                batches = sheet.batches(at + 1, cells, sorted(places.values()))
                lines = _lines(path.name, batches, places, from_officer=from_officer)
                return _one_each(path.name, lines if most is None else _no_more(path.name, lines, most))
    raise Refusal("前 20 行没有归并清单的表头", where=path.name, expected="、".join(HEADINGS))


def _lines(
    file: str, batches: Iterable[Batch], places: Mapping[str, int], *, from_officer: bool
) -> Iterator[tuple[Proposal, int]]:
    """What each line says, with its row; empty ones say nothing."""
    for batch in batches:
        for index, row in enumerate(batch.rows):
            proposal = _proposal(batch, index, places, f"{file} 第 {row} 行", from_officer=from_officer)
            if proposal:
                yield proposal, int(row)


def _no_more(file: str, lines: Iterable[tuple[Proposal, int]], most: int) -> Iterator[tuple[Proposal, int]]:
    for number, line in enumerate(lines):
        if number == most:
            raise Refusal(f"超过 {most:,} 行", where=file, expected="删去没有填决定的行，或者分成几份")
        yield line


def _one_each(file: str, lines: Iterable[tuple[Proposal, int]]) -> list[Proposal]:
    """One proposal for each pair. Raises Refusal with both rows where a second line of a pair says another thing."""
    found: dict[tuple[str, str], tuple[Proposal, int]] = {}
    for proposal, row in lines:
        before, first = found.setdefault(proposal.pair, (proposal, row))
        if before.decision != proposal.decision:
            told = [f"第 {at} 行写的是“{one.decision or '空着'}”" for one, at in ((before, first), (proposal, row))]
            raise Refusal(
                f"“{proposal.name}”与“{proposal.into}”写了两次：{'，'.join(told)}",
                where=file,
                expected="一对名称只写一个决定",
            )
    return [proposal for proposal, _ in found.values()]


def _proposal(
    batch: Batch, index: int, places: Mapping[str, int], where: str, *, from_officer: bool
) -> Proposal | None:
    if index in batch.faults:
        raise Refusal(batch.faults[index], where=where)
    cells = batch.raw(index)
    told = {heading: cells[at].strip() if at < len(cells) else "" for heading, at in places.items()}
    name, into = told["名称"].removeprefix("'"), told["建议归入"].removeprefix("'")
    decision = _DECISIONS.get(told["决定"].upper())
    if decision is None:
        raise Refusal(f"决定写的是“{told['决定']}”", where=f"{where} 决定", expected="是、否，或者空着")
    if not name and not into:
        return None
    if decision and not (name and into):
        raise Refusal("名称或建议归入是空的", where=where, expected="两个名称都写明")
    if decision and normal_form(name) == normal_form(into):
        if from_officer:
            raise Refusal(
                f"“{name}”与“{into}”本来就是同一个名称", where=where, expected="两个不同的名称，或者删去这一行"
            )
        if decision == YES:
            return None
    counts = [_count(told.get(heading, "")) for heading in ("件数", "归入方件数")]
    return Proposal(name, counts[0], into, counts[1], told.get("理由", ""), decision)


def _count(text: str) -> int:
    """A count as it was written; 0 for what somebody put in its place, since it is counted anew."""
    whole = text.replace(",", "").removesuffix(".0")
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) <= 9 else 0
