"""Long work of the room: figures are computed in the background after a snapshot is published, and once a day."""

from django.conf import settings
from django_tasks import task

from zhixian.core.registry.snapshot import current, open_snapshot
from zhixian.web.indicators.actions import day_for_figures, publish_figures
from zhixian.web.kit.clock import today


@task()
def publish_figures_of(snapshot: str | None = None) -> str:
    """Publish the figures of a snapshot (the current one when none is named); may be run again without harm."""
    found = open_snapshot(settings.DATA, snapshot) if snapshot else current(settings.DATA)
    return str(publish_figures(found, day_for_figures(found, today())).pk)
