"""Checks of who came to a course, and of the certificates given for it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.kernel.folding import in_step
from zhixian.core.registers.rights import parts_of
from zhixian.core.registers.rows import Finding

CHECK = "course_attendance"
_RANGE = re.compile(r"(.*?)(\d+)\s*[至到~～—]+\s*(\D*(?:\d+\D+)*)(\d+)")
MOST = 500
"""Certificates of one range; more are no range."""


def course_attendance(
    row: Mapping[str, Any], course: Mapping[str, Any] | None, others: Sequence[Mapping[str, Any]], *, as_of: date
) -> list[Finding]:
    """Whether somebody asked before the course was held, came to one that was, passed one that says its hours, and has certificates that
    nobody else has. `others` are the other rows of the register; whose they are is told to the register's units alone."""
    found = []
    if course is not None:
        found = [Finding(CHECK, words) for words in _against(row, course, as_of)]
    mine = certificates_of(row.get("certificates") or "")
    for other in others if mine else ():
        twice = [one for one in certificates_of(other.get("certificates") or "") if one in mine]
        if twice:
            words = f"证书编号 {twice[0]} 已经发给别的单位"
            found.append(Finding(CHECK, words, inside=f"{words}：{other['party']}，{other['course']}"))
    return found


def _against(row: Mapping[str, Any], course: Mapping[str, Any], as_of: date) -> list[str]:
    held, words = course["held_on"], []
    if row["asked_on"] > held and not course.get("until"):
        words.append(f"{row['asked_on']} 报名，活动 {held} 已经举办")
    if row.get("came") is not None and held > as_of.isoformat():
        words.append(f"活动 {held} 才举办，已经写了实到 {row['came']} 人")
    if row.get("passed") and course.get("hours") in (None, ""):
        words.append(f"写了 {row['passed']} 人结业，活动没有写学时")
    return words


def certificates_of(text: str) -> list[str]:
    """Each number in one spelling; 3-1 至 3-4 is four of them."""
    found: list[str] = []
    for part in parts_of(text):
        ends = _RANGE.fullmatch(part)
        first, last = (int(ends[2]), int(ends[4])) if ends else (1, 0)
        if ends and first <= last < first + MOST:
            found += [_spelling(f"{ends[1]}{number}") for number in range(first, last + 1)]
        else:
            found.append(_spelling(part))
    return found


def _spelling(text: str) -> str:
    """In one width and case, without blanks; 3-1 is not 31."""
    return "".join(in_step(text).split())
