"""What happens to rows of registers: entered, changed, struck, taken from a sheet, checked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from zhixian.core.disclosure.rows import without_numbers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.model import Kept, Register
from zhixian.core.registers.rows import Finding, day_of, differences, dues_of, first_told, key_of, text_of
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.plan import unit_name
from zhixian.web.kit.versions import at_version
from zhixian.web.registers.beside import tied_to
from zhixian.web.registers.checking import findings_on, must_be_checkable
from zhixian.web.registers.definitions import kept_registers, parts_of
from zhixian.web.registers.models import COMPARED, Row, RowEvent, keep_said, kept_rows
from zhixian.web.registers.placing import about_others, as_written, misplaced, of_another_company, unfit
from zhixian.web.registers.queries.answering import responders
from zhixian.web.registers.queries.named import is_named
from zhixian.web.registers.queries.visibility import (
    enters_as,
    fields_open_to,
    is_closed,
    is_read_as_named,
    key_above,
    may_change,
    parts_visible_to,
    rows_above,
)
from zhixian.web.registers.resting import rests_on
from zhixian.web.registers.telling import (
    ask_for_answer,
    days_answered,
    keepers_of,
    tell_of,
    tell_offices,
    tell_who_answers,
)


class UnableToKeep(Refusal):
    """The row may not be entered or changed so, or not by this person."""


def enter_row(
    kept: Kept, values: Mapping[str, Any], *, by: Any, unit: str = "", organisation: Organisation | None = None
) -> Row:
    """Enter a row for a unit or an organisation. `values` as `read_row` gives them.

    Raises UnableToKeep when the person enters none for it, or a row of the same key is there.
    """
    return enter_rows(kept, [values], by=by, unit=unit, organisation=organisation)[0]


def enter_rows(
    kept: Kept, many: Sequence[Mapping[str, Any]], *, by: Any, unit: str = "", organisation: Organisation | None = None
) -> list[Row]:
    """Enter rows that come together, all of them or none; see `enter_row`. They are checked once they are there."""
    must_be_checkable(kept.register)
    rows = put_in(kept, many, by=by, unit=unit, organisation=organisation)
    check_with_tied(rows)
    return rows


def check_with_tied(rows: Sequence[Row], before: Sequence[Mapping[str, Any]] = ()) -> list[Row]:
    """`check` rows of one register, then the rows of others that led to them or came of them, and those that came of the same; also
    what they were tied to by the values `before` a change."""
    worse = check(rows)
    keys, by_register = {row.pk for row in rows}, dict[str, list[Row]]()
    for one in tied_to(rows[0].register, [*before, *(row.values for row in rows)]) if rows else ():
        if one.pk not in keys:
            by_register.setdefault(one.register, []).append(one)
    for others in by_register.values():
        check(others)
    return worse


@transaction.atomic
def put_in(
    kept: Kept, many: Sequence[Mapping[str, Any]], *, by: Any, unit: str = "", organisation: Organisation | None = None
) -> list[Row]:
    """See `enter_rows`; whoever does more in one transaction checks them after it."""
    if (unit, organisation) not in enters_as(by, kept):
        raise UnableToKeep(f"这本{kept.register.name}不由您录入", expected="、".join(_who_enters(kept)))
    above = hold(kept, many)
    many = [as_written(kept, values) for values in many]
    place: dict[str, Any] = {"register": kept.register.id, "unit": unit, "organisation": organisation}
    rows = [Row(**place, entered_by=by, entered_on=today(), version=0) for _ in many]
    for row, values, unfitting in zip(rows, many, unfit(kept, many, unit, organisation), strict=True):
        if wrong := {**misplaced(kept, values, unit, organisation, above), **unfitting}:
            raise UnableToKeep(next(iter(wrong.values())))
        _settle(row, kept, values, above)
    try:
        with transaction.atomic():
            Row.objects.bulk_create(rows)
    except IntegrityError:
        _refuse_twice(rows, kept)
        raise
    keep_said(rows)
    RowEvent.objects.bulk_create([_event(row, "enter", "录入", by=by) for row in rows])
    _count_days_anew({row.of_id for row in rows})
    for row in rows:
        ask_for_answer(row, kept, by=by)
    tell_offices(rows, kept, by=by)
    about = rows[0] if len(rows) == 1 else f"registers.register:{kept.register.id}"
    record.write("rows_entered", about, by=by, register=kept.register.id, rows=[row.pk for row in rows])
    return rows


def hold(kept: Kept, many: Sequence[Mapping[str, Any]], rows: Collection[int] = ()) -> dict[str, Row]:
    """Lock, until the end of the transaction, the rows that rows with these values belong to, then the `rows` themselves, each in the
    order of their numbers and before anything is written: nobody strikes or changes one meanwhile, and no two wait for each other.
    The rows above by key."""
    found: dict[str, Row] = {}
    if kept.register.of:
        left = Row.objects.filter(parts__in=rows).order_by("pk") if rows else ()
        wanted = {*rows_above(kept, many), *(row.key for row in left)}
        above = Row.objects.filter(register=kept.register.of.register, key__in=wanted).order_by("pk")
        found = {row.key: row for row in above.select_for_update() if row.struck_on is None}
    if len(rows) > 1:  # one alone is locked when it is looked at
        list(Row.objects.select_for_update().filter(pk__in=rows).order_by("pk"))
    return found


def _who_enters(kept: Kept) -> list[str]:
    names = {"unit": "台账的责任单位经办", "bank": "已确认的银行", "enterprise": "已确认的企业"}
    return [names[keeper] for keeper in kept.register.keepers]


def change_row(row: Row, kept: Kept, values: Mapping[str, Any], *, by: Any, version: int) -> Row:
    """Write the row anew. Raises UnableToKeep, and ChangedMeanwhile when it is at another version."""
    must_be_checkable(kept.register)
    left, before = row.of_id, row.values
    fresh = write_over(row, kept, values, by=by, version=version)
    if fresh.version != version:
        check_with_tied([fresh], [before])
        _check_around(fresh, left)
    return fresh


def _check_around(row: Row, left: int | None = None) -> None:
    """Check anew what a change of a row may free or take: the open rows that belong to it, and those that belong to the same row as it,
    or did before it `left` that."""
    above = [key for key in (row.of_id, left) if key]
    beside = Row.objects.filter(Q(of=row.pk) | Q(of__in=above, register=row.register), struck_on=None)
    by_register: dict[str, list[Row]] = {}
    for one in beside.exclude(pk=row.pk).select_related("organisation", "of").order_by("pk"):
        by_register.setdefault(one.register, []).append(one)
    for name, rows in by_register.items():
        if (kept := kept_registers().get(name)) and kept.register.checks:
            check(rows)


@transaction.atomic
def write_over(row: Row, kept: Kept, values: Mapping[str, Any], *, by: Any, version: int) -> Row:
    """See `change_row`; whoever writes many checks them afterwards, all at once."""
    above = hold(kept, [values], [row.pk])
    values = as_written(kept, values)
    row = at_version(Row.objects.all(), row, version)
    may = _fields_to_write(row, kept, by)
    before = dict(row.values)
    placed = misplaced(kept, values, row.unit, row.organisation, above)
    if wrong := {**placed, **of_another_company(kept, values, row.unit)}:
        raise UnableToKeep(next(iter(wrong.values())))
    after = {**{name: value for name, value in before.items() if name not in _names(kept)}, **values}
    changes = differences(kept.register, before, after)
    if not changes:
        return row
    sides = kept.register.sides
    if sides and changes.keys() & set(sides.fields) and (wrong := about_others(kept, [values], row.organisation)[0]):
        raise UnableToKeep(next(iter(wrong.values())))
    if shut := [name for name in changes if name not in may]:
        if is_closed(row, kept) and shut[0] not in kept.register.answered and may_change(by, row, kept):
            raise closed(row, kept, where=kept.register.field(shut[0]).name)
        raise UnableToKeep(f"“{kept.register.field(shut[0]).name}”不由您填写", expected=_who_fills(row, kept, shut[0]))
    left, asked_for = row.of_id, row.due_name
    _settle(row, kept, after, above)
    _save(row, kept, changes)
    answers = may_change(by, row, kept) is False
    _event(row, "answer" if answers else "change", "答复" if answers else "修改", by=by, changes=changes).save()
    _count_days_anew({left, row.of_id})
    _rename_in_parts(row, by=by)
    record.write("row_answered" if answers else "row_changed", row, by=by, fields=sorted(changes))
    if answers:
        given = "有答复" if kept.register.is_answered(row.values) else "的答复已收回，可以再改"
        tell_of(row, keepers_of(row), f"{kept.register.name}“{row}”{given}")
    else:
        waits = asked_for in days_answered(kept)
        if row.due_name != asked_for:
            ask_for_answer(row, kept, by=by)
        elif waits:
            tell_who_answers(row, kept, "有改动，答复前请再看", by=by)
    if kept.register.office in changes:
        tell_offices([row], kept, by=by)
    return row


def _fields_to_write(row: Row, kept: Kept, by: Any) -> frozenset[str]:
    """Fields of it that the person may fill in. Raises UnableToKeep where there are none."""
    if may := fields_open_to(by, row, kept):
        return may
    _must_change(row, kept, by)
    return may


def closed(row: Row, kept: Kept, *, where: str = "") -> UnableToKeep:
    """Why whoever keeps a row that others have answered changes it no more, and what leads on."""
    on_paper = row.unit and not row.events.filter(kind="answer").exists()
    who = "、".join(map(unit_name, responders(row, kept)))
    first = "先把代填的答复清空" if on_paper else f"先请{who}收回答复（把答复清空）"
    return UnableToKeep("这一行已经有答复，答复的内容不再改动", where=where, expected=f"要改的，{first}")


def _who_fills(row: Row, kept: Kept, field: str) -> str:
    answered = field in kept.register.answered
    return f"由{'、'.join(map(unit_name, kept.answering)) if answered else row.place}填写"


def strike_row(row: Row, kept: Kept, *, by: Any, version: int, reason: str) -> Row:
    """Take a row out of the register; it stays to be read, with the reason, and its key is free again."""
    struck = _strike(row, kept, by=by, version=version, reason=reason)
    for one in tied_to(struck.register, [struck.values]):
        check([one])
    _check_around(struck)
    return struck


@transaction.atomic
def _strike(row: Row, kept: Kept, *, by: Any, version: int, reason: str) -> Row:
    hold(kept, [], [row.pk])
    row = at_version(Row.objects.all(), row, version)
    _must_change(row, kept, by)
    if is_closed(row, kept) and not kept.register.is_done_with(row.values):
        raise closed(row, kept, where=str(row))
    if not reason.strip():
        raise UnableToKeep("没有写原因", expected="为什么注销，例如录错了、已经并入另一行")
    if count := row.parts.filter(struck_on=None).count():
        seen = [str(part) for _, parts in parts_visible_to(by, row) for part in parts[:3]]
        raise UnableToKeep(
            f"还有 {count} 条记录在它名下{'：' * bool(seen)}{'、'.join(seen)}", expected="先注销名下的记录"
        )
    if rests := rests_on(row):
        raise UnableToKeep(rests.why, where=rests.where, expected=rests.expected)
    waited = row.due_name in days_answered(kept)
    row.struck_on, row.struck_why = today(), reason.strip()
    row.due = row.told_from = None
    row.due_name = ""
    row.changed_at = now()
    row.version += 1
    row.save()
    _event(row, "strike", "注销", by=by, reason=row.struck_why).save()
    _count_days_anew({row.of_id})
    if waited:
        tell_who_answers(row, kept, f"已由{row.place}撤回，不用再答复：{row.struck_why}", by=by)
    record.write("row_struck", row, by=by)
    return row


def _must_change(row: Row, kept: Kept, by: Any) -> None:
    if not row.is_open:
        raise UnableToKeep("这一行已经注销", expected="要改的话，重新录入一行")
    if not may_change(by, row, kept):
        told = by.is_office or is_read_as_named(by, row, kept)
        raise UnableToKeep("这一行不由您修改", expected=f"由{row.place if told else '录入它的单位'}修改")


def _names(kept: Kept) -> set[str]:
    return {field.id for field in kept.register.fields}


def _settle(row: Row, kept: Kept, values: Mapping[str, Any], above: Mapping[str, Row]) -> None:
    """Everything that follows from the values."""
    register = kept.register
    row.values = dict(values)
    row.key = key_of(register, values)
    row.search = text_of(register, without_numbers(register, values))
    row.day = day_of(register, values)
    row.of = above.get(key_above(kept, values))
    _set_days(row, register)
    row.changed_at = now()
    row.version += 1


def _set_days(row: Row, register: Register) -> None:
    told = first_told(dues_of(register, row.values, held_by=row.held_by, as_of=today()))
    row.told_from, row.due, row.due_name = (told[0], told[1], told[2].name) if told else (None, None, "")


def _count_days_anew(rows: Iterable[int | None]) -> None:
    """What falls due of rows to which others came, or from which they went. The rows themselves have not changed."""
    wanted = [key for key in rows if key]
    for row in Row.objects.filter(pk__in=wanted, struck_on=None) if wanted else ():
        if register := row.its_register:
            _set_days(row, register)
            row.save(update_fields=["told_from", "due", "due_name"])


@transaction.atomic
def let_lapse(kept: Kept) -> int:
    """Take the days off open rows that ended something by themselves and have passed since; off how many. A second run finds none."""
    names = [due.name for due in kept.register.dues if due.lapses]
    over = kept_rows(kept.register.id).filter(due_name__in=names, due__lt=today())
    keys = list(over.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)) if names else []
    _count_days_anew(keys)
    return len(keys)


def _rename_in_parts(row: Row, *, by: Any) -> None:
    """Whoever belongs to a row names it by its key, also once that has been put right."""
    for part in row.parts.select_for_update().filter(struck_on=None).order_by("pk") if parts_of(row.register) else ():
        kept = kept_registers().get(part.register)
        tie = kept.register.of if kept else None
        if kept is None or tie is None or part.values.get(tie.field) == row.values.get(tie.matches):
            continue
        before, after = part.values, {**part.values, tie.field: row.values[tie.matches]}
        changes = differences(kept.register, before, after)
        _settle(part, kept, after, {row.key: row})
        _save(part, kept, changes)
        _event(part, "change", "随所属的一行改正", by=by, changes=changes).save()
        record.write("row_changed", part, by=by, fields=sorted(changes))


@transaction.atomic
def write_as_the_plan(pk: int, kept: Kept) -> bool:
    """Write the company whose business an open row is as the plan writes it; whether it was written otherwise. It is checked later."""
    row = kept_rows(kept.register.id).select_for_update(of=("self",)).select_related("of").filter(pk=pk).first()
    after = as_written(kept, row.values) if row else {}
    if row is None or after == row.values:
        return False
    changes = differences(kept.register, row.values, after)
    _settle(row, kept, after, {row.of.key: row.of} if row.of else {})
    _save(row, kept, changes)
    _event(row, "change", "公司名称改成方案的写法", by=None, changes=changes).save()
    record.write("row_changed", row, by=None, fields=sorted(changes))
    return True


def _save(row: Row, kept: Kept, changes: Collection[str]) -> None:
    """Save it, of which these fields have changed, unless another row has its key."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _refuse_twice([row], kept)
        raise
    if set(changes).intersection(COMPARED.get(row.register, ())):
        keep_said([row])


