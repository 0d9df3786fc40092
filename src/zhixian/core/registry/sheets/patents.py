"""Rows of a patent export to rights, parties, events and claims, batch by batch and by the column."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.numbers.patents import FIRST_YEAR, YEARS_FILED_AFTER, year_of
from zhixian.core.registry.places import regions_of
from zhixian.core.registry.sheets.cells import by_distinct, classes, cleaned, designs, each, first_of, replaced
from zhixian.core.registry.sheets.event_columns import EventRows, Rights, read_events, rows_with_events
from zhixian.core.registry.sheets.fields import Fields
from zhixian.core.registry.sheets.identity import Identity, granting, identify
from zhixian.core.registry.sheets.parties import Parties, named
from zhixian.core.registry.sheets.vocabulary import alive_by, is_known_status, plain_word, words
from zhixian.core.registry.staging import ROW, Stage, normalise_names
from zhixian.core.registry.terms import TERMS, ends_of_terms

Mask = npt.NDArray[np.bool_]
FIRST_FILING = pa.scalar(TERMS["invention"][0][0])
"""The Patent Law took effect on 1 April 1985."""
_HAN_LIST = r"^([^,，、]*\p{Han}[^,，、]*)[,，、].*$"
"""Names in Chinese hold no comma: what follows is the next name."""
_COMMAS = ",，、"
_AFTER_NAME = r"\s*[\[［][A-Z]{2}(?:/[A-Z]{2})?[\]］]$"
_CLOSING = "]］"


@dataclass(frozen=True)
class Life:
    """The days that decide a right's life."""

    filed: pa.Array
    registered: pa.Array


@dataclass(frozen=True)
class ReadPatents:
    """A batch that is checked and waits for its turn to be staged."""

    fields: Fields
    offset: int
    rights: pa.Table
    """Of every row, the refused ones too; `keep` tells which are taken."""
    keep: Mask
    named: tuple[pa.Table, ...]
    events: list[dict[str, Any]]
    published: tuple[pa.Table, ...]
    claims: pa.Table | None

    def stage(self, parties: Parties, stage: Stage) -> None:
        """Hand on the rows that are taken, and report the others."""
        for table in self.named:
            parties.add(table)
        stage.append("rights", self.rights.filter(pa.array(self.keep)))
        stage.append_rows("events", self.events)
        for table in self.published:
            stage.append("published", table)
        if self.claims is not None:
            stage.append("claims", self.claims)
        self.fields.report("rights", stage, rights=self.rights["right_id"], offset=self.offset, taken=self.rights)


def read_patents(fields: Fields, *, offset: int) -> ReadPatents:
    """Check one batch; `offset` is added to row numbers so that they stay apart between sheets."""
    identity = identify(fields)
    kind = _kind(fields, identity)
    life = _life(fields, identity, kind)
    applicant = _holder(fields, "applicants")
    current = _holder(fields, "current_holders")
    applicant_key, current_key = (by_distinct(names, normalise_names) for names in (applicant, current))
    holder, holder_key = pc.coalesce(applicant, current), pc.coalesce(applicant_key, current_key)
    region = read_regions(fields)
    title = cleaned(fields.text("title"))
    _check_status(fields)
    differs = _true(pc.not_equal(current_key, applicant_key))
    columns = (identity.number, kind, life.filed, life.registered, applicant, current)
    events = _events(fields, columns, differs)
    granted = _true(pc.is_valid(life.registered))
    granted[sorted(events.granted)] = True
    expires = _expires(kind, life.filed, granted)
    after_term = pc.binary_join_element_wise("晚于保护期届满日 ", pc.cast(expires, pa.string()), "")
    fields.find(_true(pc.less(expires, life.registered)), _granted_in(fields), after_term)
    keep = ~fields.refused()
    rows = pa.array(fields.batch.rows + offset)
    right = pc.binary_join_element_wise("no:", identity.number, "")
    table = pa.table({
        "right_id": right,
        "kind": kind,
        "gi": pa.array(np.zeros(len(fields), bool)),
        "number": identity.number,
        "title": title,
        "classes": classes(fields.text("classes_main"), pc.coalesce(fields.text("classes"), designs(fields.text("locarno")))),
        "filed": life.filed,
        "registered": life.registered,
        "expires": expires,
        "region": region,
        ROW: rows,
        "holder": pc.binary_join_element_wise("name:", holder_key, ""),
    })  # fmt: skip
    chosen = pa.array(keep)
    holders = (column.filter(chosen) for column in (holder_key, holder, region, life.filed, rows))
    kept = set(fields.batch.rows[keep].tolist())
    return ReadPatents(
        fields, offset, table, keep,
        named=(named(*holders), *_parties_of_events(events, kept, offset)),
        events=[{**event, ROW: event[ROW] + offset} for event in events.rows if event[ROW] in kept],
        published=tuple(_published(identity, right, rows, keep)),
        claims=_claims(fields, right, rows, keep),
    )  # fmt: skip


