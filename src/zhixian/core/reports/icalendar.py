"""A calendar of whole days as RFC 5545 has it: lines folded at 75 octets, text escaped, CRLF, one event a deadline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

PRODUCT = "-//zhixian//deadlines//ZH"
LONGEST_LINE = 75
"""Octets of UTF-8 without the line break (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class Event:
    """A deadline. `uid` is the same every time the same deadline is told; `link` is a whole address or ""."""

    uid: str
    day: date
    summary: str
    description: str = ""
    link: str = ""
    category: str = ""


def calendar(events: Iterable[Event], *, name: str, made_at: datetime, refresh_hours: int = 6) -> bytes:
    """The file. `made_at` has a time zone."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_hours}H",
    ]
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [*head, *(line for event in events for line in _lines(event, stamp)), "END:VCALENDAR"]
    return b"".join(folded_line(line) for line in lines)


def _lines(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.link:
        yield f"URL:{_one_line(event.link)}"
    if event.category:
        yield f"CATEGORIES:{escaped(event.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A value of type TEXT: backslash, semicolon, comma and line breaks escaped, other control characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in text if sign in "\n\t" or (ord(sign) >= 0x20 and ord(sign) != 0x7F))
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _one_line(text: str) -> str:
    return "".join(sign for sign in text if ord(sign) > 0x20 and ord(sign) != 0x7F)


def folded_line(line: str) -> bytes:
    """A line with its break, folded so that no piece is longer than 75 octets and no character is torn."""
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST_LINE:
            pieces.append("".join(piece))
            piece, size = [" "], 1
        piece.append(sign)
        size += octets
    pieces.append("".join(piece))
    return "".join(f"{one}\r\n" for one in pieces).encode()
