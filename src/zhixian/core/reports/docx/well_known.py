"""The evidence file for having a mark found well known, as an official document."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.laws import MARK_LAW_2026, Cited, cited
from zhixian.core.reports.docx.gongwen import Gongwen
from zhixian.core.reports.docx.tables import Column
from zhixian.core.reports.text import day
from zhixian.core.reports.well_known import LAW, Dated, EvidenceFile

_DATED = (Column("日期", 27, centred=True), Column("内容", 92), Column("出处", 37))
_FACTS = (Column("项目", 40), Column("内容", 116))
_FACTORS = (Column("考虑的因素", 34), Column("系统里有的", 61), Column("还要补的", 61))
_NONE = "系统里没有。"
_NOT_FOR_SALE = "“驰名商标”字样不得用于商品、商品包装或者容器上，也不得用于广告宣传、展览以及其他商业活动"
_WHAT_IT_IS = (
    Cited(
        date(2014, 5, 1),
        "驰名商标按照当事人的请求，在商标注册审查、查处商标违法案件、处理商标争议和审理商标案件中，作为需要认定的事实个案认定"
        f"（商标法第十三条、第十四条）；本材料不是认定。{_NOT_FOR_SALE}（商标法第十四条第五款）。",
    ),
    Cited(
        MARK_LAW_2026,
        "商标是否驰名按照当事人的请求，在商标注册审查审理、查处商标违法或者不正当竞争案件、法院审理商标或者不正当竞争案件中，作为需要"
        f"认定的事实个案确认（商标法（2026年修订）第二十一条、第六十三条）；本材料不是确认。{_NOT_FOR_SALE}（商标法（2026年修订）第六十四条）。",
    ),
)
"""What the finding of a well-known mark is, by the law of the day."""


def write_well_known(file: EvidenceFile, path: Path) -> None:
    """Write the file. The same data make the same bytes. Refuses a path that cannot be written."""
    write_whole(path, lambda temporary: compose(file).save(temporary))


def compose(file: EvidenceFile) -> Gongwen:
    """The file as a document."""
    paper = Gongwen(title="驰名商标认定证据材料", author=file.unit, as_of=file.as_of)
    if file.label:
        paper.mark(file.label)
    paper.title(["驰名商标认定证据材料", f"（{file.mark}）"])
    paper.text(
        f"{file.holder}的商标“{file.mark}”（注册号 {file.number}），截至{day(file.as_of)}，"
        f"{'登记数据里有效' if file.in_force else '登记数据里没有效力'}。下面列出系统里已有的证据和申请人还要补的材料。"
    )
    paper.heading("一、商标")
    paper.table("商标的登记事项", _FACTS, [list(one) for one in file.facts])
    _dated(paper, "二、注册、续展和变动", "注册、续展和变动", file.history)
    _dated(paper, "三、许可、转让和其他合同", "许可、转让和其他合同", file.contracts)
    _dated(paper, "四、保护记录", "案件和行政处罚", file.enforcement)
    _dated(paper, "五、荣誉", "商标和权利人的荣誉", file.honours)
    paper.heading("六、逐项对照和要补的材料")
    rows = [(one.name + f"（{one.basis}）", _listed(one.found) or "没有", _listed(one.lacks)) for one in file.factors]
    paper.table(f"{cited(LAW, file.as_of)}的五个因素", _FACTORS, rows)
    paper.heading("七、说明")
    paper.text(cited(_WHAT_IT_IS, file.as_of))
    paper.text(_sources(file))
    if file.unit:
        paper.signature(file.unit, file.as_of)
    else:
        paper.text("这是从系统导出的草稿，没有单位出具。")
    return paper


def _dated(paper: Gongwen, heading: str, caption: str, rows: Sequence[Dated]) -> None:
    paper.heading(heading)
    if rows:
        paper.table(caption, _DATED, [(one.day, one.words, one.source) for one in rows])
    else:
        paper.text(_NONE)


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return "；".join(f"{number}. {one}" for number, one in enumerate(words, start=1))


def _sources(file: EvidenceFile) -> str:
    missing = f"这里没有设{'、'.join(file.not_kept)}，没有查。" if file.not_kept else ""
    return (
        f"登记事项依据登记数据快照 {file.snapshot[:8]}；合同、案件、荣誉出自台账，行政处罚只含公示的；系统里没有的不等于没有。{missing}"
        "权利是否有效，以国家知识产权局登记簿为准。"
    )
