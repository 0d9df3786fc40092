"""Who sees which rows of registers and does what with them. `rows_visible_to` is the only way a row reaches a page, a list, a file, a
search or a count; what everybody may read comes from `public_rows`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from zhixian.core.engine import connect, read
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept
from zhixian.core.registers.rows import key_of
from zhixian.core.registers.tally import Sum, tallied_since, tally_of
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.roles import AUDITOR, BANK, CHIEF, ENTERPRISE, FINANCE, HANDLER, LEAD
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.answering import names_of, responders
from zhixian.web.registers.queries.named import named_in
from zhixian.web.registry.models import may_upload
from zhixian.web.registry.queries import current_snapshot

SEES_ALL = frozenset({LEAD, AUDITOR})
MOST_CHOICES = 50
"""Rows that the form of a new one offers to belong to."""
UNIT_PEOPLE = (HANDLER, CHIEF, FINANCE)
OUTSIDE = {BANK: "bank", ENTERPRISE: "enterprise"}
"""Roles in organisations, and what keepers they are."""


def outside_as(user: Any) -> frozenset[str]:
    """What keepers the person's confirmed organisations are."""
    return frozenset(OUTSIDE[role] for role in user.roles if role in OUTSIDE) if user.is_authenticated else frozenset()


def registers_visible_to(user: Any) -> dict[str, Kept]:
    """Registers of which the person may see rows: what the office keeps with its units, and what outsiders keep themselves."""
    return {name: kept for name, kept in kept_registers().items() if _sees(user, kept)}


def of_company(company: str, kept: Kept) -> Q:
    """Rows of a company's business: those that it keeps itself, and those that name it where the register says whose business a row is."""
    own = Q(unit=company)
    return own | Q(**{f"values__{kept.register.business}__in": names_of(company)}) if kept.register.business else own


def is_of_company(company: str, row: Row, kept: Kept) -> bool:
    """The same of one row."""
    return row.unit == company or row.values.get(kept.register.business) in names_of(company)


def oversees(user: Any, kept: Kept) -> bool:
    """Whether the person reads every row of a register for the office, and not only those of an organisation."""
    return bool(user.roles & SEES_ALL or user.authorities_as(*UNIT_PEOPLE) & set(kept.units))


def _sees(user: Any, kept: Kept) -> bool:
    if not user.is_authenticated:
        return False
    if user.roles & SEES_ALL or outside_as(user) & set(kept.register.keepers):
        return True
    own = user.units_as(*UNIT_PEOPLE)
    return bool(own & set(kept.units)) or _open_to_units(user, kept)


def _open_to_units(user: Any, kept: Kept) -> bool:
    """Whether units that neither keep nor oversee a register read it, and the person sits in one: no company is one of them."""
    return kept.register.seen == "units" and bool(user.authorities_as(*UNIT_PEOPLE))


def rows_visible_to(user: Any, kept: Kept) -> QuerySet[Row]:
    """Rows of one register, struck ones too. The lead office, auditors and the register's units see all, a company among them those of
    its own business; an organisation its own, and those that units have entered of it; other units all where the register says so."""
    rows = Row.objects.filter(register=kept.register.id).select_related("organisation")
    if not user.is_authenticated:
        return rows.none()
    seen = _seen(user, kept)
    return rows.filter(seen | named_to(user, kept)) if seen and user.organisations else rows.filter(seen)


def _seen(user: Any, kept: Kept) -> Q:
    """What somebody who is signed in sees of a register for a unit, and of what an organisation of theirs keeps; empty for all of it."""
    if oversees(user, kept) or _open_to_units(user, kept):
        return Q()
    seen = Q(pk__in=())
    for company in user.units_as(*UNIT_PEOPLE) & set(kept.units):
        seen |= of_company(company, kept)
    return seen | Q(organisation__in=user.organisations) if outside_as(user) else seen


def named_to(user: Any, kept: Kept) -> Q:
    """Rows of a register that units have entered of an organisation for which the person enters rows there: read, and no more."""
    return named_in(kept, [organisation for _, organisation in enters_as(user, kept) if organisation])


def is_read_as_named(user: Any, row: Row, kept: Kept) -> bool:
    """Whether the person reads a row, which they see, only because it names an organisation of theirs. What was found of it may tell
    of others: it is for whoever keeps it and for the office."""
    if (
        not row.unit
        or not user.organisations
        or oversees(user, kept)
        or _open_to_units(user, kept)
        or is_own(user, row)
    ):
        return False
    return not any(is_of_company(company, row, kept) for company in user.units_as(*UNIT_PEOPLE) & set(kept.units))


