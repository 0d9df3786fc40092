"""Questions about registers. `rows_visible_to` is the only way a row reaches a page, a list, a file, a search or a count;
the public's only way in is `public_rows`, which gives the public fields and nothing else."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from zhixian.core.catalogue import HOLDS_BACK, REGISTRY_CHECKS
from zhixian.core.engine import connect, read
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept
from zhixian.core.registers.rows import key_of
from zhixian.core.registers.tally import Sum, tallied_since, tally_of
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.roles import AUDITOR, BANK, CHIEF, ENTERPRISE, FINANCE, HANDLER, LEAD
from zhixian.web.kit.plan import companies, the_plan, unit_name
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row
from zhixian.web.registry.models import may_upload
from zhixian.web.registry.queries import RegistryUnreadable, current_snapshot

SEES_ALL = frozenset({LEAD, AUDITOR})
MOST_CHOICES = 50
"""Rows that the form of a new one offers to belong to."""
UNIT_PEOPLE = (HANDLER, CHIEF, FINANCE)
OUTSIDE = {BANK: "bank", ENTERPRISE: "enterprise"}
"""Roles in organisations, and what keepers they are."""
Choosing = Callable[[Sequence[Mapping[str, Any]]], Sequence[Mapping[str, Any]]]
"""Which of a register's rows are meant."""


def outside_as(user: Any) -> frozenset[str]:
    """What keepers the person's confirmed organisations are."""
    return frozenset(OUTSIDE[role] for role in user.roles if role in OUTSIDE) if user.is_authenticated else frozenset()


def registers_visible_to(user: Any) -> dict[str, Kept]:
    """Registers of which the person may see rows: what the office keeps with its units, and what outsiders keep themselves."""
    return {name: kept for name, kept in kept_registers().items() if _sees(user, kept)}


def names_of(unit: str) -> list[str]:
    """Every name that a unit of the plan has or had."""
    known = the_plan().units.get(unit)
    return [name for name, _, _ in known.names] if known else []


def as_the_plan_writes(name: str) -> str:
    """The name of a company of the plan as the plan writes it, where this one differs in spelling alone; else as it is."""
    return _as_written(name, (known for company in sorted(companies()) for known in names_of(company)))


def as_units_are_called(name: str, units: Iterable[str]) -> str:
    """The same of one of these units, by any name that a row may call it."""
    return _as_written(name, (known for unit in units for known in called(unit)))


def _as_written(name: str, names: Iterable[str]) -> str:
    return next((known for known in names if folded(known) == folded(name)), name)


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
    its own business; an organisation its own; other units all where the register says so."""
    rows = Row.objects.filter(register=kept.register.id).select_related("organisation")
    if not user.is_authenticated:
        return rows.none()
    own = user.units_as(*UNIT_PEOPLE)
    if oversees(user, kept) or _open_to_units(user, kept):
        return rows
    seen = Q(pk__in=())
    for company in own & set(kept.units):
        seen |= of_company(company, kept)
    if outside_as(user):
        seen |= Q(organisation__in=user.organisations)
    return rows.filter(seen)


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


def is_held_against_registry(kept: Kept) -> bool:
    """Whether rows of a register are compared with what the registry says: one of its checks does, and there is a registry."""
    try:
        return bool(REGISTRY_CHECKS.intersection(kept.register.checks)) and current_snapshot() is not None
    except RegistryUnreadable:
        return False


def may_answer(user: Any, row: Row, kept: Kept) -> bool:
    """Whether the person works for one of the units that answer and may fill in what these answer on every row that has not been struck."""
    return bool(
        row.is_open
        and kept.register.answered
        and user.is_authenticated
        and user.units_as(HANDLER, CHIEF) & set(responders(row, kept))
    )


def responders(row: Row, kept: Kept) -> tuple[str, ...]:
    """The units that may answer a row: all of the register's that answer, those that it names where it does. One that it sends to
    somebody outside is answered by nobody here."""
    where = kept.register.addressed
    if not where:
        return kept.answering
    return answerers(row, kept) or (kept.answering if where.startswith("of.") else ())


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
    if row.organisation_id:
        return set(kept.register.later)
    given = {name for name in answered if row.values.get(name) not in (None, "")}
    return {*kept.register.later, *answered} - (given if row.events.filter(kind="answer").exists() else set())


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


def answers_in(
    register: str, field: str, *, organisations: Collection[int]
) -> dict[str, tuple[Mapping[str, Any], date | None]]:
    """By what rows of a register that these organisations keep say in one field, their values and the day due next; nothing where
    the place keeps no such register."""
    if register not in kept_registers():
        return {}
    rows = Row.objects.filter(register=register, organisation__in=organisations, struck_on=None)
    told = rows.values_list("values", "due")
    return {str(values[field]): (values, due) for values, due in told if values.get(field)}


def due_rows(user: Any, *, as_of: date, unit: str = "") -> QuerySet[Row]:
    """Rows that the person keeps, or whose answer the person's unit owes, and of whose due day it is time to speak; of one unit where
    it is named. A row that waits past its day for the answer of others is not among them; see `waiting_rows`."""
    rows = Row.objects.filter(struck_on=None, told_from__lte=as_of).select_related("organisation", "of")
    owed, late = _owed_by(user, unit), _owed_to(user, unit) & Q(due__lt=as_of)
    return rows.filter(owed | (_kept_by(user, unit) & ~late))


def waiting_rows(user: Any, *, as_of: date, unit: str = "") -> QuerySet[Row]:
    """Rows that the person keeps and that wait past their day for the answer of others: no lateness of the person's."""
    rows = Row.objects.filter(struck_on=None, due__lt=as_of).select_related("organisation", "of")
    return rows.filter(_owed_to(user, unit)).exclude(_owed_by(user, unit)).order_by("due", "pk")


