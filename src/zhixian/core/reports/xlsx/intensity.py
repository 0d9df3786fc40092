"""Patent intensity as a workbook: industries, the clusters among them, and the enterprises behind."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from zhixian.core.analysis.indicators.model import printed
from zhixian.core.analysis.intensity import (
    LACKING,
    LEAST_ELSEWHERE,
    LEAST_HOLDERS,
    LEAST_INVENTIONS,
    YEARS,
    Industry,
    Intensity,
)
from zhixian.core.kernel.industries import industry_words
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book

_INDUSTRIES = [
    Field("行业大类", 36),
    Field("企业", 10, "count"),
    Field("有发明专利的企业", 12, "count"),
    Field("有效发明专利", 12, "count"),
    Field("有效专利", 12, "count"),
    Field(f"近{YEARS}年授权发明", 12, "count"),
    Field("每家企业有效发明", 12, "decimal"),
    Field("每家企业有效专利", 12, "decimal"),
    Field(f"每家企业近{YEARS}年授权发明", 14, "decimal"),
    Field("外地企业", 10, "count"),
    Field("外地有效发明", 12, "count"),
    Field("区位商", 10, "decimal"),
    Field("集群", 8),
    Field("为什么不是", 44, "long"),
]
_ENTERPRISES = [
    Field("行业大类", 36),
    Field("企业", 36, "long"),
    Field("有效发明专利", 12, "count"),
    Field("有效专利", 12, "count"),
    Field(f"近{YEARS}年授权发明", 12, "count"),
]
_NOTES = [Field("项目", 32), Field("说明", 90, "long")]
RULES = {
    "企业": "登记数据里到当日已成立或成立日期不详的企业和国有企业，按登记数据里的所在地；没有权利的也算一家",
    "有效发明专利": "当日有效、由该企业持有的发明专利件数",
    f"近{YEARS}年授权发明": f"到当日为止{YEARS}年内授权的发明专利，按授权时的权利人计，后来失效的也计",
    "区位商": "本地在该行业全部有效发明专利里占的份额 ÷ 本地在该行业全部企业里占的份额，都只看登记数据；外地是登记数据里本地以外的企业",
    "集群": f"区位商大于 1，并且有发明专利的企业不少于 {LEAST_HOLDERS} 家、有效发明专利不少于 {LEAST_INVENTIONS} 件、外地同行业企业不少于 {LEAST_ELSEWHERE} 家；"
    "这几条线是系统定的，不是统计分类的规定",
    "外地数据": "外地的企业只是登记数据里出现过的，不是全国的；比出来的高低只在这份数据里成立",
}
"""What the columns say, as page and workbook tell it."""


def write_intensity_xlsx(found: Intensity, path: Path, *, labels: Sequence[str]) -> None:
    """Writes sheets 行业, 企业, 说明. Refuses a path that cannot be written."""
    about = {
        "截至": str(found.as_of),
        "数据快照": found.snapshot,
        "数据性质": "合成数据，仅供演示，不得作为任何依据" if labels else "",
        "没有写行业的企业": f"{found.without_industry} 家，列在最后，不参加比较" if found.without_industry else "",
        **RULES,
        **{f"算不出：{name}": why for name, why in LACKING.items()},
    }

    def fill(book: Book) -> None:
        book.sheet("行业", _INDUSTRIES, map(_line, found.industries))
        book.sheet("企业", _ENTERPRISES, _enterprises(found))
        book.sheet("说明", _NOTES, [(name, words) for name, words in about.items() if words])

    note = ("合成数据　" if labels else "") + f"数据快照 {found.snapshot}"
    write_book(path, title="专利密集度", note=note, fill=fill)


def _line(one: Industry) -> list[Cell]:
    return [
        industry_words(one.code) or "没有写",
        len(one.enterprises),
        len(one.holders),
        one.inventions,
        one.patents,
        one.granted,
        *(_number(one.per_enterprise(number)) for number in (one.inventions, one.patents, one.granted)),
        one.elsewhere.enterprises,
        one.elsewhere.inventions,
        _number(one.quotient),
        "" if one.why_no_cluster else "是",
        one.why_no_cluster,
    ]


def _enterprises(found: Intensity) -> Iterator[list[Cell]]:
    for industry in found.industries:
        for one in industry.behind:
            yield [industry_words(industry.code) or "没有写", one.name, one.inventions, one.patents, one.granted]


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else printed(value)
