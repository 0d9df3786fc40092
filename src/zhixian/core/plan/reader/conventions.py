"""Finds what a document declares once for all its notes: who leads, and which units every later task inherits."""

import re
from dataclasses import dataclass

_FIRST = re.compile(
    r"(?:第一位|首位|第一个|首个|第一|最前|之首|排首|居首|打头)[^。；]{0,14}(?:为|是|系|即|负责)[^。；，]{0,6}(?:牵头|总牵头)"
    r"|(?:牵头)(?:单位|部门)?[^。；，]{0,6}(?:为|是|列|排)[^。；，]{0,8}(?:第一位|首位|第一个|首个|最前)"
)
_COMMA = re.compile(r"第一个(?:逗号|“，”|，)[^。；]{0,4}(?:前|之前|以前)[^。；]{0,10}牵头")
_MARK = re.compile(
    r"(?:带|标|加|注|画|打)[^。；，]{0,6}(?:[*★▲△☆●※◆]|星号)[^。；，]{0,6}(?:的|者|号)?[^。；，]{0,10}(?:为|是|系)[^。；，]{0,6}牵头"
    r"|[*★▲△☆●※◆][^。；，]{0,4}(?:为|是|表示|代表)[^。；，]{0,6}牵头"
)
_BOLD = re.compile(r"(?:加粗|黑体|下划线)[^。；，]{0,8}(?:为|是)[^。；，]{0,6}牵头")
_INHERITED = re.compile(
    r"(?:不再|不另|不)(?:一一|逐一|逐项|逐条|逐个|重复|另行|分别|单独|再|做|作)*(?:列出|列明|列示|列举|列入|标注|标明|注明|写明|列支|列|赘述|说明)"
)


@dataclass(frozen=True, slots=True)
class LeadRule:
    """How the document marks the lead: `how` is first, comma, mark or bold; `sign` is the mark, if it is printed."""

    how: str
    sign: str = ""


def lead_rule(dense: str) -> LeadRule | None:
    """The convention the document declares, or None; wherever it stands, it holds for the whole document."""
    for how, pattern in (("comma", _COMMA), ("mark", _MARK), ("bold", _BOLD), ("first", _FIRST)):
        match = pattern.search(dense)
        if match:
            sign = re.search(r"[*★▲△☆●※◆]", match[0]) if how == "mark" else None
            return LeadRule(how, sign[0] if sign else "*" if how == "mark" else "")
    return None


def inherited_in(dense: str) -> tuple[int, int] | None:
    """Span of the sentence that gives every later (or every) task further units: 以下均涉及各县区、功能区，不再重复列出."""
    for match in _INHERITED.finditer(dense):
        start = _opening(dense, match.start())
        opening = dense[start + 1 : match.start()]
        if not re.search(r"单位|部门|政府|委|局|县|区|镇|街道|乡|市|任务|责任", opening):
            continue
        begin = re.search(r"以下|以上|上述|各项|所有|全部|后续|其余|其他", opening)
        if begin:
            return start + 1 + begin.start(), match.end()
        if "均" in opening:
            return start + 1 + opening.rfind("，", 0, opening.index("均")) + 1, match.end()
    return None


def _opening(dense: str, place: int) -> int:
    """Where the sentence before a place opens: behind its last 。；, line or a bracket that is still open there."""
    closed = 0
    for at in range(place - 1, max(-1, place - 300), -1):
        if dense[at] in ")〕]】":
            closed += 1
        elif dense[at] in "(〔[【":
            if not closed:
                return at
            closed -= 1
        elif dense[at] in "。；\n" and not closed:
            return at
    return max(-1, place - 300)