def _true(mask: pa.Array) -> Mask:
    flags: Mask = pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False).copy()
    return flags


def _kind(fields: Fields, identity: Identity) -> pa.Array:
    """The number decides the kind; another word for it is remarked."""
    said = pc.coalesce(fields.text("type"), fields.text("publication_type"))
    spoken = each(said, lambda word: words().types.get(plain_word(word)), pa.string())
    named = "type" if fields.has("type") else "publication_type"
    fields.find(_true(pc.not_equal(spoken, identity.kind)), named, "与号码不符，类型按号码认定", refused=False)
    return identity.kind


def _life(fields: Fields, identity: Identity, kind: pa.Array) -> Life:
    """Filing and grant; a row whose deciding day is broken or impossible is refused."""
    filed = fields.day("filed", refused=True)
    granted = fields.day("granted", refused=True)
    published = fields.day("published", refused=_true(pc.is_null(granted)) & _says_grant(fields, identity, kind))
    grants = granting(identity, published) | _says_grant(fields, identity, kind)
    by_publication = pc.if_else(pa.array(grants), published, pa.scalar(None, pa.date32()))
    registered = pc.coalesce(granted, by_publication)
    fields.lack(grants & _true(pc.is_null(registered)), "published", "rights.registered")
    fields.find(_true(pc.less(filed, FIRST_FILING)), "filed", f"早于专利法施行日 {FIRST_YEAR}-04-01")
    late = _true(pc.greater(pc.year(filed), _last_year(identity.number)))
    fields.find(late, "filed", "晚于申请号里的年份")
    reason = pc.binary_join_element_wise("授权公告日早于申请日 ", pc.cast(filed, pa.string()), "")
    fields.find(_true(pc.less(registered, filed)), _granted_in(fields), reason)
    return Life(filed, registered)


def _granted_in(fields: Fields) -> str:
    return "granted" if fields.has("granted") else "published"


def _last_year(numbers: pa.Array) -> pa.Array:
    width = pc.utf8_length(numbers)
    heads = [
        pc.if_else(pc.equal(width, full), pc.utf8_slice_codeunits(numbers, 2, 2 + digits), pa.scalar(None, pa.string()))
        for full, digits in ((len("CN201410408762.5"), 4), (len("CN99122288.1"), 2))
    ]
    return pc.add(each(pc.coalesce(*heads), year_of, pa.int64()), YEARS_FILED_AFTER)


def _says_grant(fields: Fields, identity: Identity, kind: pa.Array) -> Mask:
    """Rows without a kind code that are grants by the words of their type, or because their kind is published only then."""
    known = words()
    spoken = np.zeros(len(fields), bool)
    pending = np.zeros(len(fields), bool)
    for name in ("publication_type", "type"):
        said = fields.text(name)
        spoken |= _true(each(said, lambda word: plain_word(word) in known.grants, pa.bool_()))
        pending |= _true(
            each(said, lambda word: plain_word(word) in (known.applications | known.other_publications), pa.bool_())
        )
    only_granted = _true(pc.is_in(kind, pa.array(["utility_model", "design"])))
    without_code = _true(pc.is_null(identity.letter)) & _true(pc.is_valid(fields.text("publication")))
    return without_code & ~pending & (spoken | only_granted)


