"""What the answers of one row owe each other, as the register's file puts it: days in their order and in time, counts that hold one
another, an answer and its day."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.periods import add_months
from zhixian.core.kernel.working_days import rolled
from zhixian.core.kernel.yaml_file import Node
from zhixian.core.registers.model import SUMMED, Fit, Register
from zhixian.core.registers.rows import Finding
from zhixian.core.workflow.answers import YES_NO, said
from zhixian.core.workflow.model import FormField

CHECK = "fits_together"
KINDS = ("needs", "either", "bars", "never", "most", "least", "day", "come", "apart")
"""Keys of which each rule has one: what it asks for."""
_BRANCH = re.compile(r"(分公司|分厂|分店|分行|支行|分社|营业部|经营部|办事处)\)?$")
"""How what stands behind an organisation's own name calls a branch of it, which is no other party."""


def read_fit(node: Node) -> Fit:
    """One rule; see `docs/how-to/keep-a-register.md`."""
    kinds = [kind for kind in KINDS if kind in node.content]
    if len(kinds) != 1:
        node.fault(kinds[-1] if kinds else "needs", "、".join(kinds) or "没有写", f"{'、'.join(KINDS)} 中的一样")
    fit = Fit(
        has=node.texts("has"),
        needs=node.texts("needs"),
        either=node.texts("either"),
        bars=node.texts("bars"),
        never=node.texts("never"),
        number=node.text("number", default=""),
        most=node.text("most", default=""),
        least=node.whole("least") if "least" in node.content else None,
        day=node.text("day", default=""),
        since=node.text("since", default=""),
        until=node.text("until", default=""),
        months=node.whole("months", default=0),
        days=node.whole("days", default=0),
        wait=node.whole("wait", default=0),
        rolls=node.flag("rolls"),
        come=node.text("come", default=""),
        apart=node.texts("apart"),
        note=node.flag("note"),
        basis=node.text("basis", default=""),
    )
    node.read.add("least")
    node.done()
    return fit


def check_fits(register: Register, node: Node) -> None:
    """Note rules that nobody checks, that name fields or answers that are not there, or fields of a kind that they cannot compare."""
    fields = {field.id: field for field in register.fields}
    if bool(register.fits) != (CHECK in register.checks):
        node.fault("fits", "和 checks 对不上", f"写了 fits 的台账，checks 里有 {CHECK}；没有写的没有")
    for number, fit in enumerate(register.fits):
        where = f"fits[{number}]"
        for name in fit.fields:
            if name not in fields or fields[name].is_private:
                node.faults.unknown(node.file, where, name, list(fields), what="不含个人信息的字段")
        for name in filter(None, (fit.number, fit.most)):
            if name in fields and fields[name].kind not in SUMMED:
                node.faults.add(
                    node.file, where, f"“{fields[name].name}”不能比大小", f"kind: {'、'.join(SUMMED)} 的字段"
                )
        _check_counts(fit, fields, node, where)
        for name in filter(None, (fit.day, fit.since, fit.until, fit.come)):
            if name in fields and fields[name].kind != "day":
                node.faults.add(node.file, where, f"“{fields[name].name}”不是日期", "kind: day 的字段")
        for key, named in (("has", fit.has), ("never", fit.never)):
            _check_answers(named, fields, node, f"{where}.{key}")
        if fit.never and not (fit.has and fit.never[1:]):
            node.faults.add(node.file, f"{where}.never", "没有写和什么对不上", "has，以及 never 里的字段和选项")
        if fit.wait and (fit.months or fit.days or not (fit.day and fit.since)):
            node.faults.add(node.file, f"{where}.wait", "没有写从哪一天起，或者又写了 months、days", "day 带 since")
        if fit.come and not fit.has:
            node.faults.add(node.file, f"{where}.come", "没有写 has", "has：那一天到了才写得上的")
        if (fit.day and not (fit.since or fit.until)) or ((fit.most or fit.least is not None) and not fit.number):
            node.faults.add(node.file, where, "没有写和什么比", "day 带 since 或 until；most、least 带 number")


def _check_answers(named: tuple[str, ...], fields: Mapping[str, FormField], node: Node, where: str) -> None:
    """Note answers that the field named first does not have."""
    if not named or named[0] not in fields:
        return
    field = fields[named[0]]
    answers = [one for one, _ in field.choices or (YES_NO if field.kind == "yes_no" else ())]
    for answer in named[1:]:
        if answer not in answers:
            node.faults.unknown(node.file, where, answer, answers, what=f"“{field.name}”的选项")


def _check_counts(fit: Fit, fields: Mapping[str, FormField], node: Node, where: str) -> None:
    """Note a count that is held against a sum, and a least for anything but a count."""
    kinds = [fields[name].kind for name in (fit.number, fit.most) if name in fields]
    if set(kinds) == set(SUMMED):
        node.faults.add(node.file, where, "件数和金额比", "number 和 most 同为 integer，或者同为 money")
    if fit.least is not None and kinds and kinds[0] == "money":
        node.faults.add(node.file, f"{where}.least", f"“{fields[fit.number].name}”是金额", "kind: integer 的字段")


@dataclass(frozen=True, slots=True)
class _Row:
    register: Register
    values: Mapping[str, Any]
    as_of: date

    def field(self, name: str) -> FormField:
        return self.register.field(name)

    def name(self, name: str) -> str:
        return self.field(name).name

    def filled(self, name: str) -> bool:
        return self.values.get(name) not in (None, "", [])

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.values[name]) if name and self.filled(name) else None

    def said(self, name: str) -> str:
        return said(self.field(name), self.values.get(name))

    def why(self, fit: Fit) -> str:
        """The condition of a rule in words: 公安机关的答复是“立案”, 写了授权日."""
        field = fit.has[0]
        return (
            f"{self.name(field)}是“{self.said(field)}”"
            if self.field(field).choices or fit.has[1:]
            else f"写了{self.name(field)}"
        )