def _refuse_twice(rows: Sequence[Row], kept: Kept) -> None:
    """Raises UnableToKeep naming who has entered a row of the same key; an organisation is not told of another's."""
    keys = {row.key for row in rows}
    there = kept_rows(kept.register.id).filter(key__in=keys).exclude(pk__in=[row.pk for row in rows if row.pk])
    if other := there.select_related("organisation").first():
        fields = "、".join(kept.register.field(field).name for field in kept.register.key)
        asker = rows[0].organisation
        own, reads = rows[0].organisation_id in (None, other.organisation_id), bool(asker and is_named(other, asker))
        mend = (
            f"先注销那一行“{other}”，再录入" if kept.register.is_done_with(other.values) else "改那一行，或核对是否录重"
        )
        whom = other.place if reads else unit_name(kept.units[0])
        row_there = f"那一行“{other}”写的是本单位，在台账里可以看，不由您改，要改的" if reads else "那一行不由您改，"
        raise UnableToKeep(
            f"已经有一行的{fields}与此相同，由{f'{other.place}于 {other.entered_on} ' if own or reads else '别的单位'}录入",
            expected=mend if own else f"核对{fields}；没有填错的，{row_there}请与{whom}联系",
        ) from None


def _event(row: Row, kind: str, name: str, *, by: Any, **more: Any) -> RowEvent:
    return RowEvent(
        row=row, kind=kind, name=name, by=by, by_name=str(by) if by else "系统", day=today(), at=now(),
        version=row.version, **more,
    )  # fmt: skip


def check(rows: Sequence[Row]) -> list[Row]:
    """Check rows of one register and keep what was found; see `keep_findings`. Only keeping it is a transaction: to look into the
    registry takes long, and a row that changes meanwhile keeps what is found of it then."""
    found = findings_on(rows, as_of=today())
    with transaction.atomic():
        return keep_findings(rows, found)


def keep_findings(rows: Sequence[Row], found: Mapping[int, Sequence[Finding]]) -> list[Row]:
    """Keep what was found of rows; those that have got a grave finding which they had not before.

    A row that somebody has changed since it was looked at keeps what was found of it then.
    """
    worse = []
    for row in rows:
        plain = [finding.as_plain() for finding in found.get(row.pk, ())]
        known = {finding["words"] for finding in row.findings if finding["grave"]}
        grave = {finding["words"] for finding in plain if finding["grave"]}
        row.findings, row.grave, row.checked_on = plain, bool(grave), today()
        told = {"findings": plain, "grave": bool(grave), "checked_on": today()}
        if Row.objects.filter(pk=row.pk, version=row.version).update(**told) and grave - known:
            worse.append(row)
    return worse
