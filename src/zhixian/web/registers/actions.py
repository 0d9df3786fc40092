"""What happens to rows of registers: entered, changed, struck, taken from a sheet, checked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.model import Kept
from zhixian.core.registers.rows import day_of, differences, dues_of, key_of, text_of, told_from
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.versions import at_version
from zhixian.web.registers.checking import findings_on
from zhixian.web.registers.models import Row, RowEvent, kept_rows
from zhixian.web.registers.queries import enters_as, may_change


class UnableToKeep(Refusal):
    """The row may not be entered or changed so, or not by this person."""


def enter_row(
    kept: Kept, values: Mapping[str, Any], *, by: Any, unit: str = "", organisation: Organisation | None = None
) -> Row:
    """Enter a row for a unit or an organisation. `values` as `read_row` gives them.

    Raises UnableToKeep when the person enters none for it, or a row of the same key is there.
    """
    return enter_rows(kept, [values], by=by, unit=unit, organisation=organisation)[0]


@transaction.atomic
def enter_rows(
    kept: Kept, many: Sequence[Mapping[str, Any]], *, by: Any, unit: str = "", organisation: Organisation | None = None
) -> list[Row]:
    """Enter rows that come together, all of them or none; see `enter_row`."""
    if (unit, organisation) not in enters_as(by, kept):
        raise UnableToKeep(f"这本{kept.register.name}不由您录入", expected="、".join(_who_enters(kept)))
    place: dict[str, Any] = {"register": kept.register.id, "unit": unit, "organisation": organisation}
    rows = [Row(**place, entered_by=by, entered_on=today(), version=0) for _ in many]
    for row, values in zip(rows, many, strict=True):
        _settle(row, kept, values)
    try:
        with transaction.atomic():
            Row.objects.bulk_create(rows)
    except IntegrityError:
        _refuse_twice(rows, kept)
        raise
    RowEvent.objects.bulk_create([_event(row, "enter", "录入", by=by) for row in rows])
    about = rows[0] if len(rows) == 1 else f"registers.register:{kept.register.id}"
    record.write("rows_entered", about, by=by, register=kept.register.id, rows=[row.pk for row in rows])
    _check(rows)
    return rows


def _who_enters(kept: Kept) -> list[str]:
    names = {"unit": "台账的责任单位经办", "bank": "已确认的银行", "enterprise": "已确认的企业"}
    return [names[keeper] for keeper in kept.register.keepers]


@transaction.atomic
def change_row(row: Row, kept: Kept, values: Mapping[str, Any], *, by: Any, version: int) -> Row:
    """Write the row anew. Raises UnableToKeep, and ChangedMeanwhile when it is at another version."""
    row = at_version(Row.objects.all(), row, version)
    _must_change(row, kept, by)
    before = dict(row.values)
    after = {**{name: value for name, value in before.items() if name not in _names(kept)}, **values}
    changes = differences(kept.register, before, after)
    if not changes:
        return row
    _settle(row, kept, after)
    _save(row, kept)
    _event(row, "change", "修改", by=by, changes=changes).save()
    record.write("row_changed", row, by=by, fields=sorted(changes))
    _check([row])
    return row


@transaction.atomic
def strike_row(row: Row, kept: Kept, *, by: Any, version: int, reason: str) -> Row:
    """Take a row out of the register; it stays to be read, with the reason, and its key is free again."""
    row = at_version(Row.objects.all(), row, version)
    _must_change(row, kept, by)
    if not reason.strip():
        raise UnableToKeep("没有写原因", expected="为什么注销，例如录错了、已经并入另一行")
    row.struck_on, row.struck_why = today(), reason.strip()
    row.due = row.told_from = None
    row.due_name = ""
    row.changed_at = now()
    row.version += 1
    row.save()
    _event(row, "strike", "注销", by=by, reason=row.struck_why).save()
    record.write("row_struck", row, by=by)
    return row


def _must_change(row: Row, kept: Kept, by: Any) -> None:
    if not row.is_open:
        raise UnableToKeep("这一行已经注销", expected="要改的话，重新录入一行")
    if not may_change(by, row, kept):
        raise UnableToKeep("这一行不由您修改", expected=f"由{row.keeper}修改")


def _names(kept: Kept) -> set[str]:
    return {field.id for field in kept.register.fields}


def _settle(row: Row, kept: Kept, values: Mapping[str, Any]) -> None:
    """Everything that follows from the values."""
    register = kept.register
    row.values = dict(values)
    row.key = key_of(register, values)
    row.search = text_of(register, values)
    row.day = day_of(register, values)
    dues = dues_of(register, values)
    row.due = dues[0][0] if dues else None
    row.due_name = dues[0][1].name if dues else ""
    row.told_from = told_from(*dues[0]) if dues else None
    row.changed_at = now()
    row.version += 1


def _save(row: Row, kept: Kept) -> None:
    """Save it unless another row has its key."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _refuse_twice([row], kept)
        raise


def _refuse_twice(rows: Sequence[Row], kept: Kept) -> None:
    """Raises UnableToKeep naming who has entered a row of the same key."""
    keys = {row.key for row in rows}
    there = kept_rows(kept.register.id).filter(key__in=keys).exclude(pk__in=[row.pk for row in rows if row.pk])
    if other := there.select_related("organisation").first():
        names = "、".join(kept.register.field(field).name for field in kept.register.key)
        raise UnableToKeep(
            f"已经有一行的{names}与此相同，由{other.keeper}于 {other.entered_on} 录入",
            expected="改那一行，或核对是否录重",
        ) from None


def _event(row: Row, kind: str, name: str, *, by: Any, **more: Any) -> RowEvent:
    return RowEvent(
        row=row, kind=kind, name=name, by=by, by_name=str(by) if by else "系统", day=today(), at=now(),
        version=row.version, **more,
    )  # fmt: skip


def _check(rows: Sequence[Row]) -> list[Row]:
    """Check rows of one register and keep what was found; those that have got a grave finding which they had not before."""
    worse = []
    for key, findings in findings_on(rows, as_of=today()).items():
        row = next(row for row in rows if row.pk == key)
        plain = [finding.as_plain() for finding in findings]
        known = {finding["words"] for finding in row.findings if finding["grave"]}
        grave = {finding["words"] for finding in plain if finding["grave"]}
        if grave - known:
            worse.append(row)
        row.findings, row.grave, row.checked_on = plain, bool(grave), today()
        Row.objects.filter(pk=row.pk).update(findings=plain, grave=bool(grave), checked_on=today())
    return worse


def check_again(kept: Kept, *, as_of: date, at_once: int = 500) -> list[Row]:
    """Check every row of a register that is not struck, and follow its due day; rows that have got worse."""
    worse: list[Row] = []
    keys = list(kept_rows(kept.register.id).values_list("pk", flat=True))
    for start in range(0, len(keys), at_once):
        rows = list(
            kept_rows(kept.register.id).filter(pk__in=keys[start : start + at_once]).select_related("organisation")
        )
        if rows:
            worse += _check(rows)
    return worse
