"""What the worker does for supervision: reminders every day, and the quarterly report when somebody asks for it."""

from dataclasses import replace
from datetime import time
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from zhixian.core.analysis.quarter import compute_quarter
from zhixian.core.catalogue import definitions
from zhixian.core.kernel.files import write_whole
from zhixian.core.registry.snapshot import open_snapshot
from zhixian.core.reports.docx.quarterly import write_quarterly
from zhixian.core.reports.gather import quarterly_report
from zhixian.web.indicators.models import Edition
from zhixian.web.kit.clock import today
from zhixian.web.kit.jobs import Progress, job
from zhixian.web.kit.plan import the_plan
from zhixian.web.supervision.actions import escalate_requests
from zhixian.web.supervision.gather import budgets_in


@job("supervision.escalate", "督办的提醒和升级", daily=time(1, 30))
def escalate_daily(_: Progress) -> int:
    """See `escalate_requests`. A second run on the same day changes nothing."""
    return escalate_requests(as_of=today())


@job("supervision.quarterly", "编制季度实施情况报告")
def write_quarterly_of(progress: Progress, *, edition: int) -> dict[str, str]:
    """Compute the report from the very snapshot of the figures and keep it as a file; may be run again without harm.

    Returns where it is read and under which name. Raises Refusal when the snapshot is gone or a figure cannot be computed.
    """
    row = Edition.objects.get(pk=edition)
    progress(0, None, "计算各项数据")
    snapshot = open_snapshot(settings.DATA, row.snapshot)
    quarter = compute_quarter(the_plan(), definitions(), snapshot, as_of=row.as_of, region=row.region)
    progress(0, None, "排版")
    report = replace(quarterly_report(quarter), budgets=budgets_in(row.as_of.year, as_of=today()))
    path = quarterly_path(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda temporary: write_quarterly(report, temporary), mode=0o600)
    return {"link": reverse("supervision_quarterly_file", args=[row.pk]), "name": quarterly_name(row)}


def quarterly_path(edition: Edition) -> Path:
    """Where the report on an edition is kept."""
    return Path(settings.MEDIA_ROOT) / "quarterly" / f"{edition.pk}.docx"


def quarterly_name(edition: Edition) -> str:
    """What people find among their downloads."""
    return f"实施情况报告 {edition.as_of}.docx"
