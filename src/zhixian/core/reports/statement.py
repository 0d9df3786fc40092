"""A statement of whose rights a party's are (权利情况说明), as plain data: for titles (职称), projects, tenders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhixian.core.analysis.finding import Party
from zhixian.core.registry.kind_words import PARTY_KIND_WORDS, RIGHT_KIND_WORDS
from zhixian.core.scorecards.honours import Honour

NO_INVENTORS = (
    "登记数据记的是权利人，没有发明人、设计人。说明里的权利只证明权利人是谁；"
    "要证明本人是发明人、设计人的，请另附专利证书上发明人一页，由所在单位核对"
)
_USED = {"licensed": "许可", "pledged": "质押"}


@dataclass(frozen=True, slots=True)
class Line:
    """One right: its particulars in words."""

    kind: str
    number: str
    title: str
    filed: date | None
    registered: date | None
    used: str
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The whole statement; `held` are in force on the day, `ended` were the party's and are no more."""

    holder: str
    kind: str
    as_of: date
    held: tuple[Line, ...]
    ended: tuple[Line, ...]
    honours: tuple[str, ...]
    snapshot: str
    unit: str
    label: str = ""


def statement_of(
    party: Party,
    rights: Sequence[Mapping[str, Any]],
    honours: Sequence[Honour],
    *,
    as_of: date,
    snapshot: str,
    unit: str,
    label: str = "",
) -> Statement:
    """The statement of one party by its rights (see `registry.particulars.rights_of_party`) and honours on the day."""
    return Statement(
        holder=party.name,
        kind=PARTY_KIND_WORDS.get(party.kind or "", ""),
        as_of=as_of,
        held=tuple(_line(right) for right in rights if right["in_force"]),
        ended=tuple(_line(right) for right in rights if not right["in_force"]),
        honours=tuple(
            f"{one.name}（{one.awarded or '日期不详'}{'，' + one.document if one.document else ''}）" for one in honours
        ),
        snapshot=snapshot,
        unit=unit,
        label=label,
    )


def _line(right: Mapping[str, Any]) -> Line:
    used = "；".join(f"{event['day']} {_USED[event['event']]}" for event in right["used"] or ())
    kind = RIGHT_KIND_WORDS.get(right["kind"], right["kind"]) + ("（地理标志）" if right["gi"] else "")
    return Line(
        kind,
        right["number"] or right["right_id"],
        right["title"] or "",
        right["filed"],
        right["registered"],
        used,
        right["ended"],
    )
