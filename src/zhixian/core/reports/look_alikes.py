"""Look-alike marks as a person reads them on a terminal, and the rule in words."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from zhixian.core.look_alike.rule import GOODS, LEVELS
from zhixian.core.look_alike.signs import NO_WORDS, Sign
from zhixian.core.look_alike.watching import LookAlike
from zhixian.core.reports.screen import Column, Rows
from zhixian.core.reports.text import clean, labelled

STATES = {"in_force": "已注册", "pending": "申请中"}


def hits_table(sign: Sign, hits: Sequence[LookAlike], *, limit: int, labels: Sequence[str]) -> RenderableType:
    """The marks that come close to a sign, with why and on what that stands."""
    shown = f"，下面是前 {limit} 件" if len(hits) > limit else ""
    number = f"（{sign.number}）" if sign.number else ""
    about = f"与“{clean(sign.name)}”{number}相近的商标 {len(hits):,} 件{shown}{labelled(labels)}"
    if not sign.whole:
        return Text(f"“{clean(sign.name)}”{number}{NO_WORDS}{labelled(labels)}", style="bold")
    if not hits:
        return Text(about, style="bold")
    columns = [
        Column("强弱"),
        Column("商标"),
        Column("号码"),
        Column("权利人", wraps=True),
        Column("类别"),
        Column("状态"),
        Column("理由", wraps=True),
    ]
    rows = [
        [
            LEVELS[hit.level],
            clean(hit.mark.title),
            hit.mark.number,
            clean(hit.mark.holder_name),
            f"{'、'.join(hit.mark.classes) or '—'} {GOODS[hit.goods]}",
            state_words(hit),
            clean("；".join(f"{reason.name}：{reason.words}〔{reason.basis}〕" for reason in hit.reasons)),
        ]
        for hit in hits[:limit]
    ]
    return Rows(about, columns, rows, least=110)


def state_words(hit: LookAlike) -> str:
    """How a mark stands, since when, and until when something can be asked for against it."""
    since = f" {hit.mark.seen}" if hit.mark.seen else ""
    return f"{STATES[hit.mark.state]}{since}"
