"""Long work of the room: figures are computed in the background, where the current snapshot has none for the day yet."""

from datetime import date

from django.conf import settings

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import current, open_snapshot
from zhixian.web.indicators.actions import day_for_figures, publish_figures
from zhixian.web.indicators.models import Edition
from zhixian.web.kit.clock import today
from zhixian.web.kit.jobs import Progress, job, start


@job("indicators.publish", "发布指标和目标")
def publish_figures_of(progress: Progress, *, snapshot: str, as_of: str) -> int:
    """Publish the figures of a snapshot on a day; may be run again without harm. Returns how many there are."""
    progress(0, None, "计算指标")
    edition = publish_figures(open_snapshot(settings.DATA, snapshot), date.fromisoformat(as_of))
    return edition.figures.count()


def publish_what_is_missing() -> bool:
    """Ask for the figures of the current snapshot unless they are published for the last day it knows; whether it asked."""
    try:
        found = current(settings.DATA)
    except Refusal:  # nothing imported yet, or not readable: the pages say so, and the worker has other work
        return False
    as_of = day_for_figures(found, today()).isoformat()
    if Edition.objects.filter(snapshot=found.id, as_of=as_of).exists():
        return False
    start(publish_figures_of, key=f"{found.id}:{as_of}", by=None, about=f"截至 {as_of}", snapshot=found.id, as_of=as_of)
    return True