def rows_asked_for(user: Any, kept: Kept, asked: Mapping[str, str]) -> QuerySet[Row]:
    """Rows that the person sees, as `found_in` narrows them; those with a finding among the rows of which the person reads findings."""
    rows = rows_visible_to(user, kept)
    return found_in(rows.filter(_seen(user, kept)) if asked.get("only") == "grave" else rows, kept, asked)


def sums_visible_to(user: Any, kept: Kept, *, as_of: date) -> list[Sum]:
    """A register added up over the rows that the person sees and that have not been struck; nothing where it is not added up."""
    if kept.register.tally is None:
        return []
    days = {"day__gt": tallied_since(kept.register.tally, as_of=as_of), "day__lte": as_of}
    rows = rows_visible_to(user, kept).filter(struck_on=None, **days).order_by("pk")
    return tally_of(kept.register, [row.values for row in rows], as_of=as_of)


def all_rows_visible_to(user: Any) -> QuerySet[Row]:
    """Rows of every register that the person may see: for the search and the desk."""
    found = Row.objects.none()
    for kept in registers_visible_to(user).values():
        found |= rows_visible_to(user, kept)
    return found


def may_feed(user: Any, kept: Kept) -> bool:
    """Whether the person may hand a register's rows to the registry desk: who runs that and reads every row of this."""
    return kept.register.feed is not None and may_upload(user) and oversees(user, kept)


def rows_to_feed(kept: Kept) -> QuerySet[Row]:
    """The rows that the registry may take, in the order in which they were entered. Ask `may_feed` first."""
    return Row.objects.filter(register=kept.register.id, struck_on=None).order_by("pk")


def known_to_registry(kept: Kept) -> dict[str, dict[str, Any]]:
    """What the registry has under the keys of a feed: key → the columns that say whose it is; nothing where none say so."""
    feed, snapshot = kept.register.feed, current_snapshot()
    if feed is None or not feed.agrees or snapshot is None:
        return {}
    key = feed.columns[0][0]
    found = read(connect(), snapshot.path(feed.template)).select(key, *feed.agrees).to_pyarrow().to_pylist()
    return {row[key]: row for row in found}


def rows_above(kept: Kept, many: Iterable[Mapping[str, Any]], *, lock: bool = False) -> dict[str, Row]:
    """By key, the rows of another register that rows with these values belong to, as far as they are there; one question for all of
    them. `lock`: until the end of the transaction, in the order of their numbers."""
    wanted = {key for values in many if (key := key_above(kept, values))}
    if not wanted or kept.register.of is None:
        return {}
    rows = Row.objects.filter(register=kept.register.of.register, struck_on=None, key__in=wanted).order_by("pk")
    return {row.key: row for row in (rows.select_for_update() if lock else rows)}


def key_above(kept: Kept, values: Mapping[str, Any]) -> str:
    """The key of the row that a row with these values belongs to; empty where it belongs to none."""
    tie = kept.register.of
    above = kept_registers().get(tie.register) if tie else None
    if tie is None or above is None or not values.get(tie.field):
        return ""
    return key_of(above.register, {tie.matches: values[tie.field]})


def parts_visible_to(user: Any, row: Row) -> list[tuple[Kept, list[Row]]]:
    """By register that the person sees, the rows that belong to a row and have not been struck, in the order of their days."""
    found = []
    for kept in registers_visible_to(user).values():
        if kept.register.of and kept.register.of.register == row.register:
            parts = rows_visible_to(user, kept).filter(of=row, struck_on=None)
            found.append((kept, list(parts.order_by("day", "pk"))))
    return found


def above_visible_to(user: Any, row: Row) -> Row | None:
    """The row that a row belongs to, where the person sees it."""
    kept = registers_visible_to(user).get(row.of.register) if row.of else None
    return rows_visible_to(user, kept).filter(pk=row.of.pk).first() if row.of and kept else None


def enters_as(user: Any, kept: Kept) -> list[tuple[str, Organisation | None]]:
    """(unit, organisation) for which the person may enter rows: one of the two is empty."""
    if not user.is_authenticated:
        return []
    found: list[tuple[str, Organisation | None]] = []
    if "unit" in kept.register.keepers:
        own = user.units_as(HANDLER, CHIEF)
        found += [(unit, None) for unit in kept.units if unit in own]
    roles = [role for role, keeper in OUTSIDE.items() if keeper in kept.register.keepers]
    seats = (seat for seat in user.held if seat.counts and seat.organisation and seat.role in roles)
    return [*found, *{seat.organisation_id: ("", seat.organisation) for seat in seats}.values()]


