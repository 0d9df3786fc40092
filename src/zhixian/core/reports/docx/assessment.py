"""An opinion on a project as an official document: the conclusion first, then its reasons, what was found, and what was not searched."""

from collections.abc import Sequence
from pathlib import Path

from zhixian.core.analysis.assessment.found import WHOSE, in_brief
from zhixian.core.kernel.files import write_whole
from zhixian.core.reports.assessment import Opinion
from zhixian.core.reports.docx.gongwen import Column, Gongwen
from zhixian.core.reports.text import day, shorten

_CELL = 160
"""Most characters of one cell."""
_A_DAY = 5
"""Share of a column in which a day stands on one line."""


def write_opinion(opinion: Opinion, path: Path) -> None:
    """Write the opinion. The same data make the same bytes. Refuses a path that cannot be written."""
    write_whole(path, lambda temporary: compose(opinion).save(temporary))


def compose(opinion: Opinion) -> Gongwen:
    """The opinion as a document."""
    title = [f"关于{opinion.project}的", "知识产权评议意见"]
    paper = Gongwen(title="".join(title), author=opinion.unit, as_of=opinion.decided)
    if opinion.label:
        paper.mark(opinion.label)
    paper.title(title, note=f"（{opinion.label}）" if opinion.label else "")
    paper.number(opinion.number)
    paper.addressee(opinion.applicant)
    paper.text(_course(opinion))
    paper.heading("一、结论")
    paper.text(f"风险等级：{opinion.grades[opinion.found.grade]}。{opinion.found.whole}。")
    _as_written(paper, opinion.conclusion)
    paper.heading("二、分级的理由")
    _reasons(paper, opinion)
    paper.heading("三、核对的结果")
    _rights(paper, opinion)
    _near(paper, opinion)
    _partners(paper, opinion)
    _markets(paper, opinion)
    paper.heading("四、专家和有关单位的意见")
    for comment in opinion.comments:
        _as_written(paper, f"{comment.by}（{day(comment.day)}）：{comment.words.lstrip()}")
    if not opinion.comments:
        paper.text("没有收到意见。")
    paper.heading("五、没有检索的事项")
    for number, (what, why) in enumerate(opinion.found.not_searched, 1):
        paper.text(f"{number}.{what}：{why}。")
    paper.heading("六、依据和效力")
    for sentence in opinion.basis:
        paper.text(f"{sentence}。")
    paper.text(opinion.remedies)
    paper.signature(opinion.unit, opinion.decided)
    return paper


def _as_written(paper: Gongwen, words: str) -> None:
    """Somebody's words, each line that they began a paragraph."""
    for line in filter(None, map(str.strip, words.splitlines())):
        paper.text(line)


def _course(opinion: Opinion) -> str:
    said = f"你单位{day(opinion.submitted)}申请对“{opinion.project}”（{opinion.object}，{opinion.dossier}）进行知识产权评议"
    if opinion.accepted:
        said += f"，本单位于{day(opinion.accepted)}受理"
    found = opinion.found
    data = f"登记数据快照 {found.snapshot[:8]}" if found.snapshot else "没有登记数据"
    return f"{said}。以下结果截至 {found.as_of}，依据{data}，按《{found.rules}》（{found.rules_since} 版）分级。"


def _reasons(paper: Gongwen, opinion: Opinion) -> None:
    if not opinion.found.reasons:
        paper.text("按规则没有看到风险。")
        return
    columns = [Column("等级", 2, centred=True), Column("理由", 12), Column("依据", 7), Column("规则施行", _A_DAY)]
    rows = [
        [opinion.grades[reason.grade], reason.words, reason.source, reason.since] for reason in in_brief(opinion.found)
    ]
    paper.table("分级的理由", columns, rows, flows=True)


def _rights(paper: Gongwen, opinion: Opinion) -> None:
    paper.heading("（一）所依据的权利", level=2)
    if not opinion.found.rights:
        paper.text("没有填写。")
        return
    noted = any(line.notes for line in opinion.found.rights)
    columns = [
        Column("权利", 8),
        Column("名称", 4),
        Column("权利人", 4),
        Column("状态", _A_DAY),
        Column("届满日", _A_DAY),
    ]
    columns += [Column("记录", _A_DAY)] if noted else []
    rows = [
        [
            line.name or line.given,
            shorten(line.title, _CELL),
            f"{line.holder}（{WHOSE[line.whose]}）" if line.holder else WHOSE[line.whose],
            line.state,
            line.term or "—",
            *(["；".join(line.notes) or "—"] if noted else []),
        ]
        for line in opinion.found.rights
    ]
    paper.table("所依据的权利", columns, rows, note="登记数据只有中国的权利。", flows=True)


def _near(paper: Gongwen, opinion: Opinion) -> None:
    paper.heading("（二）他人有效的相近权利", level=2)
    _topics(paper, opinion)
    for line in opinion.found.features:
        paper.text(f"“{line.feature}”：{line.said}。")
    for sentence in opinion.found.near_said:
        paper.text(sentence)
    if not opinion.found.near:
        return
    columns = [
        Column("等级", 2, centred=True),
        Column("权利", 7),
        Column("权利人和来源", 4),
        Column("与哪条特征有哪些相同的词", 8),
        Column("相同的分类", 4),
    ]
    rows = [
        [
            opinion.grades[line.grade],
            f"{line.kind} {line.number} {shorten(line.title, _CELL)}".strip(),
            "；".join(filter(None, [line.holder, line.partner, line.source or "登记数据"])),
            "；".join(f"{_featured(features)}：{'、'.join(words)}" for features, words in line.grouped) or "—",
            "、".join(line.classes) or "—",
        ]
        for line in opinion.found.near
    ]
    paper.table("他人有效的相近权利", columns, rows, note="只比对了名称里的词和分类号，没有比对权利要求。", flows=True)


def _featured(features: Sequence[str]) -> str:
    """The features that share the same words: the first, and how many more."""
    more = f"等 {len(features)} 条" if len(features) > 1 else ""
    return f"“{shorten(features[0], 30)}”{more}"


def _topics(paper: Gongwen, opinion: Opinion) -> None:
    """Which topics were looked into beside the registry, with the terms that must be said."""
    for line in opinion.found.topics:
        terms = f"，来源的条款：{shorten(line.terms, 300)}" if line.terms else ""
        held = "" if line.shows_raw else "；条款不允许外传原始数据，只引用号码、种类、分类号和相同的词"
        paper.text(
            f"除登记数据外，还查了专题库“{line.name}”（版本 {line.edition[:12]}，{line.records:,} 件，截至 {line.as_of}{terms}{held}）。"
        )


def _partners(paper: Gongwen, opinion: Opinion) -> None:
    if not opinion.found.partners:
        return
    paper.heading("（三）合作方", level=2)
    for line in opinion.found.partners:
        paper.text(f"{line.name}：{line.said}。")


def _markets(paper: Gongwen, opinion: Opinion) -> None:
    if not opinion.found.markets:
        return
    paper.heading(f"（{'四' if opinion.found.partners else '三'}）目标市场", level=2)
    for line in opinion.found.markets:
        paper.text(f"{line.name}：{line.said}。")