def _kept_by(user: Any, unit: str) -> Q:
    mine = Q(pk__in=())
    for kept in registers_visible_to(user).values():
        for own_unit, organisation in enters_as(user, kept):
            if not unit or own_unit == unit:
                own = Q(unit=own_unit) if own_unit else Q(organisation=organisation)
                mine |= own & Q(register=kept.register.id)
    return mine


def _owed_to(user: Any, unit: str) -> Q:
    """Rows that the person keeps of which others owe the answer that is due next."""
    owed = Q(pk__in=())
    for kept in registers_visible_to(user).values():
        if is_asked_for(kept):
            owed |= owed_in_answer(kept)
    return _kept_by(user, unit) & owed


def _owed_by(user: Any, unit: str) -> Q:
    """Rows of which the person's units owe the answer that is due next."""
    own = user.units_as(HANDLER, CHIEF) if user.is_authenticated else frozenset()
    owed = Q(pk__in=())
    for kept in registers_visible_to(user).values():
        for one in own & set(kept.answering) & ({unit} if unit else own):
            if is_asked_for(kept):
                owed |= owed_in_answer(kept) & _addressed_to(kept, one)
    return owed


def is_asked_for(kept: Kept) -> bool:
    """Whether units owe the answers of a register: the place names them, or each row names its own."""
    return bool(kept.answers or kept.register.addressed)


def called(unit: str) -> list[str]:
    """What a row may call a unit of the plan: each of its names, and its whole one."""
    known = the_plan().units.get(unit)
    return [*names_of(unit), *([known.official] if known and known.official else [])]


def _addressed_to(kept: Kept, unit: str) -> Q:
    """The rows that a unit answers; the same as `answerers` says of each."""
    where = kept.register.addressed
    if not where:
        return Q()
    path = f"of__values__{where.removeprefix('of.')}" if where.startswith("of.") else f"values__{where}"
    named = Q(**{f"{path}__in": called(unit)})
    if not where.startswith("of."):
        return named
    every = [name for one in kept.answering for name in called(one)]
    return named | (Q(of__unit=unit) & ~Q(**{f"{path}__in": every}))


def answerers(row: Row, kept: Kept) -> tuple[str, ...]:
    """The units that owe a row its answer: those that it names, or whose row it belongs to; those of the place where it names none."""
    where = kept.register.addressed
    if not where:
        return kept.answers
    above = row.of if where.startswith("of.") else row
    said = above.values.get(where.removeprefix("of.")) if above else None
    named = tuple(unit for unit in kept.answering if said in called(unit))
    if named or above is row or above is None:
        return named
    return (above.unit,) if above.unit in kept.answering else ()


def asks_outside(row: Row, kept: Kept) -> str:
    """Whom a row that waits for an answer names and the plan does not know; "" for nobody."""
    where, register = kept.register.addressed, kept.register
    if not where or where.startswith("of.") or answerers(row, kept):
        return ""
    waits = any(due.name == row.due_name and register.answers(due) for due in register.dues)
    return str(row.values.get(where) or "") if waits else ""


def answers_due(user: Any, row: Row, kept: Kept) -> tuple[str, str]:
    """(the unit of the person that owes a row of others its answer, "" for none; in words whose answer a row of the person's waits for)."""
    if not is_asked_for(kept) or row.due_name not in {
        due.name for due in kept.register.dues if kept.register.answers(due)
    }:
        return "", ""
    own, owed = user.units_as(HANDLER, CHIEF), answerers(row, kept)
    mine = tuple(unit for unit in owed if unit in own)
    if mine:
        return ("", "") if row.unit in mine else (mine[0], "")
    return "", "、".join(map(unit_name, owed)) or row.values.get(kept.register.addressed, "")


def owed_in_answer(kept: Kept) -> Q:
    """Rows of a register of which the next day is one by which somebody has to answer."""
    names = [due.name for due in kept.register.dues if kept.register.answers(due)]
    return Q(register=kept.register.id, due_name__in=names)


def count_rows(registers: Collection[str]) -> dict[str, int]:
    """How many rows are in each of these registers, whoever keeps them; a number tells of nobody."""
    rows = Row.objects.filter(register__in=registers, struck_on=None).order_by()
    return dict(rows.values_list("register").annotate(n=Count("pk")))


