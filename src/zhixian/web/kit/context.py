"""What every template may say: the plan, the day, whether figures are synthetic, the menu of whoever looks."""

from typing import Any

from django.http import HttpRequest

from zhixian.web.kit.clock import rehearsing, today
from zhixian.web.kit.menu import columns_for, menu_for
from zhixian.web.kit.plan import the_plan


def site(request: HttpRequest) -> dict[str, Any]:
    """Names for templates."""
    roles = request.user.roles if getattr(request, "user", None) and request.user.is_authenticated else frozenset()
    return {
        "plan": the_plan(),
        "today": today(),
        "rehearsing": rehearsing(),
        "menu": menu_for(roles, request.path),
        "columns": columns_for(request.path),
    }