def fits_together(register: Register, values: Mapping[str, Any], *, as_of: date) -> list[Finding]:
    """What of a row does not fit together on a day, in the order of the register's rules; a rule about what is not filled in says nothing.

    A field that several rules miss is told by the first of them, those that are to be put right before those that are to be known.
    """
    row, missed = _Row(register, values, as_of), set[str]()
    told: dict[int, Finding] = {}
    for number, fit in sorted(enumerate(register.fits), key=lambda one: one[1].note):
        missing = {name for name in fit.needs if not row.filled(name)}
        if not _applies(row, fit) or (missing and missing <= missed):
            continue
        missed |= missing
        if words := _told(row, fit):
            told[number] = Finding(CHECK, words, fit.basis, grave=not fit.note)
    return [told[number] for number in sorted(told)]


def rules_that_look(register: Register, values: Mapping[str, Any]) -> int:
    """How many of a register's rules have something to compare in a row."""
    row = _Row(register, values, date.min)
    return sum(_applies(row, fit) and _compares(row, fit) for fit in register.fits)


def _compares(row: _Row, fit: Fit) -> bool:
    """Whether the fields that a rule looks at say enough for it to tell anything."""
    if fit.needs or fit.bars:
        return True
    one = [name for name in (*fit.never[:1], fit.number, fit.day, fit.come, *fit.apart) if name]
    other = [name for name in (fit.most, fit.since, fit.until) if name]
    return all(map(row.filled, one)) and (not other or any(map(row.filled, other)))


def _told(row: _Row, fit: Fit) -> str:
    return next((words for tell in _TELL if (words := tell(row, fit))), "")


def _applies(row: _Row, fit: Fit) -> bool:
    if not fit.has:
        return True
    field, *answers = fit.has
    return row.values.get(field) in answers if answers else row.filled(field)


def _missing(row: _Row, fit: Fit) -> str:
    missing = [row.name(name) for name in fit.needs if not row.filled(name)]
    why = f"{row.why(fit)}，" if fit.has else ""
    return f"{why}没有写{'、'.join(missing)}" if missing else ""


def _neither(row: _Row, fit: Fit) -> str:
    if not fit.either or any(row.filled(name) for name in fit.either):
        return ""
    return f"{row.why(fit)}，" * bool(fit.has) + f"{'、'.join(map(row.name, fit.either))}都没有写"


def _barred(row: _Row, fit: Fit) -> str:
    there = [row.name(name) for name in fit.bars if row.filled(name)]
    return f"{row.why(fit)}，又写了{'、'.join(there)}" if there else ""


def _denied(row: _Row, fit: Fit) -> str:
    said = bool(fit.never) and row.values.get(fit.never[0]) in fit.never[1:]
    return f"{row.why(fit)}，“{row.name(fit.never[0])}”却选了“{row.said(fit.never[0])}”" if said else ""


def _counted(row: _Row, fit: Fit) -> str:
    if not fit.number or not row.filled(fit.number):
        return ""
    count, name = row.values[fit.number], row.name(fit.number)
    if fit.least is not None and count < fit.least:
        return f"{name}是 {row.said(fit.number)}，少于 {fit.least}"
    if fit.most and row.filled(fit.most) and count > row.values[fit.most]:
        return f"{name} {row.said(fit.number)}，多于{row.name(fit.most)} {row.said(fit.most)}"
    return ""


def _in_time(row: _Row, fit: Fit) -> str:
    day, since, until = row.day(fit.day), row.day(fit.since), row.day(fit.until)
    if day is None:
        return ""
    if until and day > until:
        return f"{row.name(fit.day)} {day} 晚于{row.name(fit.until)} {until}"
    if since and fit.wait and day < (first := add_months(since, fit.wait)):
        return f"{row.name(fit.day)} {day} 离{row.name(fit.since)} {since} 不到 {fit.wait} 个月，最早是 {first}"
    if since and (fit.months or fit.days):
        last = add_months(since, fit.months) + timedelta(days=fit.days)
        last = rolled(last) if fit.rolls else last
        parts = (f"{fit.months} 个月" if fit.months else "", f"{fit.days} 天" if fit.days else "")
        span = "零 ".join(filter(None, parts))
        words = f"{row.name(fit.day)} {day} 离{row.name(fit.since)} {since} 超过 {span}，最后一日是 {last}"
        return words if day > last else ""
    return f"{row.name(fit.day)} {day} 早于{row.name(fit.since)} {since}" if since and day < since else ""


def _to_come(row: _Row, fit: Fit) -> str:
    day = row.day(fit.come)
    return f"{row.why(fit)}，{row.name(fit.come)} {day} 还没有到" if day and day > row.as_of else ""


def _apart(row: _Row, fit: Fit) -> str:
    if not fit.apart or not all(row.filled(name) for name in fit.apart):
        return ""
    said = [folded(str(row.values[name])) for name in fit.apart]
    names = "和".join(row.name(name) for name in fit.apart)
    if len(set(said)) == 1:
        return f"{names}写的是同一个：{row.values[fit.apart[0]]}"
    body, branch = min(said, key=len), max(said, key=len)
    whole = next(str(row.values[name]) for name in fit.apart if folded(str(row.values[name])) == branch)
    inside = branch.startswith(body) and _BRANCH.search(branch[len(body) :])
    return f"{names}写的是同一家：{whole}是它自己的分支机构" if inside else ""


_TELL: tuple[Callable[[_Row, Fit], str], ...] = (
    _missing,
    _neither,
    _barred,
    _denied,
    _counted,
    _in_time,
    _to_come,
    _apart,
)
