"""Makes the index of a snapshot anew beside the old one, and then swaps them in one statement's time."""

from datetime import date

from django.db import transaction

from zhixian.core.registry.particulars import parties_in_brief, rights_in_brief
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name
from zhixian.web.kit.clock import now
from zhixian.web.kit.jobs import Progress
from zhixian.web.registry import rights
from zhixian.web.registry.models import IndexEdition, IndexedParty, IndexedRight

LONGEST_ID = 120


def rebuild_index(snapshot: Snapshot, *, as_of: date, progress: Progress | None = None) -> IndexEdition:
    """Index a snapshot as of a day. People see the old index until the new one is whole; what a run left half is removed."""
    IndexEdition.objects.filter(current=False).delete()
    edition = IndexEdition.objects.create(
        snapshot=snapshot.id, as_of=as_of, labels=snapshot.labels, built_at=now(), current=False
    )
    total = snapshot.manifest["tables"]["rights"] + snapshot.manifest["tables"]["parties"]
    done = 0
    for rows in rights_in_brief(snapshot, as_of=as_of):
        IndexedRight.objects.bulk_create(_right(row, edition) for row in rows if len(row["right_id"]) <= LONGEST_ID)
        done += len(rows)
        if progress:
            progress(done, total, "编制索引")
    for rows in parties_in_brief(snapshot, as_of=as_of):
        IndexedParty.objects.bulk_create(
            IndexedParty(
                edition=edition, party_id=row["party_id"], name=row["name"], key=normalise_name(row["name"]),
                kind=row["kind"] or "", region=row["region"] or "", rights=row["rights"],
            )
            for row in rows if len(row["party_id"]) <= LONGEST_ID
        )  # fmt: skip
        done += len(rows)
        if progress:
            progress(done, total, "编制索引")
    rights.build(snapshot, (lambda done, total: progress(done, total, "编制检索索引")) if progress else None)
    with transaction.atomic():
        IndexEdition.objects.filter(current=True).update(current=False)
        IndexEdition.objects.filter(pk=edition.pk).update(current=True)
    IndexEdition.objects.filter(current=False).delete()
    edition.refresh_from_db()
    return edition


def _right(row: dict, edition: IndexEdition) -> IndexedRight:
    return IndexedRight(
        edition=edition,
        number=(row["number"] or "")[:LONGEST_ID],
        holder=(row["holder"] or "")[:LONGEST_ID],
        **{name: row[name] or "" for name in ("title", "holder_name", "region")},
        **{
            name: row[name]
            for name in ("right_id", "kind", "gi", "filed", "registered", "expires", "in_force", "began")
        },
    )
