"""The data contract: the canonical tables, their columns, types and closed vocabularies.

Each table is `<name>.csv` (UTF-8) or `<name>.parquet` in a folder. Days are ISO, money is integer fen, empty is unknown.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "text", "day", "fen", "integer", "decimal", "flag", "region", "word"]

PARTY_KINDS = (
    "enterprise", "soe", "cooperative", "farm", "university", "institute", "government", "association", "individual", "foreign",
)  # fmt: skip
RIGHT_KINDS = (
    "invention", "utility_model", "design", "trademark", "collective_mark", "certification_mark", "gi_product",
    "copyright_work", "software", "plant_variety", "layout_design",
)  # fmt: skip
EVENTS = (
    "granted", "lapsed", "restored", "expired", "surrendered", "invalidated", "partly_invalidated", "cancelled", "renewed",
    "transferred", "renamed", "licensed", "licence_ended", "pledged", "pledge_changed", "pledge_released", "preserved",
    "preservation_ended", "other",
)  # fmt: skip
"""In the order in which events of one day apply."""
CLOSING_EVENTS = ("lapsed", "expired", "surrendered", "invalidated", "cancelled")
PATENT_KINDS = ("invention", "utility_model", "design")
MARK_KINDS = ("trademark", "collective_mark", "certification_mark")
COPYRIGHT_KINDS = ("copyright_work", "software")
GI_MARK_KINDS = ("collective_mark", "certification_mark")
PLEDGEABLE_KINDS = PATENT_KINDS + MARK_KINDS
ENTERPRISE_KINDS = ("enterprise", "soe", "cooperative", "farm")
"""“Enterprise” in all incentive rules."""


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` decides the Arrow type and the check; `words` is the closed vocabulary of a word column."""

    name: str
    kind: Kind
    zh: str
    required: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`key` identifies a row: a second row with the same key is a repeat (same content) or a conflict."""

    name: str
    zh: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the order of the contract."""
        return tuple(column.name for column in self.columns)


PARTIES = Table("parties", "主体", ("party_id",), (
    Column("party_id", "id", "主体编号", required=True),
    Column("name", "text", "名称", required=True),
    Column("kind", "word", "主体类型", words=PARTY_KINDS),
    Column("region", "region", "行政区划代码"),
    Column("industry", "text", "国民经济行业代码"),
    Column("founded", "day", "成立日期"),
))  # fmt: skip
RIGHTS = Table("rights", "权利", ("right_id",), (
    Column("right_id", "id", "权利编号", required=True),
    Column("kind", "word", "权利类型", required=True, words=RIGHT_KINDS),
    Column("gi", "flag", "是否地理标志"),
    Column("number", "text", "申请号/注册号"),
    Column("title", "text", "名称"),
    Column("classes", "text", "分类号"),
    Column("filed", "day", "申请日"),
    Column("registered", "day", "授权/注册日"),
    Column("expires", "day", "届满日"),
    Column("holder", "id", "第一权利人"),
    Column("region", "region", "第一权利人申请时所在地"),
))  # fmt: skip
EVENTS_TABLE = Table("events", "法律事件", (), (
    Column("right_id", "id", "权利编号", required=True),
    Column("event", "word", "事件", required=True, words=EVENTS),
    Column("effective", "day", "生效日"),
    Column("gazetted", "day", "公告日"),
    Column("party", "id", "相关主体"),
    Column("until", "day", "至"),
    Column("national_code", "text", "国别事件代码"),
    Column("note", "text", "说明"),
))  # fmt: skip
LOANS = Table("loans", "贷款", ("loan_id",), (
    Column("loan_id", "id", "贷款编号", required=True),
    Column("borrower", "id", "借款人", required=True),
    Column("lender", "text", "贷款人"),
    Column("principal", "fen", "本金（分）", required=True),
    Column("drawn", "day", "放款日", required=True),
    Column("due", "day", "到期日", required=True),
    Column("repaid", "day", "还清日"),
    Column("annual_rate", "decimal", "年利率（%）"),
))  # fmt: skip
PLEDGES = Table("pledges", "质押", ("loan_id", "right_id"), (
    Column("loan_id", "id", "贷款编号", required=True),
    Column("right_id", "id", "权利编号", required=True),
    Column("registered", "day", "登记日"),
    Column("released", "day", "解除日"),
))  # fmt: skip
PROJECTS = Table("projects", "项目", ("project_id",), (
    Column("project_id", "id", "项目编号", required=True),
    Column("kind", "text", "项目类型", required=True),
    Column("party", "id", "实施主体", required=True),
    Column("cost", "fen", "费用（分）"),
    Column("completed", "day", "完成日"),
))  # fmt: skip
HONOURS = Table("honours", "荣誉", ("party", "right", "honour", "awarded"), (
    Column("party", "id", "主体编号"),
    Column("right", "id", "权利编号"),
    Column("honour", "text", "荣誉", required=True),
    Column("awarded", "day", "授予日"),
    Column("until", "day", "有效期至"),
    Column("document", "text", "文号"),
))  # fmt: skip
POPULATION = Table("population", "人口", ("region", "year"), (
    Column("region", "region", "行政区划代码", required=True),
    Column("year", "integer", "年份", required=True),
    Column("residents", "integer", "年末常住人口", required=True),
))  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table for table in (PARTIES, RIGHTS, EVENTS_TABLE, LOANS, PLEDGES, PROJECTS, HONOURS, POPULATION)
}
"""Columns of the derived table that answers every as-of question; `end` is null while the right is open."""
