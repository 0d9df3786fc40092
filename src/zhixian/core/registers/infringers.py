"""Who is one infringer among cases: by credit code, else by name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from zhixian.core.kernel.folding import folded


def one_infringer(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[int]]]:
    """(credit code, "" where none is known; the places of its cases among the rows) of each infringer.

    Cases of one credit code are of one infringer; one without a code belongs to whoever has its name, to each where several codes
    do. People (某) are told by their surname alone and are not joined: they are nobody's.
    """
    by_code: dict[str, list[int]] = defaultdict(list)
    bare: dict[str, list[int]] = defaultdict(list)
    for place, values in enumerate(rows):
        if "某" not in values["infringer"]:
            code = values.get("infringer_code")
            (by_code[code] if code else bare[folded(values["infringer"])]).append(place)
    found, named = [], set()
    for code, own in by_code.items():
        names = {folded(rows[place]["infringer"]) for place in own}
        named |= names
        found.append((code, [*own, *(place for name in sorted(names) for place in bare.get(name, ()))]))
    return found + [("", own) for name, own in bare.items() if name not in named]
