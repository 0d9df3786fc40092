"""Dossiers whose term of keeping is over: what is about people goes, what the county did and paid stays."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhixian.web.kit.clock import today
from zhixian.web.kit.private_files import remove_for_good
from zhixian.web.matters.models import Dossier, Material, Message, Objection


def paid_before(day: date) -> QuerySet[Dossier]:
    """Ended with a payment before a day and still whole."""
    return _ended_before(day).filter(payment__isnull=False)


def unpaid_before(day: date) -> QuerySet[Dossier]:
    """Ended without a payment before a day and still whole; never handed in and withdrawn ones too."""
    return _ended_before(day).filter(payment__isnull=True)


def _ended_before(day: date) -> QuerySet[Dossier]:
    rows = Dossier.objects.select_related("pinned", "organisation")
    return rows.filter(closed_on__lt=day, cleared_on__isnull=True).exclude(outcome="")


def drafts_before(day: date) -> QuerySet[Dossier]:
    """Never handed in, and last touched before a day."""
    rows = Dossier.objects.select_related("pinned", "organisation")
    return rows.filter(number__isnull=True, outcome="", cleared_on__isnull=True, changed_at__date__lt=day)


def objections_before(day: date) -> QuerySet[Objection]:
    """Of dossiers that ended before a day; those whose names are gone are not among them."""
    return Objection.objects.filter(dossier__closed_on__lt=day, nameless=False).select_related("dossier__pinned")


def clear_dossier(row: Dossier) -> None:
    """Materials, answers that nobody has published, what was found from them, messages and objections go; events, sum, letter and
    ledger stay."""
    _drop_papers(row)
    row.messages.all().delete()
    row.objections.all().delete()
    public = set(row.its_matter.public_fields)
    row.answers = {name: said for name, said in row.answers.items() if name in public}
    row.answered, row.study, row.cleared_on = {}, None, today()
    row.save(update_fields=["answers", "answered", "study", "cleared_on"])


def drop_draft(row: Dossier) -> None:
    """All of it, unless something has happened to it: events stay, and then so does its empty row."""
    if row.events.exists():
        clear_dossier(row)
        Dossier.objects.filter(pk=row.pk).update(outcome="withdrawn", closed_on=today())
    else:
        _drop_papers(row)
        row.delete()


def forget_objector(row: Objection) -> None:
    """Name and contact go, what was objected and answered stays."""
    row.name, row.contact, row.nameless = "（已清理）", "", True
    row.save(update_fields=["name", "contact", "nameless"])


def _drop_papers(row: Dossier) -> None:
    materials = list(row.materials.all())
    remove_for_good(*(material.file for material in materials))
    Material.objects.filter(pk__in=[material.pk for material in materials]).delete()


def dossiers_of(person: Any) -> list[dict[str, Any]]:
    """What the person has applied for and handed in, to take out."""
    rows = Dossier.objects.filter(applicant=person).select_related("pinned", "organisation").order_by("pk")
    papers = Material.objects.filter(by=person, dossier__in=rows).values_list("dossier", "name", "at")
    return [
        {
            "编号": row.number,
            "事项": row.its_matter.name,
            "单位": row.organisation.name,
            "填报": {row.its_matter.form_field(name).name: said for name, said in row.answers.items()},
            "材料": [f"{name}（{at.isoformat()}）" for of, name, at in papers if of == row.pk],
            "开始": row.started_at.isoformat(),
        }
        for row in rows
    ]


def messages_of(person: Any) -> list[dict[str, Any]]:
    """What the person has written about dossiers, to take out."""
    rows = Message.objects.filter(by=person).order_by("pk").values_list("dossier__number", "body", "at")
    return [{"办件": number, "留言": body, "时间": at.isoformat()} for number, body, at in rows]
