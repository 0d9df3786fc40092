"""Questions about cases, their hand-overs and mediations together. Rows come only as the registers show them to a person.

What is told of a whole register reads the few fields it needs, nothing sealed, and is kept until a row changes; a list that is one
row after the other is cut and put in order by the database.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import NullIf

from zhixian.core.analysis.cases.disputes import PARTIES, STEPS, Dispute, disputes, own_name
from zhixian.core.analysis.cases.figures import Year, case_figures
from zhixian.core.analysis.cases.held import CASES, MEDIATIONS, TRANSFERS, Held
from zhixian.core.analysis.cases.infringers import Infringer, infringers_again
from zhixian.core.disclosure.rows import without_numbers
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.holding import holders_of
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.figures import stamp_of
from zhixian.web.registers.queries.visibility import enters_as, registers_visible_to, rows_visible_to

T = TypeVar("T")
NEEDED = {
    CASES: ("number", "channel", "subject", "dispute", "holder", "infringer", "infringer_code", "opened_on", "closed_on", "supervised_on"),
    TRANSFERS: ("case", "sent_on", "answer", "decided_on", "answered_on"),
    MEDIATIONS: ("number", "dispute", "party_a", "party_b", "accepted_on", "ended_on"),
}  # fmt: skip
"""By register the fields that its disputes, infringers and figures are told by; none is sealed or a list."""


def cases_kept() -> Kept | None:
    """The register of cases of this place."""
    return kept_registers().get(CASES)


def sees_cases(user: Any) -> bool:
    """Whether the person reads the register of cases."""
    return CASES in registers_visible_to(user)


def disputes_of(user: Any) -> Sequence[Dispute]:
    """Disputes as far as the person sees their rows."""
    return _kept(user, (CASES, MEDIATIONS), disputes)


def infringers_of(user: Any) -> Sequence[Infringer]:
    """Who stands in several of the cases that the person sees."""
    return _kept(user, (CASES,), infringers_again)


def figures_of(user: Any, *, as_of: date) -> Sequence[Year]:
    """Figures of every year over the cases and hand-overs that the person sees; nothing where the place keeps no cases."""
    return _kept(user, (CASES, TRANSFERS), _figures, as_of) if cases_kept() else ()


def _figures(cases: Sequence[Held], transfers: Sequence[Held], as_of: date) -> Sequence[Year]:
    return case_figures(kept_registers()[CASES].register, cases, transfers, as_of=as_of)


class _Question:
    """Rows of one register that somebody sees; the same as another that asks the database the same."""

    def __init__(self, user: Any, name: str) -> None:
        self.kept = registers_visible_to(user).get(name)
        self.rows = rows_visible_to(user, self.kept).filter(struck_on=None) if self.kept else Row.objects.none()
        self.asked = (name, *self.rows.order_by().query.sql_with_params()) if self.kept else (name,)

    def __hash__(self) -> int:
        return hash(self.asked)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Question) and self.asked == other.asked

    def held(self) -> list[Held]:
        """Those rows with the fields that are needed of them."""
        if self.kept is None:
            return []
        register = self.kept.register
        fields = NEEDED[register.id]
        said = {f"said_{name}": KT(f"values__{name}") for name in fields}
        told = self.rows.select_related(None).order_by("pk").annotate(**said).values_list("pk", *said)
        return [Held(key, register, dict(zip(fields, values, strict=True))) for key, *values in told]


def _kept(user: Any, registers: Sequence[str], tell: Callable[..., Sequence[T]], *more: Any) -> Sequence[T]:
    questions = tuple(_Question(user, name) for name in registers)
    found: Sequence[T] = _told(tell, questions, stamp_of(registers), more)
    return found


@lru_cache(maxsize=16)
def _told(
    tell: Callable[..., Sequence[Any]], questions: Sequence[_Question], _stamp: Any, more: Sequence[Any]
) -> Sequence[Any]:
    """What is told of these rows, until one of their registers changes."""
    return tuple(tell(*(question.held() for question in questions), *more))


def supervised_rows(user: Any) -> QuerySet[Row]:
    """Cases under supervision that the person sees: those that are not lifted first, by the day by which they are to be done; then
    lifted ones, newest first."""
    kept = registers_visible_to(user).get(CASES)
    if kept is None:
        return Row.objects.none()
    rows = rows_visible_to(user, kept).filter(struck_on=None, values__supervised="yes")
    rows = rows.annotate(lifted=_day_in("lifted_on"), until=_day_in("supervise_until"), since=_day_in("supervised_on"))
    going = Q(lifted=None)
    in_turn = Case(When(going, then=F("id")), default=-F("id"), output_field=IntegerField())
    return rows.order_by(
        F("lifted").desc(nulls_first=True),
        Case(When(going, then=F("until"))).asc(nulls_last=True),
        Case(When(going, then=F("since"))).asc(nulls_last=True),
        in_turn,
    )


def count_late(rows: QuerySet[Any], *, as_of: date) -> int:
    """How many of the supervised cases are past their day and not lifted."""
    return rows.filter(lifted=None, until__lt=as_of.isoformat()).count()


def _day_in(field: str) -> NullIf:
    return NullIf(KT(f"values__{field}"), Value("", TextField()), output_field=TextField())


def held(row: Row, kept: Kept, held_by: frozenset[str] = frozenset()) -> Held:
    """A row as the questions about cases take it."""
    return Held(row.pk, kept.register, without_numbers(kept.register, row.values), held_by)


def _with_holders(rows: Sequence[Row], kept: Kept) -> list[Held]:
    holding = holders_of(rows)
    return [held(row, kept, holding[row.pk]) for row in rows]


def rows_of_dispute(user: Any, pk: int) -> tuple[str, list[Held]] | None:
    """The name of the dispute of a case, hand-over or mediation, and every row of it that the person sees; a row without a dispute
    stands with what belongs to it. None where the person sees no such row."""
    seen = registers_visible_to(user)
    row = Row.objects.filter(pk=pk, register__in=[name for name in STEPS if name in seen], struck_on=None).first()
    if row is None or not rows_visible_to(user, seen[row.register]).filter(pk=pk).exists():
        return None
    head = row.of if row.register == TRANSFERS and row.of else row
    name = str(head.values.get("dispute") or "")
    found: list[Held] = []
    for register in (CASES, MEDIATIONS):
        if register in seen:
            rows = rows_visible_to(user, seen[register]).filter(struck_on=None).order_by("pk")
            near = rows.filter(search__contains=folded(name)) if name else rows.filter(pk=head.pk)
            same = [one for one in near if folded(one.values.get("dispute") or "") == folded(name)]
            found += _with_holders(same, seen[register])
    cases = [one.key for one in found if one.register.id == CASES]
    if TRANSFERS in seen:
        parts = rows_visible_to(user, seen[TRANSFERS]).filter(of__in=cases, struck_on=None).order_by("pk")
        found += _with_holders(list(parts), seen[TRANSFERS])
    return name or own_name(held(head, kept_registers()[head.register])), found


def beginnings(user: Any, rows: Sequence[Held]) -> list[tuple[Kept, str]]:
    """(register, query of an address) of the rows that the person may enter: cases and mediations, begun with what the first row of a
    dispute says of it; empty queries where there is none."""
    seen = registers_visible_to(user)
    first = next((row for row in rows if row.register.id in PARTIES), None)
    found = []
    for name, parties in PARTIES.items():
        if name not in seen or not enters_as(user, seen[name]):
            continue
        said = {}
        if first and first.values.get("dispute"):
            pairs = [
                *zip(parties, PARTIES[first.register.id], strict=True),
                ("dispute", "dispute"),
                ("subject", "subject"),
            ]
            said = {there: first.values[here] for there, here in pairs if first.values.get(here)}
        found.append((seen[name], urlencode(said)))
    return found
