"""The tables of a topic, as Parquet beside each other; an edition is named by what they say.

`nr` numbers the records from 0, and the day of filing stands beside parties and classes, so that a question about either is one
scan; `again` and `new_…` mark what repeats within a record, so that nothing has to be made distinct when it is counted.
"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

TERM = "term"
"""What a state is known by where its term ended."""

RECORDS = pa.schema([
    ("nr", pa.int32()), ("record", pa.string()), ("source", pa.int32()), ("row", pa.int32()), ("documents", pa.int32()), ("kind", pa.string()),
    ("application", pa.string()), ("publication", pa.string()), ("country", pa.string()), ("title", pa.string()),
    ("abstract", pa.string()), ("filed", pa.date32()), ("published", pa.date32()), ("granted", pa.date32()),
    ("priority", pa.date32()), ("priority_country", pa.string()), ("family", pa.string()), ("family_by", pa.string()),
    ("family_size", pa.int32()), ("claims", pa.int32()), ("cites", pa.int32()), ("cited_by", pa.int32()),
    ("cited_in_3", pa.int32()), ("cited_in_5", pa.int32()),
    ("status", pa.string()), ("state", pa.string()), ("state_by", pa.string()), ("region", pa.string()),
])  # fmt: skip
"""One application each. `state` is in_force, pending, ended or empty (unknown) on the topic's day, `state_by` by what it is known (`days`), `status` the source's own words;
`cited_in_3` and `cited_in_5` are how often it was cited within so many years by the source's own count; `documents` are its rows in
the sources; `family_by` is how it came into its family, `untold` where its source tells of no families; `region` is that of the first holder's address, or of the holder on the day where the registry tells."""
PARTIES = pa.schema([
    ("nr", pa.int32()), ("filed", pa.date32()), ("record", pa.string()), ("role", pa.string()), ("nth", pa.int32()), ("name", pa.string()), ("key", pa.string()),
    ("party", pa.string()), ("party_name", pa.string()), ("cleaned", pa.string()), ("country", pa.string()),
    ("sort", pa.string()), ("again", pa.bool_()), ("part", pa.float64()),
])  # fmt: skip
"""`role` is applicant, holder or inventor, `nth` from 1; `party` joins the spellings of one, `party_name` is what it is called,
`cleaned` what the source's own cleaning calls it; `sort` is the kind of party by its name,
`again` that the same party stands before in the same role, `part` one by the number of different applicants."""
CLASSES = pa.schema([
    ("nr", pa.int32()), ("filed", pa.date32()), ("record", pa.string()), ("system", pa.string()), ("nth", pa.int32()), ("symbol", pa.string()), ("subclass", pa.string()),
    ("main_group", pa.string()), ("field", pa.int32()), ("new_section", pa.bool_()), ("new_class", pa.bool_()), ("new_subclass", pa.bool_()),
    ("new_main_group", pa.bool_()), ("new_field", pa.bool_()),
])  # fmt: skip
"""`system` is ipc, cpc, locarno or nice; `field` is WIPO's field of technology of an IPC symbol; `new_…` that the record has no earlier
symbol of the same section, class, … in the system."""
PUBLICATIONS = pa.schema(
    [("record", pa.string()), ("number", pa.string()), ("published", pa.date32()), ("title", pa.string())]
)
"""`title` is what this publication is called where that is not the record's title; editions of before have no such column."""
CITATIONS = pa.schema([
    ("record", pa.string()), ("direction", pa.string()), ("number", pa.string()), ("other", pa.string()),
    ("nr", pa.int32()), ("other_nr", pa.int32()),
])  # fmt: skip
"""`direction` is cites or cited_by; `other` is the record of this topic that the number names, if any."""
EVENTS = pa.schema(
    [("record", pa.string()), ("event", pa.string()), ("day", pa.date32()), ("party", pa.string()), ("nr", pa.int32())]
)
"""Transfers, pledges and licences, where the registry or a file's legal events tell them."""
SOURCES = pa.schema([
    ("source", pa.int32()), ("name", pa.string()), ("format", pa.string()), ("sha256", pa.string()), ("rows", pa.int32()),
    ("taken", pa.int32()), ("merged", pa.int32()), ("refused", pa.int32()),
])  # fmt: skip
SCHEMAS = {
    "records": RECORDS,
    "parties": PARTIES,
    "classes": CLASSES,
    "publications": PUBLICATIONS,
    "citations": CITATIONS,
    "events": EVENTS,
    "sources": SOURCES,
}
STATES = {"in_force": "有效", "pending": "审中", "ended": "失效", "": "不详"}
OVER = "失效（期限届满）"
"""The state of a right whose term ended by law, whatever its source says."""
EVENT_WORDS = {"transferred": "转让", "pledged": "质押", "licensed": "许可"}


def state_word(row: Mapping[str, Any]) -> str:
    """The state of a row of `records` in a word: of a term that is over, that it is."""
    return OVER if row.get("state_by") == TERM else STATES[row["state"] or ""]
