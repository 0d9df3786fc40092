"""What people call a clause."""

import re

from zhixian.core.kernel.numerals import numeral


def clause_name(clause: str) -> str:
    """ "18" → 第18条, "S2" → 保障措施（二）, "goal" → 主要目标; any other id as it stands."""
    if clause == "goal":
        return "主要目标"
    if is_safeguard(clause):
        return f"保障措施（{numeral(int(clause[1:]))}）"
    return f"第{clause}条" if clause.isdigit() else clause


def is_safeguard(clause: str) -> bool:
    """Whether it is one of the safeguards ("S2") rather than a numbered task."""
    return re.fullmatch(r"S[0-9]{1,2}", clause) is not None
