"""The append-only, hash-chained record: write a line, prove the chain, print a day's root."""

import hashlib
import json
from collections.abc import Iterator
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
    name = subject if isinstance(subject, str) else name_of(subject)
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a subject is a name, not a text: {name[:40]}…")
    with transaction.atomic():
        head = _locked_head()
        entry = Entry(
            number=head.number + 1,
            at=timezone.now().replace(microsecond=0),
            actor=_actor(by),
            action=action,
            subject=name,
            detail=json.loads(json.dumps(detail, default=str)),
            previous=head.hash or GENESIS,
        )
        entry.hash = digest(entry)
        entry.save(force_insert=True)
        head.number, head.hash = entry.number, entry.hash
        head.save(update_fields=["number", "hash"])
    return entry


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