def count_due(*, as_of: date) -> Iterable[tuple[str, str, date, int]]:
    """(register, unit, due day, how many) of the rows that units keep, by the days that are theirs to keep and of which it is time to speak."""
    rows = Row.objects.filter(struck_on=None, told_from__lte=as_of, due__isnull=False).exclude(unit="").order_by()
    rows = rows.exclude(_owed_by_others())
    return rows.values_list("register", "unit", "due").annotate(n=Count("pk"))


def count_entered(*, since: date, until: date) -> Iterable[tuple[str, str, int, date]]:
    """(register, unit or "" for an organisation's, how many, the last day) of the rows entered in these days, both included."""
    rows = Row.objects.filter(struck_on=None, entered_on__gte=since, entered_on__lte=until).order_by()
    return rows.values_list("register", "unit").annotate(Count("pk"), Max("entered_on"))


def due_rows_of(user: Any, *, clause: str, unit: str, as_of: date) -> QuerySet[Row]:
    """Rows behind `count_due` for one clause and unit, as far as the person sees them."""
    here = [name for name, kept in kept_registers().items() if clause in kept.clauses]
    rows = all_rows_visible_to(user).filter(register__in=here, unit=unit)
    return rows.filter(struck_on=None, told_from__lte=as_of, due__isnull=False).exclude(_owed_by_others())


def _owed_by_others() -> Q:
    """Rows of which the next day is one that somebody else has to keep."""
    theirs = [
        Q(register=name, due_name__in=[due.name for due in kept.register.dues if due.theirs])
        for name, kept in kept_registers().items()
    ]
    return reduce(or_, theirs, Q(pk__in=[]))


def public_registers() -> dict[str, Kept]:
    """Registers of which everybody may read something."""
    return {name: kept for name, kept in kept_registers().items() if kept.register.public}


def held_back(kept: Kept) -> frozenset[int]:
    """Rows that everybody is not to read until what a check found has been put right."""
    if not HOLDS_BACK.intersection(kept.register.checks):
        return frozenset()
    told = Row.objects.filter(register=kept.register.id, struck_on=None, grave=True).values_list("pk", "findings")
    return frozenset(pk for pk, found in told if any(one["grave"] and one["check"] in HOLDS_BACK for one in found))


def public_rows(kept: Kept) -> QuerySet[Row]:
    """Rows that everybody may read in part."""
    register = kept.register
    rows = Row.objects.filter(register=register.id, struck_on=None) if register.public else Row.objects.none()
    rows = rows.exclude(pk__in=held_back(kept))
    return (
        rows.filter(**{f"values__{register.public_when[0]}": register.public_when[1]}) if register.public_when else rows
    )


def above_choices(user: Any, kept: Kept) -> list[tuple[str, str]]:
    """(what a row says of the row that it belongs to, what that row is called) of the newest rows that the person may read and that a new
    row may belong to; nothing where rows belong to none."""
    tie = kept.register.of
    above = kept_registers().get(tie.register) if tie else None
    if tie is None or above is None:
        return []
    rows = rows_visible_to(user, above).filter(struck_on=None)
    if {*above.register.title, tie.matches} <= set(above.register.public):
        rows = rows | public_rows(above).select_related("organisation")
    return [(row.values[tie.matches], str(row)) for row in in_order(rows)[:MOST_CHOICES]]


def counts(user: Any, kept: Kept, *, as_of: date) -> dict[str, int]:
    """How many rows the person sees: all that are not struck, those to be spoken of, those past their day, those with a finding."""
    rows = rows_visible_to(user, kept).filter(struck_on=None).order_by()
    told = Q(told_from__lte=as_of)
    return rows.aggregate(
        whole=Count("pk"),
        soon=Count("pk", filter=told & Q(due__gte=as_of)),
        late=Count("pk", filter=Q(due__lt=as_of)),
        bad=Count("pk", filter=Q(grave=True)),
    )


def values_for_figures(registers: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """What rows of these registers say, whoever keeps them, without anything sealed: for what is computed, never for a list.

    A register that the place does not keep is not among the answers.
    """
    kept = {name: kept_registers()[name].register for name in registers if name in kept_registers()}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in kept}
    rows = Row.objects.filter(register__in=kept, struck_on=None).order_by("pk")
    for register, values in rows.values_list("register", "values"):
        found[register].append({field: value for field, value in values.items() if field not in kept[register].sealed})
    return found


def told_in_ratings(asked: Sequence[tuple[str, Choosing]]) -> list[list[dict[str, Any]]]:
    """For each (register, what chooses among its rows): of the chosen rows what the register lets a public rating tell, and
    nothing else; empty for a register that the place does not keep."""
    rows = values_for_figures({register for register, _ in asked})
    found: list[list[dict[str, Any]]] = []
    for register, choosing in asked:
        told = kept_registers()[register].register.told_in_ratings if register in rows else ()
        found.append(
            [{field: row[field] for field in told if field in row} for row in choosing(rows.get(register, ()))]
        )
    return found


def stamp_of(registers: Collection[str]) -> tuple[int, Any]:
    """What changes whenever a row of these registers is entered, changed or struck."""
    told = Row.objects.filter(register__in=registers).aggregate(
        n=Count("pk"), last=Max("changed_at"), struck=Count("struck_on")
    )
    return told["n"] + told["struck"], told["last"]
