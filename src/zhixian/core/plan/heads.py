"""Proves the head of a plan against its text: title, issuer, number and place stand there, and the horizon lies ahead."""

import re
from datetime import date
from functools import cached_property

from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.draft_outline import own_title
from zhixian.core.plan.quotes import Quotable
from zhixian.core.plan.reader.front import Front, read_front
from zhixian.core.plan.reader.page import Page, even

_NAMES = {"title": "标题", "issuer": "印发机关", "number": "文号", "place": "地名"}
_YEARLY = re.compile(r"每年|年度|自然年|当年|[/／]年|一年内|年内")
_OVER_ALL_YEARS = re.compile(r"累计|历年|一次性")


class Head:
    """What the text says of itself, as far as it is printed or can be read."""

    def __init__(self, words: Quotable) -> None:
        self._words = words

    @cached_property
    def _dense(self) -> str:
        return "".join(even(self._words.text).split())

    @cached_property
    def _front(self) -> Front:
        return read_front(Page(self._words.text))

    def prove(self, node: Node) -> None:
        """Title, issuer, number and place stand in the text; what stands elsewhere says why with `derived`."""
        front = self._front
        read = {"title": own_title(front.title), "issuer": front.issuer, "number": front.number, "place": None}
        for key, name in _NAMES.items():
            said = node.content.get(key)
            if isinstance(said, str) and said.strip() and said != read[key] and not self._stands(said):
                expected = f"原文的{name}" + (f"“{read[key]}”" if read[key] else "，逐字照抄")
                node.fault(key, f"“{said}”不在 text.txt 里", f"{expected}；原文没有印的，写 derived：理由")

    def _stands(self, words: str) -> bool:
        """Whether words stand in the text; offices that sign together stand there one by one."""
        return all("".join(even(part).split()) in self._dense for part in words.split("、"))

    def prove_title(self, node: Node, title: str) -> None:
        """The title of a clause is words of the text."""
        if title and not self._words.find(title):
            near = self._words.nearest(title)
            node.fault("title", f"“{title}”不在 text.txt 里", f"逐字引用原文，最接近的是“{near}”")


def prove_horizon(node: Node, horizon: date, issued: date) -> None:
    """A plan does not end before it was issued; blanks are told elsewhere."""
    if date.min not in (horizon, issued) and horizon < issued:
        node.fault("horizon", f"{horizon} 早于印发日期 {issued}", "方案到哪一天为止，在印发之后")


def scope_said(quote: str) -> str | None:
    """year or ever where the words of a cap say 每年 or 累计; None where they say neither, or both."""
    yearly, over_all = bool(_YEARLY.search(quote)), bool(_OVER_ALL_YEARS.search(quote))
    return None if yearly == over_all else "year" if yearly else "ever"


def prove_scope(node: Node, per: str | None, quote: str) -> None:
    """The scope of a cap is the one its quote names."""
    said = scope_said(quote)
    if per and said and per != said:
        words = _YEARLY.search(quote) or _OVER_ALL_YEARS.search(quote)
        node.fault(
            "per", f"“{per}”，引文写的是“{words[0] if words else ''}”", f"{said}；由别处推算出来的，写 derived：理由"
        )
