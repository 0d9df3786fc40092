"""What is checked in one row of a canonical table: each fault is a condition in SQL over the row, with its reason.

In a condition `"name"` is the cell as text without white space around it (null when empty), `t_name` its typed value.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from zhixian.core.kernel.money import LARGEST_FEN
from zhixian.core.registry.encodings import BROKEN, LOST
from zhixian.core.registry.kind_words import PROJECT_KIND_WORDS
from zhixian.core.registry.numbers.patents import DIGITS_LOST, WITHOUT_DIGITS, YEARS_FILED_AFTER
from zhixian.core.registry.tables import MARK_KINDS, PATENT_KINDS, TABLES, Column, Table

LONGEST_TEXT = 32_767
"""Bytes; also what a spreadsheet cell holds."""
TAKEN_ANYWAY = "（已照收，请核对）"


def unlisted(words: Iterable[str]) -> str:
    """Why a kind of project that no rule of money knows is remarked; such a row is taken, for a county has other projects too."""
    return f"不是{'、'.join(words)}中的一种，奖补认不出它{TAKEN_ANYWAY}"


@dataclass(frozen=True, slots=True)
class Fault:
    """`column` is what the report names; a row with a `refused` fault is kept for correction, else it is a remark."""

    column: str
    condition: str
    reason: str
    refused: bool = True


def typed(column: Column) -> str:
    """SQL of the typed value of a cell; null when the text is none of its type."""
    raw = f'"{column.name}"'
    match column.kind:
        case "day":
            return f"CASE WHEN CAST(TRY_CAST({raw} AS DATE) AS VARCHAR) = {raw} THEN TRY_CAST({raw} AS DATE) END"
        case "fen" | "integer":
            return f"CASE WHEN CAST(TRY_CAST({raw} AS BIGINT) AS VARCHAR) = {raw} THEN TRY_CAST({raw} AS BIGINT) END"
        case "decimal":
            return (
                f"CASE WHEN regexp_full_match({raw}, '-?[0-9]{{1,6}}([.][0-9]{{1,6}}0*)?') "
                f"THEN TRY_CAST({raw} AS DECIMAL(12, 6)) END"
            )
        case "flag":
            return (
                f"CASE WHEN lower({raw}) IN ('true', '1') THEN true WHEN lower({raw}) IN ('false', '0') THEN false END"
            )
        case "region":
            return f"CASE WHEN regexp_full_match({raw}, '[0-9]{{6}}') THEN {raw} END"
        case "word":
            words = ", ".join(f"'{word}'" for word in column.words)
            return f"CASE WHEN {raw} IN ({words}) THEN {raw} END"
        case _:
            return raw


_NOT_OF_TYPE = {
    "day": "不是日期，应写成 2017-03-02 这样",
    "fen": "不是整数，金额以分为单位",
    "integer": "不是整数",
    "decimal": "不是数，应写成 4.35 这样",
    "flag": "应为 true 或 false",
    "region": "不是六位行政区划代码",
}


def faults(
    table: Table, columns: tuple[str, ...], required: tuple[str, ...], *, has_nul: bool, has_lost: bool = False
) -> list[Fault]:
    """All faults a row of the table can have, given the columns the file has and those it must fill."""
    found = []
    for column in table.columns:
        if column.name not in columns:
            continue
        raw = f'"{column.name}"'
        if column.name in required:
            found.append(Fault(column.name, f"{raw} IS NULL", "不能为空"))
        found.append(Fault(column.name, f"strlen({raw}) > {LONGEST_TEXT}", f"单元格超过 {LONGEST_TEXT} 字节"))
        if has_nul:
            found.append(Fault(column.name, f"contains({raw}, chr(0))", "含有空字符（NUL），文件可能损坏"))
        if has_lost:
            found.append(Fault(column.name, f"contains({raw}, '{LOST}')", BROKEN))
        if column.kind not in ("id", "text"):
            reason = _NOT_OF_TYPE.get(column.kind) or f"不在可用的值里：{'、'.join(column.words)}"
            found.append(Fault(column.name, f"{raw} IS NOT NULL AND t_{column.name} IS NULL", reason))
    return found + _OF_ROW[table.name]


_MARKS = ", ".join(f"'{kind}'" for kind in MARK_KINDS)
_PATENTS = ", ".join(f"'{kind}'" for kind in PATENT_KINDS)
_FILED_TOO_LATE = (
    f"t_kind IN ({_PATENTS}) AND strlen(_number) = {len('CN201410408762.5')} "
    f"AND year(t_filed) > TRY_CAST(substr(_number, 3, 4) AS INTEGER) + {YEARS_FILED_AFTER}"
)
ORDINARY_GI = f"地理标志只能注册为集体商标（collective_mark）或证明商标（certification_mark），这一行是普通商标（trademark）{TAKEN_ANYWAY}"
"""商标法实施条例 art. 4. The target counts it, as its definition asks for `gi` alone; the reward asks for the kind too and is not paid."""
_PROJECTS = ", ".join(f"'{kind}'" for kind in PROJECT_KIND_WORDS)
_OF_ROW: dict[str, list[Fault]] = {name: [] for name in TABLES} | {
    "rights": [
        Fault("expires", "t_expires < t_registered", "早于授权/注册日"),
        Fault("registered", "t_registered < t_filed", f"早于申请日{TAKEN_ANYWAY}", refused=False),
        Fault(
            "gi",
            f"t_gi AND t_kind NOT IN ({_MARKS})",
            f"该类权利不是商标，不应标为地理标志{TAKEN_ANYWAY}",
            refused=False,
        ),
        Fault("filed", _FILED_TOO_LATE, f"晚于申请号里的年份{TAKEN_ANYWAY}", refused=False),
        Fault("number", f"""regexp_full_match("number", '{DIGITS_LOST}')""", WITHOUT_DIGITS),
        Fault("number", "_number_problem IS NOT NULL", "", refused=False),
    ],
    "events": [
        Fault("effective", '"effective" IS NULL AND "gazetted" IS NULL', "生效日和公告日至少要有一个"),
        Fault(
            "until",
            "t_event <> 'renewed' AND t_until < coalesce(t_effective, t_gazetted)",
            f"早于事件日{TAKEN_ANYWAY}",
            refused=False,
        ),
        Fault(
            "party",
            """t_event = 'transferred' AND "party" IS NULL""",
            "没有写受让人，权利人和地区照旧（请核对）",
            refused=False,
        ),
    ],
    "pledges": [Fault("released", "t_released < t_registered", "早于质押登记日")],
    "honours": [
        Fault("party", '"party" IS NULL AND "right" IS NULL', "主体和权利至少要有一个"),
        Fault("until", "t_until < t_awarded", "早于授予日"),
    ],
    "loans": [
        Fault("principal", "t_principal <= 0", "本金应大于 0"),
        Fault("principal", f"t_principal > {LARGEST_FEN}", "本金超过 10 万亿元，单位应为分"),
        Fault("due", "t_due < t_drawn", "早于放款日"),
        Fault("repaid", "t_repaid < t_drawn", "早于放款日"),
        Fault("annual_rate", "t_annual_rate < 0 OR t_annual_rate > 100", "应在 0 到 100 之间（%）"),
    ],
    "projects": [
        Fault("kind", f"t_kind NOT IN ({_PROJECTS})", unlisted(PROJECT_KIND_WORDS), refused=False),
        Fault("cost", "t_cost < 0", "费用不能为负"),
        Fault("cost", f"t_cost > {LARGEST_FEN}", "费用超过 10 万亿元，单位应为分"),
    ],
    "population": [
        Fault("residents", "t_residents <= 0", "人口应大于 0"),
        Fault("year", "t_year NOT BETWEEN 1900 AND 2200", "不是年份"),
    ],
}
