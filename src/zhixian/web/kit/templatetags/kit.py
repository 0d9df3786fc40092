"""Template words: money, days, clauses, units, icons."""

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhixian.core.catalogue import definitions
from zhixian.core.kernel import money
from zhixian.core.kernel.industries import divisions, industry_words
from zhixian.core.registry.kind_words import KIND_WORDS
from zhixian.core.registry.places import full_name_of, names_around
from zhixian.core.rules.bases import FACT_NAMES
from zhixian.core.scorecards.honours import vocabulary
from zhixian.core.workflow.clock import left_words, working_days_left
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan, unit_name
from zhixian.web.kit.questions import INDUSTRIES, PLACES

register = template.Library()
ICONS = Path(__file__).parents[1] / "icons"
AMOUNT_ID = re.compile(r"^[a-z_]+\.[a-z_]+，")
REGION_FACTS = {FACT_NAMES["party_region"], FACT_NAMES["region"]}


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as 元 with thousands: 1323125 → 13,231.25."""
    return "—" if fen is None else money.yuan(fen)


@register.filter
def industry(code: str) -> str:
    """A code of GB/T 4754 with the name of its division; other text as it is."""
    return industry_words(code)


@register.simple_tag
def industry_list() -> SafeString:
    """The divisions of GB/T 4754 for a box to choose from."""
    return format_html(
        '<datalist id="{}">{}</datalist>',
        INDUSTRIES,
        format_html_join("", '<option value="{}">', ((one.words,) for one in divisions().values())),
    )


@register.simple_tag
def place_list() -> SafeString:
    """The places of the own province and the other provinces, by their full names, for a box to choose from."""
    names = names_around(the_plan().region)
    return format_html(
        '<datalist id="{}">{}</datalist>',
        PLACES,
        format_html_join("", '<option value="{}">', ((name,) for name in names)),
    )


@register.filter
def left(due: date) -> str:
    """How long is left until a due day, or how long it is over."""
    return left_words(due, as_of=today())


@register.filter
def left_tag(due: date) -> str:
    """The colour of a tag that says so: over, today or the next working day, later."""
    days = working_days_left(due, as_of=today())
    return "bad" if days < 0 else "warn" if days <= 1 else "plain"


@register.filter
def thousands(number: int | str | None) -> str:
    """1234567 → 1,234,567; a dash where there is none, which templates tell as empty text; other text as it is."""
    if number is None or number == "":
        return "—"
    return number if isinstance(number, str) else f"{number:,}"


@register.filter
def cn_day(value: date | datetime | None) -> str:
    """2020年12月31日."""
    if not value:
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def iso_day(value: date | datetime | str | None) -> str:
    """2020-12-31, for columns; a dash where there is none, which templates tell as empty text."""
    if not value:
        return "—"
    if isinstance(value, str):
        return value
    return f"{timezone.localtime(value) if isinstance(value, datetime) else value:%Y-%m-%d}"


@register.filter
def moment(value: datetime | None) -> str:
    """2020-12-31 14:05, for columns."""
    return "—" if not value else timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def clause_name(clause: str) -> str:
    """第18条, 保障措施（二）, 主要目标."""
    return the_plan().place_name(clause)


@register.simple_tag
def clause_link(clause: str) -> SafeString:
    """The clause's name, leading to its page."""
    return format_html('<a href="{}">{}</a>', reverse("clause", args=[clause]), the_plan().place_name(clause))


@register.filter
def kind_word(kind: str | None) -> str:
    """enterprise → 企业, invention → 发明专利; any other word as it stands."""
    return KIND_WORDS.get(kind or "", kind or "未登记")


@register.filter
def region_name(code: str | None) -> str:
    """110101 → 北京市东城区; a code that is none as it stands."""
    return (full_name_of(code) if code else None) or code or "未登记"


@register.filter
def honour_name(text: str) -> str:
    """national_advantage_enterprise → 国家级优势企业; a name in words as it stands."""
    return vocabulary().named(text)


@register.filter
def rule_name(rule: str) -> str:
    """pledge_interest → 知识产权质押贷款贴息; any other text as it stands."""
    known = definitions().incentives.get(rule)
    return known.name if known else rule


@register.filter
def step_value(step: Any) -> str:
    """What a step of a sum found, kinds of parties and rights and regions by their names."""
    what, value = (step["what"], step["value"]) if isinstance(step, dict) else (step.what, step.value)
    if what in REGION_FACTS:
        return region_name(value)
    return "、".join(KIND_WORDS.get(word, word) for word in value.split("、"))


@register.filter
def step_source(source: str) -> str:
    """Where a step comes from: a rule by its name, an amount by its day, clause and quote, without the id that programs read."""
    return rule_name(AMOUNT_ID.sub("", source))


@register.simple_tag
def link_if(url_name: str, key: Any, words: str) -> SafeString:
    """The words, leading to a room's page of that key where the room has such a page."""
    try:
        return format_html('<a href="{}">{}</a>', reverse(url_name, args=[key]), words)
    except NoReverseMatch:
        return format_html("{}", words)


@register.filter
def unit(unit_id: str) -> str:
    """县市场监管局."""
    return unit_name(unit_id)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline drawing, hidden from screen readers."""
    return _drawing(name)


@cache
def _drawing(name: str) -> SafeString:
    path = ICONS / f"{name}.svg"
    return mark_safe(path.read_text(encoding="utf-8")) if path.is_file() else mark_safe("")  # noqa: S308 -- our own files


@register.filter
def control(field: BoundField) -> SafeString:
    """A form's field in the look of the site, without the placeholder that only repeats its label."""
    look = {"checkbox": "form-check-input", "select": "form-select"}.get(field.widget_type, "form-control")
    return field.as_widget(attrs={"class": look, "placeholder": ""})


@register.filter
def at_most(number: int, most: int) -> str:
    """99+ for anything above 99."""
    return f"{most}+" if number > most else str(number)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.simple_tag(takes_context=True)
def with_query(context: Any, **changes: Any) -> str:
    """The page's own query string with some values changed; None removes one."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"
