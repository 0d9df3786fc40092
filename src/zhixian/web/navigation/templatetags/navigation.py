"""Words of landscapes: numbers as reports write them, places by name."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template

from zhixian.core.registry.places import name_of
from zhixian.core.reports.landscape import YEARS, cell

register = template.Library()


@register.filter
def figure(value: Any, unit: str = "") -> str:
    """A number as reports write it, a year without separators; a dash for none."""
    return cell(value, year=unit == YEARS)


@register.filter
def without_stop(text: str) -> str:
    """A text that stands within a sentence, without a full stop of its own."""
    return text.rstrip("。.")


@register.filter
def place_name(code: str) -> str:
    """A region by its name."""
    return name_of(code) or code


@register.filter
def is_number(headings: Sequence[tuple[str, bool]], at: int) -> bool:
    """Whether a column holds numbers."""
    return headings[at][1]


@register.filter
def word_at(headings: Sequence[tuple[str, bool]], at: int) -> str:
    """The heading of a column."""
    return headings[at][0]


@register.filter
def ends_sentence(text: str) -> bool:
    """Whether a text has its full stop."""
    return text.endswith("。")


@register.simple_tag
def query_of(asked: Mapping[str, str]) -> str:
    """A question as the end of an address."""
    return f"?{urlencode(asked)}"
