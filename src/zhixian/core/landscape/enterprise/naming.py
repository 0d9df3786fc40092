"""Which parties of a topic an enterprise is, by the name that somebody wrote."""

import ibis

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.asking import Asking, Enterprise, choice, chosen, table
from zhixian.core.topics.names import core_of, normal_form

_MOST = 8
"""Names that are offered where the one asked for is not there."""


def enterprise_named(asking: Asking, name: str) -> Enterprise:
    """The enterprise of that name, in any width, brackets or case, with all spellings that are joined with it.

    Raises Refusal where no applicant or holder of the topic bears the name; names that come close are offered, never taken.
    """
    key = normal_form(name)
    rows = asking.rows(_called, chosen=choice([key])) if key else []
    if rows:
        called = max(rows, key=lambda row: (int(row["records"]), row["party"]))["party_name"]
        return Enterprise(called, tuple(sorted(row["party"] for row in rows)))
    near = _near(asking, key)
    offered = f"；写法相近的有：{'、'.join(near)}" if near else ""
    raise Refusal(
        f"专题库里没有叫“{name.strip()}”的申请人或权利人", where="企业", expected=f"申请人或权利人的全称{offered}"
    )


def _called() -> ibis.Table:
    """The parties of which some spelling is the one asked for, or that are called by it."""
    rows = _named()
    found = rows.filter(chosen(rows.key) | chosen(rows.party)).select("party").distinct()
    rows = rows.semi_join(found, "party")
    return rows.group_by("party").agg(party_name=rows.party_name.min(), records=rows.count())


def _named() -> ibis.Table:
    rows = table("parties")
    return rows.filter(rows.role != "inventor")


def _names() -> ibis.Table:
    rows = _named()
    counted = rows.group_by("party").agg(party_name=rows.party_name.min(), records=rows.count())
    return counted.order_by(ibis.desc("records"), "party")


def _near(asking: Asking, key: str) -> list[str]:
    """Names that hold the core of a name, or whose core it holds, the most frequent first."""
    core = core_of(key)
    if len(core) < 2:
        return []
    found = []
    for row in asking.rows(_names):
        own = core_of(row["party"])
        if core in own or (len(own) > 1 and own in core):
            found.append(row["party_name"])
    return found[:_MOST]
