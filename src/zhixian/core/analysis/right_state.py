"""What has become of a right as of a day: how it ended, who pledged it, whether a court holds it, how long its term runs.

A right is a row of `rights_called`, with its events, pledges, spans and stops.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from zhixian.core.registry.discontinued import CLOSING_WORDS, OF_APPLICATIONS
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.registry.particulars import GAZETTED_WITHIN, stopped_on

Right = Mapping[str, Any]


def called(right: Right) -> str:
    """Its kind and number in words."""
    return f"{RIGHT_KIND_WORDS.get(right['kind'], right['kind'])} {right['number']}"


def as_it_was(right: Right, day: date) -> Right:
    """The right as of an earlier day by its spans: `in_force`, `ended` and `holder_name` then; whose it was where no span tells stays."""
    spans = [span for span in right["spans"] if span["start"] <= day]
    running = [span for span in spans if span["end"] is None or day < span["end"]]
    ended = max((span["end"] for span in spans if span["end"] is not None and span["end"] <= day), default=None)
    held = (running or spans)[-1:]
    holder = held[0]["holder_name"] if held and held[0]["holder_name"] else right["holder_name"]
    return {**right, **stopped_on(right["stops"], day, ended=ended), "in_force": bool(running), "holder_name": holder}


def holder_on(right: Right, day: date) -> str:
    """Whose it was on a day, or to its end if it had ended; empty where no span had begun by then."""
    return as_it_was(right, day)["holder_name"] or "" if any(span["start"] <= day for span in right["spans"]) else ""


def licensees_on(right: Right, day: date) -> list[str]:
    """Who had a licence to it on a day, as the registry tells; empty names of licences that it tells without the licensee."""
    running: dict[str, None] = {}
    for event in happened(right, day):
        name = event["party_name"] or ""
        if event["event"] == "licensed" and (event["until"] is None or event["until"] > day):
            running[name] = None
        elif event["event"] == "licence_ended":
            running = {other: None for other in running if name and other != name}
    return list(running)


def last_day(right: Right, as_of: date) -> date | None:
    """The last day of its term as it is known on the day: the last renewal's, else that of the registry."""
    term: date | None = right["expires"]
    for event in happened(right, as_of):
        if event["event"] == "renewed" and event["until"]:
            term = event["until"]
    return term


def how_ended(right: Right, as_of: date) -> str:
    """How a right that is over came to its end, or an application that nothing was granted for."""
    if right["discontinued"] is not None:
        return str(right["discontinued_how"])
    ends = [event for event in happened(right, as_of) if event["event"] in CLOSING_WORDS]
    return CLOSING_WORDS[ends[-1]["event"]] if ends else "届满"


def came_to_nothing(right: Right) -> bool:
    """Whether it ended as an application, refused or withdrawn, so that there never was a right."""
    return right["discontinued_how"] in OF_APPLICATIONS


def pledges_on(right: Right, as_of: date) -> list[Mapping[str, Any]]:
    """Its pledges that are registered on the day and not released, the oldest first: of loans, and those without `loan_id` that only the
    office's events tell; see `pledging.pledges_told`."""
    rows = [pledge for pledge in right["pledges"] if pledge["registered"] is not None]
    over = [row["released"] for row in rows if row["released"] is not None]
    over += [event["day"] for event in happened(right, as_of) if event["event"] == "pledge_released"]
    told = [
        {
            "loan_id": None,
            "registered": event["day"],
            "released": min((day for day in over if day >= event["day"]), default=None),
        }
        for event in happened(right, as_of)
        if event["event"] == "pledged" and not any(tells_of(event["day"], row["registered"]) for row in rows)
    ]
    both = sorted((*rows, *told), key=lambda pledge: pledge["registered"])
    return [
        pledge
        for pledge in both
        if pledge["registered"] <= as_of and (pledge["released"] is None or pledge["released"] > as_of)
    ]


def tells_of(day: date, registered: date) -> bool:
    """Whether an event of that day is the registration of a pledge, or its gazette."""
    return timedelta(0) <= day - registered <= timedelta(days=GAZETTED_WITHIN)


def preserved_since(right: Right, as_of: date) -> date | None:
    """Since when a court has it preserved and has not let go of it."""
    state = None
    for event in happened(right, as_of):
        if event["event"] == "preserved" and (event["until"] is None or event["until"] > as_of):
            state = event["day"]
        elif event["event"] == "preservation_ended":
            state = None
    return state


def happened(right: Right, as_of: date) -> list[Mapping[str, Any]]:
    """Its events up to the day, the oldest first."""
    return [event for event in right["events"] if event["day"] is not None and event["day"] <= as_of]
