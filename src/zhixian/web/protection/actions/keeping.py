"""Reports whose term of keeping is over: first who reported goes, later what was reported; that there was a report stays."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhixian.web.kit.clock import today
from zhixian.web.kit.private_files import remove_for_good
from zhixian.web.protection.models import Report, ReportFile, SealedField

SAID = ("suspect", "what", "place", "happened", "right", "right_id", "links", "answer", "acknowledgement", "words_hash")
"""Columns that are emptied when a report goes."""


def known_before(day: date) -> QuerySet[Report]:
    """Reports that ended before a day and of which it is still sealed who made them."""
    sealed = Exists(SealedField.objects.filter(report=OuterRef("pk")))
    return Report.objects.filter(Q(sealed), closed_on__lt=day).exclude(outcome="")


def reports_before(day: date) -> QuerySet[Report]:
    """Reports that ended before a day and are still whole."""
    return Report.objects.filter(closed_on__lt=day, cleared_on__isnull=True).exclude(outcome="")


def forget_reporter(row: Report) -> None:
    """What was sealed about the reporter goes, sealed files with it: without their keys nobody could open them."""
    _drop_files(row.files.filter(sealed=True))
    row.sealed_fields.all().delete()


def clear_report(row: Report) -> None:
    """What was said, written and sent goes, and the receipt finds nothing any more; number, kind, days and outcome stay."""
    forget_reporter(row)
    _drop_files(row.files.all())
    row.messages.all().delete()
    for column in SAID:
        setattr(row, column, "")
    row.code_digest, row.form_token, row.cleared_on = f"gone:{row.pk}", f"gone:{row.pk}", today()
    row.save()


def _drop_files(files: QuerySet[ReportFile]) -> None:
    rows = list(files)
    remove_for_good(*(row.file for row in rows))
    ReportFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
