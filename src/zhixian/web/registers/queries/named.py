"""Rows that a unit has entered of an organisation: what the organisation would have entered itself, it reads.

The field `owner` of a register says whose a row is, its `owner_code` by which credit code; registers without one are of nobody's own.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from zhixian.core.kernel.folding import folded
from zhixian.core.registers.model import Kept, Register
from zhixian.web.accounts.models import Organisation
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, Said, in_one_spelling


def named_in(kept: Kept, organisations: Iterable[Organisation]) -> Q:
    """Rows of a register that units keep and that name one of these organisations, by its name and, where the row says one, its code."""
    owner, code, found = kept.register.owner, kept.register.owner_code, Q(pk__in=())
    for organisation in organisations if owner else ():
        if not organisation.bears_name_alone:
            continue
        said = Said.objects.filter(field=owner, said=in_one_spelling(organisation.name)).values("row")
        one = Q(register=kept.register.id, organisation=None, pk__in=said)
        if code:
            path = f"values__{code}"
            one &= Q(**{f"{path}__in": ["", organisation.credit_code or ""]}) | Q(**{f"{path}__isnull": True})
        found |= one
    return found


def is_named(row: Row, organisation: Organisation) -> bool:
    """The same of one row."""
    register = row.its_register
    names = bool(register and row.unit and _bears(register, row.values, organisation))
    return names and organisation.bears_name_alone


def _bears(register: Register, values: Mapping[str, object], organisation: Organisation) -> bool:
    said = str(values.get(register.owner) or "") if register.owner else ""
    if not said or folded(said) != folded(organisation.name):
        return False
    code = values.get(register.owner_code) if register.owner_code else None
    return not code or code == organisation.credit_code


class Bearers:
    """The confirmed organisations by name, so that those that many rows name are found at once."""

    def __init__(self) -> None:
        self._known: dict[str, list[Organisation]] = {}
        for organisation in Organisation.objects.exclude(confirmed_at=None):
            self._known.setdefault(folded(organisation.name), []).append(organisation)

    def of(self, row: Row) -> tuple[int, ...]:
        """Keys of the one organisation that a unit's row names and that may keep rows of its register; none where two bear the name."""
        kept = kept_registers().get(row.register)
        if kept is None or not row.unit or not kept.register.owner:
            return ()
        bearing: Sequence[Organisation] = self._known.get(folded(str(row.values.get(kept.register.owner) or "")), ())
        return tuple(
            one.pk
            for one in bearing
            if len(bearing) == 1 and one.kind in kept.register.keepers and _bears(kept.register, row.values, one)
        )
