"""Pledges of rights, as loans tell them and as the office's events do."""

import ibis

from zhixian.core.registry.particulars import GAZETTED_WITHIN


def pledges_told(pledges: ibis.Table, events: ibis.Table) -> ibis.Table:
    """Columns right_id, registered, released (null: open): the registered rows of `pledges`, each by its own days, and the `pledged` events
    that tell of none of these, each up to the first release of its right from that day on, which a row or an event may tell."""
    rows = pledges.filter(pledges.registered.notnull()).select("right_id", "registered", "released")
    known = rows.select(known_id="right_id", known_from="registered")
    begun = _days(events, "pledged")
    more = begun.anti_join(
        known,
        (begun.right_id == known.known_id)
        & (begun.day >= known.known_from)
        & (begun.day <= known.known_from + ibis.interval(days=GAZETTED_WITHIN)),
    )
    over = _days(events, "pledge_released").union(
        rows.filter(rows.released.notnull()).select("right_id", day=rows.released)
    )
    over = over.select(over_id="right_id", over_on="day")
    ended = more.left_join(over, (more.right_id == over.over_id) & (over.over_on >= more.day))
    ended = ended.group_by("right_id", registered=ended.day).agg(released=ended.over_on.min())
    return rows.union(ended.select("right_id", "registered", "released"))


def _days(events: ibis.Table, event: str) -> ibis.Table:
    """Columns right_id, day: of the events of one kind that have a day."""
    own = events.filter(events.event == event)
    own = own.select("right_id", day=ibis.coalesce(own.effective, own.gazetted))
    return own.filter(own.day.notnull())
