"""Checks of places in courses."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhixian.core.registers.rows import Finding


def places_taken(
    row: Mapping[str, Any], course: Mapping[str, Any] | None, before: Sequence[Mapping[str, Any]]
) -> list[Finding]:
    """Whether somebody asked in time and found a place in a course, and has no certificate of it from before it was held.

    `before` are the rows of the same course that were entered earlier, of which one that has left takes no place; None stands for a course that is no longer kept.
    """
    if course is None:
        return []
    found = []
    if course.get("until") and row["asked_on"] > course["until"]:
        found.append(Finding("course_places", f"{row['asked_on']} 报名，截止日是 {course['until']}"))
    taken, places = sum(other["people"] for other in before if not other.get("left_on")), course.get("places")
    if places is not None and not row.get("left_on") and taken + row["people"] > places:
        words = f"名额 {places} 人，前面已报 {taken} 人，这里报 {row['people']} 人，多出 {taken + row['people'] - places} 人：改少人数，或者等主办单位答复"
        found.append(Finding("course_places", words))
    if row.get("certified_on") and row["certified_on"] < course["held_on"]:
        found.append(Finding("course_places", f"发证日 {row['certified_on']} 早于举办日 {course['held_on']}"))
    return found
