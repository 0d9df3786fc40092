"""Template words of published figures: numbers, groups, holders, ISO days."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from zhixian.web.indicators.charts import group_name
from zhixian.web.indicators.lineage import denominator_words, holder_shown
from zhixian.web.indicators.models import readable

register = template.Library()
register.filter("group_name", group_name)
register.filter("holder_shown", holder_shown)
register.filter("denominator_words", denominator_words)


@register.filter
def number(value: Any, unit: str = "") -> str:
    """A decimal, or a decimal string, of a unit as people read it."""
    return "—" if value in (None, "") else readable(Decimal(str(value)), unit)


@register.filter
def day(text: str) -> date:
    """An ISO text as a day."""
    return date.fromisoformat(text)
