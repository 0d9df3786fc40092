"""Exchanging the site's key: a new one comes into use, and everything that is sealed is sealed with it."""

import os
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.refusal import Refusal
from zhixian.site.environment import KEY_FILE, lines_of_keys
from zhixian.web.accounts import second_factor
from zhixian.web.kit import record
from zhixian.web.kit.models import Lease
from zhixian.web.kit.runner import LEASE
from zhixian.web.kit.sealed import as_stored, is_seal, sealed_columns
from zhixian.web.kit.site_key import is_sealed, name_of_key, new_key, ring, sealed_by

_TOGETHER = 500


def rotate() -> int:
    """Take a new key into use and seal everything anew; how many values. The site stands still meanwhile: a process that knows
    the old key alone could not read what the new one sealed. Raises Refusal while the site's worker is heard of."""
    refuse_while_running()
    if os.environ.get("ZHIXIAN_SECRET_KEY"):
        raise Refusal(
            "密钥在环境变量里，程序改不了",
            where="ZHIXIAN_SECRET_KEY",
            expected="把新的写在第一行、原来的留在下面一行，再运行 zhixian key reseal",
        )
    keys = [new_key(), *ring()]
    path = Path(settings.DATA) / KEY_FILE
    write_whole(path, lambda draft: _write(draft, keys), durable=True, mode=0o600)
    settings.SECRET_KEY, *settings.EARLIER_KEYS = lines_of_keys(path.read_text())
    return reseal()


def _write(draft: Path, keys: list[str]) -> None:
    draft.write_text("\n".join(keys))


def refuse_while_running() -> None:
    """Raises Refusal while a worker of the site is heard of."""
    if Lease.objects.filter(pk=LEASE, until__gt=timezone.now()).exists():
        raise Refusal("网站还在运行", where=str(settings.DATA), expected="先停下网站和后台作业，换好密钥再启动")


def reseal() -> int:
    """Seal everything anew with the key in use; how many values. May be run again: what is sealed with it already is left."""
    refuse_while_running()
    count = sum(_reseal_column(model, field) for model, field in sealed_columns())
    with transaction.atomic():
        count += second_factor.reseal()
        record.write("site_key_in_use", f"site.key:{name_of_key(ring()[0])}", by=None, resealed=count)
    return count


def _reseal_column(model: type[models.Model], field: models.Field) -> int:
    rows, name, count = model._base_manager, field.name, 0  # noqa: SLF001 -- without the managers' filters
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _TOGETHER):
        some = rows.filter(pk__in=keys[start : start + _TOGETHER])
        with transaction.atomic():
            with as_stored():
                old = {pk for pk, kept in some.values_list("pk", name) if _is_old(kept)}
            for row in some.filter(pk__in=old):
                row.save(update_fields=[name])
            count += len(old)
    return count


def _seals(kept: object) -> list[str]:
    if isinstance(kept, dict):
        return [value["sealed"] for value in kept.values() if is_seal(value)]
    return [kept] if isinstance(kept, str) and is_sealed(kept) else []


def _is_old(kept: object) -> bool:
    """Whether anything in it is sealed with another key than that in use, or a text lies in the clear."""
    if isinstance(kept, str) and kept and not is_sealed(kept):
        return True
    return any(sealed_by(seal)[1] != name_of_key(ring()[0]) for seal in _seals(kept))


def told() -> list[tuple[str, bool, dict[str, int]]]:
    """Each key by its name, the one in use first: whether it is, and how many values each algorithm sealed with it."""
    found: dict[str, Counter[str]] = {name_of_key(key): Counter() for key in ring()}
    for model, field in sealed_columns():
        with as_stored():
            for kept in model._base_manager.values_list(field.name, flat=True).iterator():  # noqa: SLF001
                for seal in _seals(kept):
                    algorithm, name = sealed_by(seal)
                    found.setdefault(name, Counter())[algorithm] += 1
    return [(name, name == name_of_key(ring()[0]), dict(counts)) for name, counts in found.items()]