def may_change(user: Any, row: Row, kept: Kept) -> bool:
    """Whether the person enters rows for whoever keeps this one, and it has not been struck."""
    keepers = enters_as(user, kept)
    mine = any(
        (row.unit and row.unit == unit)
        or (row.organisation_id and organisation and organisation.pk == row.organisation_id)
        for unit, organisation in keepers
    )
    return row.is_open and mine


def may_answer(user: Any, row: Row, kept: Kept) -> bool:
    """Whether the person works for one of the units that answer and may fill in what these answer on every row that has not been struck."""
    return bool(
        row.is_open
        and kept.register.answered
        and user.is_authenticated
        and user.units_as(HANDLER, CHIEF) & set(responders(row, kept))
    )


def is_closed(row: Row, kept: Kept) -> bool:
    """Whether others have answered a row, so that what they answered stays as whoever keeps it filed it. What came on paper and was
    entered for them counts; a row of one of the units that answer is open to it."""
    return row.unit not in kept.answering and kept.register.is_answered(row.values)


def _own_fields(row: Row, kept: Kept) -> set[str]:
    """Fields of a row that whoever keeps it may fill in: of one that is closed what comes after the answer. A unit also enters an answer
    that came on paper, until whoever answers has done so here; an organisation never does."""
    every, answered = {field.id for field in kept.register.fields}, set(kept.register.answered)
    if not is_closed(row, kept):
        return every - answered if row.organisation_id else every
    later = () if kept.register.is_done_with(row.values) else kept.register.later
    if row.organisation_id:
        return set(later)
    given = {name for name in answered if row.values.get(name) not in (None, "")}
    return {*later, *answered} - (given if row.events.filter(kind="answer").exists() else set())


def fields_open_to(user: Any, row: Row, kept: Kept) -> frozenset[str]:
    """Fields of a row that the person may fill in: what whoever keeps it may, and the answer, where the person's unit gives it."""
    answered = set(kept.register.answered)
    own = _own_fields(row, kept) if may_change(user, row, kept) else set()
    return frozenset(own | (answered if may_answer(user, row, kept) else set()))


def may_read_files(user: Any, row: Row, kept: Kept) -> bool:
    """Whether the person reads the evidence attached to a row: who keeps it, also once it has been struck, and who reads the whole
    register for the office. Other units that may read the row do not: evidence may tell of persons."""
    if not user.is_authenticated:
        return False
    return oversees(user, kept) or is_own(user, row)


def is_own(user: Any, row: Row) -> bool:
    """Whether the person works for whoever keeps a row, also once it has been struck."""
    if not user.is_authenticated:
        return False
    return row.unit in user.units_as(*UNIT_PEOPLE) or row.organisation_id in user.organisations


def may_read_private(user: Any, row: Row, kept: Kept) -> bool:
    """Whether the person may ask for what a row keeps sealed: its keeper until it is struck, and handlers of the register's units."""
    return may_change(user, row, kept) or bool(user.authorities_as(HANDLER) & set(kept.units))


def found_in(rows: QuerySet[Row], kept: Kept, asked: Mapping[str, str]) -> QuerySet[Row]:
    """Those that hold every word and have the chosen answers. `asked`: `q`, `only` (due, grave, struck) and fields by id."""
    for word in asked.get("q", "")[:80].split()[:6]:
        if key := folded(word):
            rows = rows.filter(search__contains=key)
    for field in kept.register.filters:
        if asked.get(field):
            rows = rows.filter(**{f"values__{field}": asked[field]})
    match asked.get("only"):
        case "struck":
            return rows.exclude(struck_on=None)
        case "due":
            rows = rows.exclude(due=None).order_by("due", "id")
        case "grave":
            rows = rows.filter(grave=True)
    return rows.filter(struck_on=None)


def in_order(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Newest first; those without a day last."""
    return rows if rows.query.order_by else rows.order_by(F("day").desc(nulls_last=True), "-id")


def counts(user: Any, kept: Kept, *, as_of: date) -> dict[str, int]:
    """How many rows the person sees: all that are not struck, those to be spoken of, those past their day, those with a finding that
    the person reads."""
    rows = rows_visible_to(user, kept).filter(struck_on=None).order_by()
    told = Q(told_from__lte=as_of)
    return rows.aggregate(
        whole=Count("pk"),
        soon=Count("pk", filter=told & Q(due__gte=as_of)),
        late=Count("pk", filter=Q(due__lt=as_of)),
        bad=Count("pk", filter=Q(grave=True) & _seen(user, kept)),
    )
