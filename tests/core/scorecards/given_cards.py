"""A small registry for scorecards: two companies, a state one, a person, and what they hold."""

from fractions import Fraction

from registries import write_registry
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.scorecards.model import Item, Kept, Scorecard

PLACE = "350823"
CODE = "91350823MA2XYZ1234"


def registry(folder, **more):
    parties = [
        {"party_id": CODE, "name": "甲（上）公司", "kind": "enterprise", "region": PLACE},
        {"party_id": "p2", "name": "乙公司", "kind": "enterprise", "region": PLACE},
        {"party_id": "p3", "name": "外地公司", "kind": "enterprise", "region": "350800"},
    ]
    rights = [right(f"i{n}", "invention", holder) for n, holder in enumerate([CODE, CODE, "p2"])]
    rights += [right("u1", "utility_model", CODE)]
    spans = [span(one["right_id"], one["kind"], one["holder"]) for one in rights]
    tables = {"parties": parties, "rights": rights, "spans": spans, **more}
    return Snapshot("small", write_registry(folder, **tables).folder, {})


def right(right_id, kind, holder, **more):
    return {"right_id": right_id, "kind": kind, "gi": False, "number": right_id, "title": "一种装置", "filed": "2017-01-01",
            "registered": "2018-03-01", "expires": "2037-01-01", "holder": holder, "region": PLACE, **more}  # fmt: skip


def span(right_id, kind, holder, start="2018-03-01", end=None):
    return {"right_id": right_id, "kind": kind, "gi": False, "holder": holder, "holder_kind": "enterprise", "region": PLACE,
            "start": start, "end": end}  # fmt: skip


def item(name="inventions", full=10, **more):
    scale = {} if "steps" in more else {"each": Fraction(1), "points": Fraction(2)}
    look = {} if more.keys() & {"counted", "honours", "indicator"} else {"indicator": name}
    return Item(name, name, Fraction(full), **{**scale, **look, **more})


def kept(*items, members=None, kinds=("enterprise",), **more):
    card = Scorecard("card", "一张表", "", "groups" if members else "parties", items, ("自定",), members)
    return Kept(card, ("3",), ("unit",), kinds=() if members else kinds, **more)
