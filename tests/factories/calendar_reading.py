"""A strict reader of RFC 5545 calendars of whole days: refuses what a lenient program would let pass."""

import re
from dataclasses import dataclass, field
from datetime import datetime

NEEDED = {"UID", "DTSTAMP", "DTSTART", "SUMMARY"}
ONCE = {*NEEDED, "DTEND", "DESCRIPTION", "URL", "TRANSP"}
TEXTS = {"UID", "SUMMARY", "DESCRIPTION", "CATEGORIES", "NAME", "X-WR-CALNAME"}
LINE = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[A-Za-z0-9-]+)*):(.*)", re.DOTALL)
ESCAPED = re.compile(r"\\(.)|([;,\\])", re.DOTALL)


class NotACalendar(Exception):
    """It is not as RFC 5545 has it."""


@dataclass
class Read:
    """Properties of the calendar, and those of each event with texts unescaped."""

    head: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, str]] = field(default_factory=list)


def read_calendar(content: bytes) -> Read:
    """What it says. Raises NotACalendar."""
    lines = _unfolded(content)
    _need(lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR", "not one calendar")
    found, event = Read(), None
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            _need(event is None, "an event in an event")
            event = {}
        elif line == "END:VEVENT":
            _need(event is not None and event.keys() >= NEEDED, f"an event without {NEEDED - set(event or ())}")
            found.events.append(event or {})
            event = None
        else:
            _take(line, found.head if event is None else event)
    _need(event is None, "an event that does not end")
    _need(found.head.keys() >= {"VERSION", "PRODID"}, "no VERSION or PRODID")
    uids = [one["UID"] for one in found.events]
    _need(len(uids) == len(set(uids)), "a UID twice")
    return found


def _unfolded(content: bytes) -> list[str]:
    _need(content.endswith(b"\r\n"), "the last line has no break")
    raw = content[:-2].split(b"\r\n")
    for line in raw:
        _need(len(line) <= 75, f"a line of {len(line)} octets")
        _need(b"\r" not in line and b"\n" not in line, "a bare CR or LF")
    lines: list[str] = []
    for line in raw:
        text = line.decode("utf-8")
        _need(all(sign == "\t" or (ord(sign) >= 32 and ord(sign) != 127) for sign in text), "a control character")
        if text[:1] in (" ", "\t"):
            _need(bool(lines), "a fold before the first line")
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def _take(line: str, into: dict[str, str]) -> None:
    match = LINE.fullmatch(line)
    _need(match is not None, f"no property: {line[:40]}")
    name, parameters, value = match.groups() if match else ("", "", "")
    _need(name not in into or name not in ONCE, f"{name} twice")
    if name in {"DTSTART", "DTEND"}:
        _need(parameters == ";VALUE=DATE", f"{name} is no whole day")
        datetime.strptime(value, "%Y%m%d")
    if name == "DTSTAMP":
        datetime.strptime(value, "%Y%m%dT%H%M%SZ")
    into[name] = ESCAPED.sub(_unescaped, value) if name in TEXTS else value


def _unescaped(match: re.Match[str]) -> str:
    _need(match[2] is None, f"a bare {match[2]}")
    _need(match[1] in "\\;,nN", f"\\{match[1]}")
    return "\n" if match[1] in "nN" else match[1]


def _need(holds: bool, why: str) -> None:
    if not holds:
        raise NotACalendar(why)
