"""What every template may say: the plan, the day, whether figures are synthetic, the menu of whoever looks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zhixian.web.kit.clock import rehearsing, today
from zhixian.web.kit.menu import columns_for, counts_for, foot, menu_for
from zhixian.web.kit.notices import unread
from zhixian.web.kit.plan import the_plan


def site(request: HttpRequest) -> dict[str, Any]:
    """Names for templates."""
    given = getattr(request, "user", None)
    user = given if given is not None and given.is_authenticated else None
    return {
        "plan": the_plan(),
        "today": today(),
        "rehearsing": rehearsing(),
        "demo": settings.DEMO,
        "idle_seconds": settings.SESSION_IDLE,
        "most_text": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "menu": menu_for(user, request.path) if user else [],
        "menu_counts": counts_for(user) if user else {},
        "unread_notices": unread(user) if user else 0,
        "columns": columns_for(request.path),
        "foot": foot(),
    }
