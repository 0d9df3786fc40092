"""The append-only, hash-chained record: write a line, prove the chain, print a day's root."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhixian.web.kit.models import ChainHead, Entry
from zhixian.web.kit.site_key import first_key

GENESIS = "0" * 64
PUBLIC, SYSTEM = "public", "system"
LONGEST_NAME = 96
"""Characters of a subject, on both databases: SQLite would take more, PostgreSQL refuses."""


def write(action: str, subject: models.Model | str, /, *, by: Any, **detail: Any) -> Entry:
    """Add a line in the caller's transaction: who (`by`: a user, None for the system, or `PUBLIC`) did what to which row.

    `detail` holds plain JSON and no sealed or secret content. The lines are numbered without a gap, because writers wait
    for one another at the head of the chain; when the caller's transaction is rolled back, so is the line.
    """
    [entry] = write_each(action, [subject], by=by, **detail)
    return entry


def write_each(action: str, subjects: Iterable[models.Model | str], /, *, by: Any, **detail: Any) -> list[Entry]:
    """The same for each of many rows to which one act does the same, in as few queries as for one."""
    names = [subject if isinstance(subject, str) else name_of(subject) for subject in subjects]
    if too_long := [name for name in names if len(name) > LONGEST_NAME]:
        raise ValueError(f"a subject is a name, not a text: {too_long[0][:40]}…")
    if not names:
        return []
    told, at = json.loads(json.dumps(detail, default=str)), timezone.now().replace(microsecond=0)
    with transaction.atomic():
        head = _locked_head()
        lines = []
        for name in names:
            line = Entry(number=head.number + 1, at=at, actor=_actor(by), action=action, subject=name, detail=told)
            line.previous = head.hash or GENESIS
            line.hash = digest(line)
            head.number, head.hash = line.number, line.hash
            lines.append(line)
        Entry.objects.bulk_create(lines)
        head.save(update_fields=["number", "hash"])
    return lines


def name_of(row: models.Model) -> str:
    """`<app>.<model>:<id>`."""
    return f"{row._meta.label_lower}:{row.pk}"  # noqa: SLF001 -- Django's public name for a model's label


def veiled(kind: str, key: str) -> str:
    """`<kind>:<24 hex digits>` for a key that may be a person's name: the same key gives the same name on this site only."""
    return f"{kind}:{salted_hmac(kind, key, secret=first_key()).hexdigest()[:24]}"


def digest(entry: Entry) -> str:
    """SHA-256 over number, UTC second, actor, action, subject, detail (sorted JSON) and the previous hash."""
    parts = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="seconds"),
        entry.actor,
        entry.action,
        entry.subject,
        entry.detail,
        entry.previous,
    ]
    line = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and why."""

    number: int
    why: str


def verify() -> Iterator[Break]:
    """Every place where a line was changed, removed, added or moved."""
    previous, expected = GENESIS, 1
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            yield Break(entry.number, f"应为第 {expected} 行：中间有行被移除或改号")
        if entry.previous != previous:
            yield Break(entry.number, "与上一行接不上：上一行被改动、移除或调换")
        if entry.hash != digest(entry):
            yield Break(entry.number, "内容与摘要不符：本行被改动")
        previous, expected = entry.hash, entry.number + 1
    head = ChainHead.objects.filter(pk=1).first()
    if (head.number if head else 0) != expected - 1 or (head.hash if head else "") != (
        "" if expected == 1 else previous
    ):
        yield Break(expected - 1, "末行与链头不符：末尾有行被移除或添加")


def day_root(day: date) -> tuple[int, str] | None:
    """Number and hash of the last line written up to the end of a day; None when there is none."""
    end = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
    return Entry.objects.filter(at__lt=end).order_by("-number").values_list("number", "hash").first()


def _locked_head() -> ChainHead:
    return ChainHead.objects.select_for_update().get(pk=1)


def _actor(by: Any) -> str:
    if by is None:
        return SYSTEM
    return by if isinstance(by, str) else f"user:{by.pk}"
