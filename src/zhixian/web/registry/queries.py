"""Questions about uploads and about the index of the current snapshot."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import Snapshot, current_id, open_snapshot
from zhixian.core.registry.staging import normalise_name
from zhixian.web.kit.sorry import OutOfOrder
from zhixian.web.registry.models import IndexEdition, IndexedParty, IndexedRight

log = logging.getLogger("zhixian.registry")


def data() -> Path:
    """The folder of sources and snapshots."""
    return Path(settings.DATA)


class RegistryUnreadable(OutOfOrder):
    """There is a registry, and it cannot be read. What exactly is broken stands in the log, not on public pages."""

    def __init__(self) -> None:
        super().__init__("登记数据现在读不出", expected="请稍后再来；管理员可用 zhixian registry rebuild 重建快照")


def current_snapshot() -> Snapshot | None:
    """The snapshot in force; None before the first import. Raises RegistryUnreadable when it is damaged."""
    try:
        found = current_id(data())
        return open_snapshot(data(), found) if found else None
    except Refusal as broken:
        log.error("the registry cannot be read: %s", broken)  # noqa: TRY400 -- the refusal says all there is
        raise RegistryUnreadable from broken


def data_label() -> str:
    """What the registry's data are called, such as 合成数据; "" where nothing is to be said."""
    try:
        snapshot = current_snapshot()
    except RegistryUnreadable:
        return ""
    return "、".join(snapshot.labels) if snapshot else ""


def snapshot_of(edition: IndexEdition) -> Snapshot | None:
    """The snapshot that an index was made of; None when it lies no longer in the data folder."""
    try:
        return open_snapshot(data(), edition.snapshot)
    except Refusal:
        return None


def current_edition() -> IndexEdition | None:
    """The index that people see."""
    return IndexEdition.objects.filter(current=True).first()


def rights_open_to(user: Any, ids: Iterable[str | None]) -> set[str]:
    """Those of the rights whose pages the person may open, so that nobody is led to one that is shut; none to a guest."""
    if not user.is_authenticated:
        return set()
    shown = IndexedRight.objects.visible_to(user).filter(right_id__in=[one for one in ids if one])
    return set(shown.values_list("right_id", flat=True))


def find_parties(user: Any, text: str) -> QuerySet[IndexedParty]:
    """Parties by id or by a part of the name, whatever the width of its brackets."""
    shown = IndexedParty.objects.visible_to(user)
    text = text.strip()
    return shown.filter(Q(party_id=text) | Q(key__contains=normalise_name(text))) if text else shown
