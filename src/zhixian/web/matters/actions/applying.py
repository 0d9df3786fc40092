"""Starting a dossier, filling it in as typed, and handing in its materials."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Sum

from zhixian.core.workflow.answers import as_kept
from zhixian.core.workflow.matter import to_plain
from zhixian.core.workflow.model import Material as Asked
from zhixian.core.workflow.model import Matter
from zhixian.web.accounts.actions.units import unit_as_applicant, units_to_apply_for
from zhixian.web.accounts.models import Organisation
from zhixian.web.kit import record
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.prose import one_break
from zhixian.web.kit.spoken import within
from zhixian.web.kit.uploads import MEGABYTE, take_file
from zhixian.web.matters.actions.opening import UnableToAct, as_it_stands, closed, opened
from zhixian.web.matters.award import Nothing, comes_to_nothing
from zhixian.web.matters.definitions import pin, site_matters
from zhixian.web.matters.effects import lock_party
from zhixian.web.matters.facts import Subject, differences, subject_of
from zhixian.web.matters.models import Dossier, Material, PinnedDefinition
from zhixian.web.matters.permissions import acts_as, handles
from zhixian.web.matters.words import answer_said

CARRIED_OVER = ("bank_name", "bank_account", "contact_name", "contact_phone")
"""Answers that the next dossier of the same organisation starts with."""
MOST_SUBJECT = 200
MOST_MATERIALS = 20
"""Files per kind of material."""


class ComesToNothing(UnableToAct):
    """What is to be applied for is known to be 0; `nothing` says why, and whether one may apply all the same."""

    def __init__(self, dossier: Dossier, nothing: Nothing) -> None:
        self.nothing = nothing
        other = f"它在 {nothing.year} 年申报；" if nothing.year else ""
        way = "登记数据有误的，请先请责任单位更正，或说明以后仍然申报" if nothing.correctable else "有支持的年度或对象"
        super().__init__(f"{dossier.year} 年算下来是 0 元：{'；'.join(nothing.reasons)}", expected=f"{other}{way}")


def start_dossier(
    matter_id: str,
    *,
    by: Any,
    organisation: Organisation,
    subject: str = "",
    year: int | None = None,
    although_nothing: bool = False,
) -> Dossier:
    """Begin a dossier with everything the system knows already filled in.

    Raises UnableToAct when the matter is not for them, the year is not open, the subject is not theirs, or it has been applied
    for before; ComesToNothing when it is known to come to nothing, unless the facts may be wrong and `although_nothing` says so.
    """
    dossier = about_to_start(matter_id, by=by, organisation=organisation, subject=subject, year=year)
    nothing = comes_to_nothing(dossier)  # as the look into the registry before it, without keeping anybody from writing
    return _begin(dossier, None if although_nothing and nothing and nothing.correctable else nothing, by=by)


@transaction.atomic
def _begin(dossier: Dossier, nothing: Nothing | None, *, by: Any) -> Dossier:
    unit = dossier.organisation.unit
    if unit and not dossier.organisation.pk:
        dossier.organisation = unit_as_applicant(unit, by=by)
    dossier.pinned = pin(site_matters()[dossier.matter])
    try:
        with transaction.atomic():
            dossier.save()
    except IntegrityError:
        raise UnableToAct(_already(dossier), expected="在原来那一件里继续；它撤回或不予支持以后可以重新申报") from None
    if nothing:
        raise ComesToNothing(dossier, nothing)
    record.write("dossier_start", dossier, by=by, matter=dossier.matter, definition=dossier.pinned_id)
    return dossier


def about_to_start(
    matter_id: str, *, by: Any, organisation: Organisation, subject: str = "", year: int | None = None
) -> Dossier:
    """The dossier as it would begin, not yet kept. Raises UnableToAct."""
    definition = site_matters()[matter_id]
    matter = definition.matter
    if not _speaks_for(by, organisation) or organisation.kind not in matter.starters:
        raise UnableToAct(f"“{matter.name}”不由您办", expected=matter.who)
    if organisation.unit and organisation.unit in {units[0] for units in matter.units.values()}:
        raise UnableToAct("这一事项由您的单位办理，不能申请了自己办", expected="由主管项目的其他单位或企业申请")
    year = today().year if year is None else year
    if year not in years_open():
        raise UnableToAct(f"{year} 年现在不能申报", expected=f"{years_open()[-1]} 至 {years_open()[0]} 年")
    found = subject_of(organisation, matter, subject) if matter.subject else None
    if matter.subject and found is None:
        raise UnableToAct(f"登记数据里没有贵单位的“{subject}”", expected="从列出的里面选一个；没有的，请先补登记")
    return Dossier(
        matter=matter.id,
        pinned=PinnedDefinition(version=definition.version, content=to_plain(definition)),
        clause=matter.clause,
        step=definition.flow.first,
        organisation=organisation,
        applicant=by,
        party=organisation.party,
        subject=subject if found else "",
        subject_name=within(found.name, MOST_SUBJECT) if found else "",
        year=year,
        claim=claim_of(matter, subject, year),
        answers=_carried_over(matter, organisation, by),
        facts=found.facts if found else {},
        started_at=now(),
        changed_at=now(),
        entered_on=today(),
    )


def _speaks_for(by: Any, organisation: Organisation) -> bool:
    """Whether somebody applies in its name; a unit has no row before it first applies for something."""
    return organisation.pk in by.applies_for if organisation.pk else organisation.unit in units_to_apply_for(by)


def years_open() -> range:
    """Years for which one may apply, the latest first: since the plan, and none that is still to come."""
    first = the_plan().issued.year
    return range(max(today().year, first), first - 1, -1)


def claim_of(matter: Matter, subject: str, year: int) -> str:
    """What a dossier lays claim to; empty when the matter is about nothing in particular."""
    if matter.subject is None:
        return ""
    return f"{matter.subject}:{subject}:{year}" if matter.once_a_year else f"{matter.subject}:{subject}"


def _already(dossier: Dossier) -> str:
    other = Dossier.objects.filter(claim=dossier.claim, outcome__in=["", "done"]).select_related("pinned").first()
    if other is None or other.organisation_id != dossier.organisation_id:
        return f"“{dossier.subject_name}”已经申报过"
    return f"“{dossier.subject_name}”已经申报过：{other}，现在是“{other.now_in.name}”"


def _carried_over(matter: Matter, organisation: Organisation, by: Any) -> dict[str, Any]:
    applied = organisation.dossiers.filter(number__isnull=False) if organisation.pk else Dossier.objects.none()
    last = applied.order_by("-id").values_list("answers", flat=True).first()
    known = {"contact_name": by.name, "contact_phone": by.phone, **(last or {})}
    fields = {field.id for field in matter.fields}
    return {name: known[name] for name in CARRIED_OVER if name in fields and known.get(name)}


@transaction.atomic
def save_draft(
    dossier: Dossier, typed: Mapping[str, Any], *, by: Any, version: int, was: Mapping[str, Any] | None = None
) -> Dossier:
    """Keep what was typed, right or wrong. Several windows may fill in one form at once: what each touched is merged, and what
    was changed elsewhere meanwhile is refused, with what it says now.

    `was` is what the page showed: a field that still says the same was not touched, and one that is kept differently by now
    was changed elsewhere. Without it, that is a field kept after `version`.
    """
    fresh = Dossier.objects.select_for_update(of=("self",)).select_related("pinned", "organisation").get(pk=dossier.pk)
    if not acts_as(by, fresh, "applicant") or fresh.now_in.actor != "applicant":
        raise UnableToAct(f"现在是“{fresh.now_in.name}”，不能修改", expected="等单位要求补正时修改，或给单位留言")
    typed, was = _kept(fresh.its_matter, typed), None if was is None else _kept(fresh.its_matter, was)
    changed = {
        field.id: typed[field.id]
        for field in fresh.its_matter.fields
        if field.id in typed
        and _alike(typed[field.id]) != _alike(fresh.answers.get(field.id))
        and (was is None or _alike(typed[field.id]) != _alike(was.get(field.id)))
    }
    if elsewhere := [name for name in changed if _changed_elsewhere(fresh, name, version, was)]:
        said = "；".join(f"“{fresh.its_matter.form_field(n).name}”现在是“{_now_said(fresh, n)}”" for n in elsewhere)
        raise UnableToAct(
            f"别的窗口或同事刚改过：{said}", expected="看过再决定要不要改；您填的还在，按“保存”可以看到最新的"
        )
    if frozen := [name for name in changed if not fresh.flow.may_change(fresh.step, name)]:
        names = "、".join(fresh.its_matter.form_field(name).name for name in frozen)
        raise UnableToAct(f"“{fresh.now_in.name}”时不能改：{names}", expected="只改要求更正的；别的有误，请给单位留言")
    if not changed:
        return fresh
    fresh.version += 1
    fresh.changed_at = now()
    fresh.answers = {**fresh.answers, **changed}
    if title := fresh.its_matter.title:
        fresh.subject_name = within(one_break(str(fresh.answers.get(title, ""))), MOST_SUBJECT)
    fresh.answered = {**fresh.answered, **{name: [fresh.version, by.pk] for name in changed}}
    fresh.save(update_fields=["answers", "answered", "subject_name", "version", "changed_at"])
    return fresh


def _kept(matter: Matter, typed: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.id: field for field in matter.fields}
    return {name: as_kept(fields[name], value) for name, value in typed.items() if name in fields}


def _changed_elsewhere(dossier: Dossier, name: str, version: int, was: Mapping[str, Any] | None) -> bool:
    if was is None:
        return bool(dossier.answered.get(name, [0, 0])[0] > version)
    return bool(_alike(dossier.answers.get(name)) != _alike(was.get(name)))


def _alike(answer: Any) -> Any:
    """An answer so that it can be compared: nothing typed is "", a line break is one sign."""
    if isinstance(answer, list):
        return answer
    return one_break(str(answer or ""))


def _now_said(dossier: Dossier, name: str) -> str:
    field, value = dossier.its_matter.form_field(name), dossier.answers.get(name, "")
    return answer_said(field, value) if field.kind in {"choice", "choices", "yes_no"} else str(value)


def attach_material(dossier: Dossier, material_id: str, upload: UploadedFile, *, by: Any) -> Material:
    """Hand in a file: looked into, made harmless, stored privately. Raises UnableToAct with what is wrong with it.

    To look into a file takes long: it is done before anything is locked. One that may no longer be handed in by then is removed.
    """
    taken = take_file(upload, _asked_for(_open_for_materials(Dossier.objects, dossier, by), material_id))
    row = Material(
        material=material_id,
        name=taken.name,
        kind=taken.kind,
        size=len(taken.content),
        sha256=taken.sha256,
        by=by,
        at=now(),
    )
    row.file.save(taken.name, ContentFile(taken.content), save=False)
    try:
        return _attach(row, dossier)
    except BaseException:
        row.file.delete(save=False)
        raise


@transaction.atomic
def _attach(row: Material, dossier: Dossier) -> Material:
    row.dossier = dossier = _for_materials(dossier, row.by)
    _asked_for(dossier, row.material)
    _fits(dossier, row.size)
    row.save()
    record.write("material_attached", dossier, by=row.by, material=row.material, sha256=row.sha256)
    return row


def _asked_for(dossier: Dossier, material_id: str) -> Asked:
    """What the matter asks for under this name, while there is room for one more of it."""
    material = next((asked for asked in dossier.its_matter.materials if asked.id == material_id), None)
    if material is None:
        asked_for = "、".join(asked.name for asked in dossier.its_matter.materials)
        raise UnableToAct(f"这个事项不要材料“{material_id}”", expected=asked_for)
    if dossier.materials.filter(material=material_id, removed_at=None).count() >= MOST_MATERIALS:
        raise UnableToAct(f"“{material.name}”已有 {MOST_MATERIALS} 个文件", expected="合成一个文件，或先删去旧的")
    return material


def _fits(dossier: Dossier, size: int) -> None:
    """Whether the organisation may have so much more kept here. What it took back is still kept, and counts."""
    lock_party(dossier)
    kept = Material.objects.filter(dossier__organisation=dossier.organisation_id).aggregate(all=Sum("size", default=0))
    if kept["all"] + size > settings.STORED_LIMIT:
        most, used = settings.STORED_LIMIT // MEGABYTE, kept["all"] // MEGABYTE
        raise UnableToAct(
            f"{dossier.organisation}存的材料已有 {used} MB，再加这一个就超过 {most} MB",
            expected="把文件压小再传；确实需要的，请联系办理单位",
        )


@transaction.atomic
def remove_material(row: Material, *, by: Any) -> None:
    """Take a file back while the form can still be changed; the row stays, so that the record can be followed."""
    dossier = _for_materials(row.dossier, by)
    row.removed_at, row.removed_by = now(), by if dossier.step != dossier.flow.first else None
    row.save(update_fields=["removed_at", "removed_by"])
    record.write("material_removed", row.dossier, by=by, material=row.material, sha256=row.sha256)


def _for_materials(dossier: Dossier, by: Any) -> Dossier:
    return _open_for_materials(Dossier.objects.select_for_update(of=("self",)), dossier, by)


def _open_for_materials(rows: Any, dossier: Dossier, by: Any) -> Dossier:
    """The dossier as it stands. Raises UnableToAct when its materials are not to be changed now, or not by this person."""
    fresh: Dossier = rows.select_related("pinned", "organisation").get(pk=dossier.pk)
    if fresh.outcome or fresh.now_in.actor != "applicant" or not acts_as(by, fresh, "applicant"):
        raise UnableToAct(f"现在是“{fresh.now_in.name}”，不能改动材料", expected="等单位要求补正时再交")
    if not fresh.flow.asks_for(fresh.step, "materials"):
        raise UnableToAct(f"“{fresh.now_in.name}”时材料不再增减", expected="只改要求更正的；材料有误，请给单位留言")
    return fresh


def refresh_facts(dossier: Dossier, *, by: Any, version: int) -> Dossier:
    """Look the subject up in the current snapshot again and keep what it says now. What changed stands in the event."""
    seen = as_it_stands(dossier)
    found = None
    if seen.version == version:
        _may_refresh(seen, by)
        found = subject_of(seen.organisation, seen.its_matter, seen.subject)
    return _refresh(seen, found, by=by, version=version)


def _may_refresh(dossier: Dossier, by: Any) -> None:
    if not (handles(by, dossier) or (dossier.now_in.actor == "applicant" and acts_as(by, dossier, "applicant"))):
        raise UnableToAct("这件现在不由您办", expected="由申请人填报时，或办理单位办理时更新")
    if dossier.award_fen is not None:
        raise UnableToAct("已经按原来的事实算过金额", expected="先退回重新审核，再更新")


@transaction.atomic
def _refresh(dossier: Dossier, found: Subject | None, *, by: Any, version: int) -> Dossier:
    dossier = opened(dossier, version)
    _may_refresh(dossier, by)
    if found is None:
        raise UnableToAct("登记数据里已经没有这一项", expected="与登记部门核对")
    changed = {name: [was, now_] for name, was, now_ in differences(dossier.facts, found.facts)}
    dossier.facts, dossier.subject_name = found.facts, within(found.name, MOST_SUBJECT)
    closed(dossier, "refresh_facts", "按登记数据更新事实", by=by, detail={"changed": changed})
    return dossier
