"""Checks of evidence that was kept and of exhibitions; each finding names what it rests on."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from string import hexdigits
from typing import Any

from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.registers.rows import Finding, cells_of

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


_MOMENT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}(:\d{2})?")


PRIMA_FACIE = {"commerce": "电子商务法第42条", "content": "信息网络传播权保护条例第14条"}
"""By the rule that a platform is under: a notice holds evidence that the right is infringed."""


MOST_SIGNS = 5
"""Strange signs of a hash that are named."""


THREE_DAYS = 3


EXHIBITIONS = (
    Cited(date(2006, 3, 1), "展会知识产权保护办法第6条"),
    Cited(date(2022, 7, 20), "展会知识产权保护办法第6条；展会知识产权保护指引（2022年）"),
)
"""From which first day of an exhibition, what it is held to."""


def evidence_kept(values: Mapping[str, Any]) -> list[Finding]:
    """Pieces of evidence without a whole SHA-256 or a moment, the same piece twice, and a notice without any evidence."""
    basis = PRIMA_FACIE[values["law"]]
    pieces = cells_of(values.get("evidence") or "")
    if not pieces:
        return [Finding("evidence_kept", "通知了平台，没有记证据", basis)] if values.get("noticed_on") else []
    found, seen = [], set()
    for name, digest, moment, _ in pieces:
        if not _SHA256.fullmatch(digest):
            found.append(Finding("evidence_kept", f"“{name}”的 SHA-256 {_wrong_digest(digest)}", basis))
        elif digest.lower() in seen:
            found.append(Finding("evidence_kept", f"“{name}”与另一件的 SHA-256 相同，是同一个文件", grave=False))
        seen.add(digest.lower())
        if not _is_moment(moment):
            words = f"“{name}”的取证时间“{moment}”读不出，应为 2020-11-02 10:15 这样的日期和时间"
            found.append(Finding("evidence_kept", words, basis))
    return found


def _is_moment(text: str) -> bool:
    """Whether it is a day of the calendar and a time of the day."""
    if not _MOMENT.fullmatch(text):
        return False
    day, clock = re.split("[ T]", text)
    try:
        datetime(*map(int, (*day.split("-"), *clock.split(":"))))  # type: ignore[arg-type]
    except ValueError:
        return False
    return True


def _wrong_digest(digest: str) -> str:
    """What is wrong with a text that is no SHA-256: signs that are none of its digits, or their number."""
    strange = dict.fromkeys(sign for sign in digest if sign not in hexdigits)
    if strange:
        told = "".join(f"“{sign}”" for sign in list(strange)[:MOST_SIGNS])
        return f"里的{told}不是十六进制数字，应为 64 位 0-9 和 a-f"
    return f"有 {len(digest)} 位，应为 64 位十六进制数字"


def exhibition_terms(values: Mapping[str, Any]) -> list[Finding]:
    """An exhibition of three days or more without a place for complaints, with nobody named to turn to, and complaints that were
    neither handled nor passed on."""
    begins, ends = date.fromisoformat(values["begins"]), date.fromisoformat(values["ends"])
    known = begins >= EXHIBITIONS[0].effective
    basis, days, found = cited(EXHIBITIONS, begins), (ends - begins).days + 1, []
    if days >= THREE_DAYS and values.get("point") == "no" and known:
        words = f"展期 {days} 天，没有设投诉机构；展会管理部门认为有必要的，应当设立"
        found.append(Finding("exhibition_terms", words, basis, grave=False))
    if values.get("point") == "no" and values.get("shown") == "no" and known:
        words = "没有设投诉机构，也没有公示主管部门的联系人和联系方式"
        found.append(Finding("exhibition_terms", words, basis))
    settled = (values.get("handled") or 0) + (values.get("transferred") or 0)
    complaints = values.get("complaints")
    if complaints is not None and settled != complaints:
        words = f"收到投诉 {complaints} 件，当场处理和移交合计 {settled} 件"
        found.append(Finding("exhibition_terms", words))
    return found
