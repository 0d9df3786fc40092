"""Figures of projects by the rights that they rely on: what the registry says of each right as of a day, from the applicant's side.

A number that the registry does not know makes every such figure unknown: not granted, mistyped and not imported look the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from zhixian.core.analysis.right_state import called, how_ended, last_day, pledges_on, preserved_since
from zhixian.core.kernel.regions import within
from zhixian.core.registers.rights import meant
from zhixian.core.registry.particulars import rights_called
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name
from zhixian.core.scorecards.model import Figure
from zhixian.core.scorecards.subjects import Rows, Subject

CASES = "ip_cases"
"""The register whose open cases put a right in dispute."""
Right = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Relied:
    """What is known of the rights that projects rely on: by number as it was typed, and in how many open cases each right is."""

    rights: Mapping[str, Sequence[Right]]
    cases: Mapping[str, int] | None
    """By right; None where no case is on file at all."""
    region: str
    as_of: date
    has_registry: bool = True


def relied_on(
    snapshot: Snapshot | None, subjects: Iterable[Subject], rows: Rows, *, region: str, as_of: date
) -> Relied:
    """Everything that figures of projects ask of the registry and of cases, read once for all of them."""
    texts = sorted({text for subject in subjects for text in subject.relied})
    numbers = {text: meant(text)[0] for text in texts}
    wanted = sorted({number for found in numbers.values() for number in found})
    listed = rights_called(snapshot, wanted, as_of=as_of) if snapshot and wanted else []
    by_number: dict[str, list[Right]] = {}
    for right in listed:
        for name in {right["number"], right["number"].partition("/")[0]}:  # a mark is called without its class too
            by_number.setdefault(name, []).append(right)
    rights = {text: [one for number in found for one in by_number.get(number, ())] for text, found in numbers.items()}
    return Relied(rights, _open_cases(rows.get(CASES, ()), by_number, as_of), region, as_of, snapshot is not None)


def _open_cases(
    cases: Iterable[Mapping[str, Any]], by_number: Mapping[str, Sequence[Right]], as_of: date
) -> dict[str, int] | None:
    listed, found, day = list(cases), dict[str, int](), as_of.isoformat()
    for case in listed:
        if str(case["opened_on"]) > day or (case.get("closed_on") and str(case["closed_on"]) <= day):
            continue
        named = {
            one["right_id"] for number in meant(str(case.get("right") or ""))[0] for one in by_number.get(number, ())
        }
        for right in named:
            found[right] = found.get(right, 0) + 1
    return found if listed else None


def figure_relied(name: str, subject: Subject, relied: Relied | None) -> Figure:
    """A figure of `model.RELIED` for a project, with what it found of each right."""
    if relied is None or (subject.relied and not relied.has_registry):
        return Figure(None, "还没有登记数据")
    unknown = [text for text in subject.relied if not relied.rights.get(text)]
    if unknown:
        return Figure(None, f"登记数据里没有 {'、'.join(unknown[:5])}：没有授权、号码写错还是没有导入，分不清")
    if name == "disputed" and relied.cases is None and subject.relied:
        return Figure(None, "案件台账里一行也没有，是没有纠纷还是没有记，分不清")
    rights = {one["right_id"]: one for text in subject.relied for one in relied.rights[text]}
    look = _LOOKS[name]
    told = [(one, *look(one, subject, relied)) for one in rights.values()]
    value = _value(name, [number for _, number, _ in told])
    if value is None:
        return Figure(
            None, "登记数据没有写期限：" + "、".join(called(one) for one, number, _ in told if number is None)
        )
    return Figure(value, behind=tuple(f"{called(one)}：{words}" for one, _, words in told) or ("没有写依托的权利",))


def _value(name: str, numbers: Sequence[int | None]) -> Fraction | None:
    """The sum; of years, the most."""
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    return Fraction(max(known, default=0) if name == "term_left" else sum(known))


def _state(right: Right, as_of: date) -> str:
    if right["in_force"]:
        return "有效"
    return f"已于 {right['ended']} {how_ended(right, as_of)}" if right["ended"] else "还没有授权"


def _in_force(right: Right, _: Subject, relied: Relied) -> tuple[int, str]:
    return int(right["in_force"]), _state(right, relied.as_of)


def _covers(span: Mapping[str, Any], day: date) -> bool:
    return bool(span["start"] <= day and (span["end"] is None or day < span["end"]))


def _is_own(right: Right, subject: Subject, as_of: date) -> bool:
    """In force and the applicant's: by the registry's party, else by whole name."""
    if not right["in_force"]:
        return False
    own = {party.id for party in subject.parties}
    holders = {span["holder"] for span in right["spans"] if _covers(span, as_of)}
    return bool(own & holders) or normalise_name(right["holder_name"] or "") == normalise_name(subject.applicant)


def _whose(right: Right, subject: Subject, as_of: date) -> str:
    if not right["in_force"]:
        return _state(right, as_of)
    return "归申请人" if _is_own(right, subject, as_of) else f"归{right['holder_name'] or '不详'}"


def _owned(right: Right, subject: Subject, relied: Relied) -> tuple[int, str]:
    return int(_is_own(right, subject, relied.as_of)), _whose(right, subject, relied.as_of)


def _invention(right: Right, subject: Subject, relied: Relied) -> tuple[int, str]:
    counts = right["kind"] == "invention" and _is_own(right, subject, relied.as_of)
    words = (
        "算一件" if counts else "不是发明专利" if right["kind"] != "invention" else _whose(right, subject, relied.as_of)
    )
    return int(counts), words


def _term_left(right: Right, subject: Subject, relied: Relied) -> tuple[int | None, str]:
    """Whole years to the last day of a right that counts; None where its term is not known."""
    if not _is_own(right, subject, relied.as_of):
        return 0, _whose(right, subject, relied.as_of)
    last = last_day(right, relied.as_of)
    if last is None:
        return None, "期限不详"
    years = last.year - relied.as_of.year - ((last.month, last.day) < (relied.as_of.month, relied.as_of.day))
    return max(0, years), f"到 {last}，还有 {max(0, years)} 整年"


def _brought_in(right: Right, subject: Subject, relied: Relied) -> tuple[int, str]:
    """Whether a transfer brought it to the applicant from a holder outside the place."""
    if not _is_own(right, subject, relied.as_of):
        return 0, _whose(right, subject, relied.as_of)
    spans = [span for span in right["spans"] if span["start"] <= relied.as_of]
    before = [span for span in spans if span["holder"] != spans[-1]["holder"]]
    if not before:
        return 0, "从一开始就归申请人"
    inside = within(before[-1]["region"] or "", relied.region)
    return int(not inside and bool(before[-1]["region"])), "由本地转入" if inside else (
        "由外地转入" if before[-1]["region"] else "转入，原权利人所在地不详"
    )


def _pledged(right: Right, _: Subject, relied: Relied) -> tuple[int, str]:
    open_ones = pledges_on(right, relied.as_of) if right["in_force"] else []
    return int(bool(open_ones)), f"{open_ones[0]['registered']} 起质押，没有解除" if open_ones else "没有质押"


def _disputed(right: Right, subject: Subject, relied: Relied) -> tuple[int, str]:
    """Cases only of the applicant's own rights: those of others are nothing that its card may tell."""
    since = preserved_since(right, relied.as_of)
    own = _is_own(right, subject, relied.as_of)
    cases = (relied.cases or {}).get(right["right_id"], 0) if own else 0
    words = [*([f"自 {since} 起被人民法院保全"] if since else []), *([f"在 {cases} 个没有结的案件里"] if cases else [])]
    return int(bool(words)), "，".join(words) or ("没有" if own else "没有保全；不归申请人，不看案件")


_LOOKS: dict[str, Callable[[Right, Subject, Relied], tuple[int | None, str]]] = {
    "in_force": _in_force, "owned": _owned, "inventions": _invention, "term_left": _term_left, "brought_in": _brought_in,
    "pledged": _pledged, "disputed": _disputed,
}  # fmt: skip
