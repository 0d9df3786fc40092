"""Long work of the room: figures are computed in the background, where the current snapshot has none for the day yet."""

from django.conf import settings
from django_tasks import task

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import current, open_snapshot
from zhixian.web.indicators.actions import day_for_figures, publish_figures
from zhixian.web.indicators.models import Edition
from zhixian.web.kit.clock import today


@task()
def publish_figures_of(snapshot: str | None = None) -> str:
    """Publish the figures of a snapshot (the current one when none is named); may be run again without harm."""
    found = open_snapshot(settings.DATA, snapshot) if snapshot else current(settings.DATA)
    return str(publish_figures(found, day_for_figures(found, today())).pk)


def publish_what_is_missing() -> bool:
    """Ask for the figures of the current snapshot unless they are published for the last day it knows; whether it asked."""
    try:
        found = current(settings.DATA)
    except Refusal:  # nothing imported yet, or not readable: the pages say so, and the worker has other work
        return False
    if Edition.objects.filter(snapshot=found.id, as_of=day_for_figures(found, today())).exists():
        return False
    publish_figures_of.enqueue(found.id)
    return True