def _holder(fields: Fields, name: str) -> pa.Array:
    separators = fields.layout.map.separators

    def first_name(lists: pa.Array) -> pa.Array:
        first = first_of(lists, separators) if separators else first_of(lists)
        first = replaced(replaced(first, _HAN_LIST, r"\1", marks=_COMMAS), _AFTER_NAME, "", marks=_CLOSING)
        return pc.if_else(pc.equal(first, ""), pa.scalar(None, pa.string()), first)

    return by_distinct(fields.text(name), first_name)


def read_regions(fields: Fields) -> pa.Array:
    """From the address, or the columns of province, city and county where these say more."""
    by_address = by_distinct(fields.text("address"), lambda addresses: regions_of(first_of(addresses)))
    parts = [
        pc.coalesce(fields.text("province"), fields.text("region_code")), fields.text("city"), fields.text("county"), " ",
    ]  # fmt: skip
    joined = pc.binary_join_element_wise(*parts, null_handling="replace", null_replacement="")
    by_parts = by_distinct(joined, regions_of)
    only_prefecture = pc.fill_null(pc.ends_with(by_address, "00"), fill_value=True)
    return pc.coalesce(pc.if_else(only_prefecture, pc.coalesce(_county(by_parts), by_address), by_address), by_parts)


def _county(regions: pa.Array) -> pa.Array:
    return pc.if_else(pc.ends_with(regions, "00"), pa.scalar(None, pa.string()), regions)


def _expires(kind: pa.Array, filed: pa.Array, granted: Mask) -> pa.Array:
    result = pa.nulls(len(kind), pa.date32())
    for name in pc.unique(kind).drop_null().to_pylist():
        result = pc.if_else(pc.fill_null(pc.equal(kind, name), fill_value=False), ends_of_terms(name, filed), result)
    return pc.if_else(pa.array(granted), result, pa.scalar(None, pa.date32()))


def _check_status(fields: Fields) -> None:
    for name in ("status", "validity"):
        if fields.has(name):
            known = each(fields.text(name), is_known_status, pa.bool_())
            fields.find(_true(pc.invert(known)), name, "未知的状态词，没有用于比对", refused=False)


def _events(fields: Fields, columns: tuple[pa.Array, ...], differs: Mask) -> EventRows:
    rows = rows_with_events(fields, differs)
    if not rows:
        return EventRows([], [], set())
    return read_events(fields, Rights(*(column.to_pylist() for column in columns)), rows)


def _parties_of_events(events: EventRows, kept: set[int], offset: int) -> Iterator[pa.Table]:
    found = [(name, row + offset) for name, row in events.parties if row in kept]
    if found:
        names, rows = (pa.array(column) for column in zip(*found, strict=True))
        nowhere, never = pa.nulls(len(found), pa.string()), pa.nulls(len(found), pa.date32())
        yield named(normalise_names(names), names, nowhere, never, rows)


def _published(identity: Identity, right: pa.Array, rows: pa.Array, keep: Mask) -> Iterator[pa.Table]:
    """By what publications the right may be called in a source that has no application numbers."""
    for name in identity.names:
        table = pa.table({"right_id": right, "published": name, ROW: rows})
        yield table.filter(pc.and_(pa.array(keep), pc.is_valid(name)))


def _claims(fields: Fields, right: pa.Array, rows: pa.Array, keep: Mask) -> pa.Table | None:
    """What the source says of the right today: staged to be compared with what its events say."""
    said = pc.coalesce(fields.text("status"), fields.text("validity"))
    if said.null_count == len(said):
        return None
    alive = pc.coalesce(
        each(fields.text("status"), alive_by, pa.bool_()), each(fields.text("validity"), alive_by, pa.bool_())
    )
    chosen = pc.and_(pa.array(keep), pc.is_valid(alive))
    table = pa.table({"right_id": right, "claimed": pc.utf8_slice_codeunits(said, 0, 200), "alive": alive, ROW: rows})
    return table.filter(chosen)
