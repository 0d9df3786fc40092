"""The calendar holds to RFC 5545 whatever stands in it: read back by a strict reader, it says what was put in."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.calendar_reading import NotACalendar, read_calendar
from zhixian.core.reports.icalendar import Event, calendar

AT = datetime(2020, 11, 16, 8, 0, tzinfo=UTC)
EVENT = Event(
    "a@zhixian", date(2020, 12, 31), "到期，请办理", "第一行\n第二行；逗号,分号;反斜杠\\", "https://x.test/a", "待办"
)


def test_an_event_is_a_whole_day():
    [event] = read_calendar(calendar([EVENT], name="期限", made_at=AT)).events
    assert event == {
        "UID": "a@zhixian", "DTSTAMP": "20201116T080000Z", "DTSTART": "20201231", "DTEND": "20210101",
        "SUMMARY": "到期，请办理", "DESCRIPTION": "第一行\n第二行；逗号,分号;反斜杠\\", "URL": "https://x.test/a",
        "CATEGORIES": "待办", "TRANSP": "TRANSPARENT",
    }  # fmt: skip


def test_an_empty_calendar_is_one():
    found = read_calendar(calendar([], name="期限", made_at=AT))
    assert (found.events, found.head["X-WR-CALNAME"], found.head["VERSION"]) == ([], "期限", "2.0")


@given(
    st.lists(
        st.tuples(st.text(max_size=300), st.text(max_size=300), st.dates(date(1900, 1, 1), date(2200, 1, 1))),
        max_size=4,
    )
)
def test_any_text_comes_back_but_for_control_characters(told):
    events = [Event(f"{n}@zhixian", day, summary, words) for n, (summary, words, day) in enumerate(told)]
    found = read_calendar(calendar(events, name="期限", made_at=AT)).events
    assert len(found) == len(events)
    for event, read in zip(events, found, strict=True):
        assert read["SUMMARY"] == kept(event.summary)
        assert read.get("DESCRIPTION", "") == kept(event.description)
        assert read["DTSTART"] == f"{event.day:%Y%m%d}"


def kept(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and ord(sign) != 127))


def test_a_line_break_in_a_value_makes_no_property():
    event = Event("a@zhixian", date(2020, 1, 1), "好\r\nATTENDEE:mailto:x@y", link="https://x.test/\r\nATTENDEE:b")
    [read] = read_calendar(calendar([event], name="期限", made_at=AT)).events
    assert "ATTENDEE" not in read
    assert read["URL"] == "https://x.test/ATTENDEE:b"


@pytest.mark.parametrize(
    "broken",
    [
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-A:" + b"a" * 80 + b"\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20200101T000000Z\r\n"
            b"DTSTART;VALUE=DATE:20200101\r\nSUMMARY:a,b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        ),
    ],
    ids=["bare line feeds", "a long line", "an event without its parts", "a bare comma"],
)
def test_the_reader_is_strict(broken):
    with pytest.raises(NotACalendar):
        read_calendar(broken)
