"""The demonstration's figures: those of the sample county on the demonstration's day."""

from typing import Any

from zhixian.web.indicators.actions import day_for_figures, publish_figures
from zhixian.web.kit.clock import today


def fill(world: Any) -> None:
    """Publish the figures of `world.snapshot`."""
    publish_figures(world.snapshot, day_for_figures(world.snapshot, today()))
