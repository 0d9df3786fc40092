"""Template words of supervision: names of lights, and whether a unit was asked already."""

from django import template

from zhixian.core.supervision.lights import NAMES
from zhixian.web.supervision.lights import Cell

register = template.Library()


@register.filter
def light_name(colour: str) -> str:
    """红."""
    return NAMES.get(colour, "")


@register.filter
def is_asked(cell: Cell, asked: set[tuple[str, str]]) -> bool:
    """Whether the unit has an open request for the clause."""
    return (cell.clause, cell.unit) in asked
