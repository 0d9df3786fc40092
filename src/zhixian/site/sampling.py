"""Fills a site with a sample county: each room adds its own rows, in the order of the stairs."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import current
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.world import World

__all__ = ["World", "fill_site"]


def fill_site(data: Path) -> World:
    """Call `fill(world)` of every room that has a `sample` module, from the ground up.

    The site must be prepared and the registry imported. Raises Refusal when somebody is here already: sample people never
    come among real ones.
    """
    from zhixian.web.accounts.models import User  # noqa: PLC0415 -- tables exist only once Django is set up

    if User.objects.exists():
        raise Refusal("网站里已经有人员，不再填入样例", where=str(data), expected="没有人员的新网站")
    world = World(the_plan(), current(data), today())
    with transaction.atomic():
        for room in rooms():
            if find_spec(f"{room}.sample"):
                import_module(f"{room}.sample").fill(world)
    return world


def rooms() -> list[str]:
    """The rooms of the site from the ground up, as the settings list them."""
    return [app for app in settings.INSTALLED_APPS if app.startswith("zhixian.web.")]
