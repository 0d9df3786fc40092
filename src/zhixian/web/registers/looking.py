"""What the checks of a row looked at, and what they found nothing of."""

from zhixian.core.catalogue import CHECKS, REGISTRY_CHECKS
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.looked import looked_at
from zhixian.core.registers.model import INDEX, SNAPSHOT, Kept, Reads
from zhixian.core.registers.rights import meant, parts_of
from zhixian.core.registry.particulars import rights_called
from zhixian.web.kit.clock import today
from zhixian.web.registers.beside import saying, told_beside
from zhixian.web.registers.in_registry import rights_indexed
from zhixian.web.registers.models import Row
from zhixian.web.registry.models import IndexEdition
from zhixian.web.registry.queries import RegistryUnreadable, current_snapshot


def checks_that_looked(row: Row, kept: Kept) -> list[Reads]:
    """The checks that found something in a row to look at; those of the registry as far as there is one, and those that look at what a row
    names where that is there."""
    has = {INDEX: _is_indexed, SNAPSHOT: _is_in_snapshot}
    return looked_at(
        kept.register,
        row.values,
        CHECKS,
        _registry_at_hand(kept),
        lambda among, text: has[among](text) if among in has else _is_entered(row, among, text),
    )


def _is_indexed(text: str) -> bool:
    return bool(rights_indexed(text))


def _is_in_snapshot(text: str) -> bool:
    numbers, snapshot = [number for part in parts_of(text) for number in meant(part)[0]], current_snapshot()
    return bool(snapshot and numbers and rights_called(snapshot, numbers, as_of=today()))


def _is_entered(row: Row, register: str, number: str) -> bool:
    return any(told_beside(one, row) for one in saying(register, "number", {folded(number)}))


def _registry_at_hand(kept: Kept) -> frozenset[str]:
    """What of the registry the checks of a register can look into now."""
    if not REGISTRY_CHECKS.intersection(kept.register.checks):
        return frozenset()
    try:
        snapshot = current_snapshot()
    except RegistryUnreadable:
        return frozenset()
    indexed = IndexEdition.objects.filter(current=True).exists()
    return frozenset(filter(None, (SNAPSHOT * (snapshot is not None), INDEX * indexed)))
