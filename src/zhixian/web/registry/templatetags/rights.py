"""Words for the templates of the search of rights."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.search.fields import STATE_WORDS, state_told
from zhixian.core.search.finding import Hit
from zhixian.web.kit.templatetags.kit import with_query
from zhixian.web.registry.telling import pieces

register = template.Library()
_MARK, _END = SafeString("<mark>"), SafeString("</mark>")


@register.simple_tag(takes_context=True)
def rights_with(context: Any, facet: str, value: str) -> str:
    """The address of the same question narrowed by a value."""
    return with_query(context, **{facet: value, "page": None})


@register.simple_tag(takes_context=True)
def rights_without(context: Any, facet: str) -> str:
    """The address of the same question without a narrowing."""
    return with_query(context, **{facet: None, "page": None})


@register.filter
def marked(text: str | None, spans: Sequence[tuple[int, int]]) -> SafeString:
    """The text with what was sought in <mark>."""
    parts = pieces(text or "", spans)
    return format_html_join(
        "", "{}{}{}", ((_MARK if sought else "", piece, _END if sought else "") for piece, sought in parts)
    )


@register.filter
def right_kind(kind: str) -> str:
    """A kind of right in words."""
    return RIGHT_KIND_WORDS.get(kind, kind)


@register.filter
def hit_state(hit: Hit) -> str:
    """The state of a hit in words, with how an application came to nothing."""
    return state_told(hit.facts, hit.state)


@register.filter
def right_state(state: str) -> str:
    """A state in words."""
    return STATE_WORDS.get(state, state)
