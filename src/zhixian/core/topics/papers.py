"""XML of CNIPA, EPO (DOCDB) and WIPO (ST.96, ST.66) to documents: what the registry's readers find in a paper, of any country."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.places import region_of
from zhixian.core.registry.staging import Stage
from zhixian.core.registry.xml.paper import Paper, day_in
from zhixian.core.registry.xml.papers import Damaged, Found, Noted, papers_of
from zhixian.core.topics.document import DAMAGED, NO_PATENT, Document, Reading, grants, kind_by_code, name_of
from zhixian.core.topics.impossible_days import DAYS, impossible_days, year_ahead

_OTHERS = {"mark": "商标", "gi_product": "地理标志产品"}
"""What a paper is about that is about no patent."""


def read_papers(path: Path, stage: Stage, reading: Reading, *, progress: Progress) -> Iterator[Document]:
    """Every patent document of an XML file, or a zip of them, as a document or as a refused row."""
    done = 0
    with closing(papers_of(path)) as items:
        for item in items:
            match item:
                case Found():
                    done += 1
                    stage.report.rows += 1
                    if document := _document(item.paper, stage, reading, item.member or path.name, item.ordinal):
                        yield document
                    progress(done, None)
                case Damaged():
                    stage.report.rows += 1
                    problem = Problem(item.name, item.read + 1, DAMAGED, "", item.why)
                    stage.refuse("rights", item.name, item.read + 1, {DAMAGED: item.name}, [problem])
                case Noted():
                    stage.report.notes.append(item.note)
    if not stage.report.rows:
        raise Refusal("没有读到任何文献", where=path.name, expected="CNIPA、EPO 或 WIPO 格式的专利 XML")


def _document(paper: Paper, stage: Stage, reading: Reading, sheet: str, row: int) -> Document | None:
    shown = "" if paper.design and paper.published == paper.office + paper.number else paper.published
    filed_in = _day_of(paper.filed)
    kind = "design" if paper.design else None
    name = name_of(paper.number or None, shown or None, paper.office or None, filed_in.year if filed_in else None, kind)
    problems = [] if paper.sort == "patent" else [Problem(sheet, row, "类型", _OTHERS[paper.sort], NO_PATENT)]
    if name.problem:
        problems.append(Problem(sheet, row, "申请号", paper.called(), name.problem))
    written = dict(zip(DAYS, (paper.filed, paper.published_on, paper.registered), strict=True))
    days = {
        column: _day(text, Problem(sheet, row, DAYS[column], text, "不是日期，没有取", refused=False), stage)
        for column, text in written.items()
    }
    for column, why in impossible_days(days, name.application, reading.real).items():
        stage.report.add(Problem(sheet, row, DAYS[column], written[column], why, refused=False))
        days[column] = None
    if problems:
        stage.refuse(
            "rights",
            sheet,
            row,
            {"申请号": paper.number, "公开（公告）号": paper.published, "名称": paper.title},
            problems,
        )
        return None
    for remark in filter(None, (name.remark, year_ahead(name.application, reading.real))):
        stage.report.add(Problem(sheet, row, "申请号", paper.called(), remark, refused=False))
    filed, published, registered = days.values()
    claimed = list(filter(None, (_day_of(text) for _, text in paper.priorities)))
    granted = registered or (published if grants(paper.published, paper.office, published) else None)
    return Document(
        reading.source, sheet, row, name.key or "", name.by_publication, application=name.application, publication=name.publication,
        country=name.country, kind="design" if paper.design else name.kind or kind_by_code(name.publication), title=paper.title or None, filed=filed, published=published, granted=granted,
        applicants=[paper.holder] if paper.holder else [], applicant_countries=[paper.country] if paper.country else [],
        region=region_of(paper.address) if paper.address else None, classes=list(filter(None, paper.classes)),
        family=f"docdb:{paper.family}" if paper.family else None, priority_numbers=[number for number, _ in paper.priorities],
        priority=min(claimed, default=None), priority_country=paper.priorities[0][0][:2] if paper.priorities else None,
        cites=paper.cites,
    )  # fmt: skip


def _day(text: str, problem: Problem, stage: Stage) -> date | None:
    try:
        return day_in(text) if text else None
    except ValueError:
        stage.report.add(problem)
        return None


def _day_of(text: str) -> date | None:
    try:
        return day_in(text) if text else None
    except ValueError:
        return None
