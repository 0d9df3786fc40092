"""What can be said of a project before it begins: its rights, others' near rights, its partners, its markets, graded by the published rule.

Facts come in as tables and rows, findings go out with their reasons; what was not looked into is told with them. Nothing here reads
a clock: the same snapshot, rows, day and rule give the same findings.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.analysis.assessment.bench import Bench, Beside
from zhixian.core.analysis.assessment.found import (
    NEAR_RIGHTS,
    NO_INDEX,
    OTHER,
    PARTNER,
    UNKNOWN,
    Assessment,
    PartnerLine,
    Project,
    Records,
    RightLine,
)
from zhixian.core.analysis.assessment.nearness import MOST_LINES, near_rights
from zhixian.core.analysis.assessment.portfolios import Portfolio, portfolios
from zhixian.core.analysis.assessment.reach import MOST_MARKETS, markets
from zhixian.core.analysis.assessment.readable import is_class, is_standard
from zhixian.core.analysis.assessment.relied import Relied, looked_up
from zhixian.core.analysis.assessment.rules import RuleSet
from zhixian.core.analysis.assessment.whose import Whose, names_of, whose
from zhixian.core.analysis.right_state import (
    called,
    came_to_nothing,
    happened,
    how_ended,
    last_day,
    pledges_on,
    preserved_since,
)
from zhixian.core.kernel.folding import folded
from zhixian.core.registers.rights import meant, parts_of
from zhixian.core.registry.kind_words import RIGHT_KIND_WORDS
from zhixian.core.registry.locarno import locarno_class
from zhixian.core.registry.names_borne import names_borne
from zhixian.core.registry.particulars import rights_called
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name
from zhixian.core.registry.tables import COPYRIGHT_KINDS
from zhixian.core.search.index import Searchable

MOST_RIGHTS, MOST_PARTNERS = 40, 20
_NOTED = {
    "transferred": "转让", "renamed": "更名", "licensed": "许可备案", "partly_invalidated": "宣告部分无效", "restored": "恢复",
}  # fmt: skip
_EVENTS = 6


def assess(
    snapshot: Snapshot | None,
    searchable: Searchable | None,
    project: Project,
    records: Records,
    *,
    rules: RuleSet,
    as_of: date,
    topics: Sequence[Beside] = (),
) -> Assessment:
    """Look into a project as of a day. Without a snapshot or an index nothing of the registry is looked into, and that is said.

    `topics` are looked into for near rights as of their own days; a right that the registry told is not told again.
    """
    order = [grade.id for grade in rules.grades]
    named = (project.applicant, *project.partners[:MOST_PARTNERS])
    borne = names_borne(snapshot, named, as_of=as_of) if snapshot else {}
    bench = Bench(snapshot, project, records, as_of, rules.on(as_of), order, frozenset(rules.common_on(as_of)), borne)
    held = portfolios(snapshot, named, as_of=as_of, borne=borne) if snapshot else []
    rights = _rights(bench)
    near = near_rights(bench, searchable, held[:1], topics)
    partners = _partners(bench, held[1:])
    there = markets(bench)
    _say_what_is_missing(bench, searchable)
    _say_of_topics(bench, topics)
    since = rules.dated(as_of)
    return Assessment(
        as_of=as_of.isoformat(),
        snapshot=snapshot.id if snapshot else "",
        rules=rules.title,
        rules_since=since.isoformat() if since else "",
        whole=rules.whole,
        grade=rules.worst([reason.grade for reason in bench.reasons if not reason.office]),
        office_grade=rules.worst([reason.grade for reason in bench.reasons]),
        reasons=tuple(sorted(bench.reasons, key=lambda reason: order.index(reason.grade))),
        rights=rights,
        near=near.lines,
        features=near.features,
        unlisted=near.unlisted,
        partners=partners,
        markets=there,
        not_searched=(*bench.missing, *rules.never_on(bool(topics))),
        topics=tuple(beside.line for beside in topics),
        label="、".join(snapshot.labels) if snapshot else "",
    )


def _rights(bench: Bench) -> tuple[RightLine, ...]:
    given = bench.project.rights[:MOST_RIGHTS]
    if not given:
        bench.see("nothing_relied_on")
    read = looked_up(bench.snapshot, given)
    numbers = sorted({number for one in read.values() for number in one.numbers})
    rows = rights_called(bench.snapshot, numbers, as_of=bench.as_of) if bench.snapshot and numbers else []
    by_number: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        for name in {row["number"], row["number"].partition("/")[0]}:
            by_number.setdefault(name, []).append(row)
    lines: list[RightLine] = []
    for text in given:
        found, why = read[text].numbers, read[text].why
        bench.told.update(found)
        own = {row["right_id"]: row for number in found for row in by_number.get(number, ())}
        if not own:
            _in_cases(bench, found[0] if len(found) == 1 else f"“{text}”", {text, *found})
        if elsewhere := read[text].elsewhere:
            bench.missing.append((f"所依据的“{text}”", elsewhere))
            lines.append(RightLine(text, "", "", "", UNKNOWN, "不在登记数据里", ""))
        elif not found:
            bench.see("number_unreadable", number=text, why=why)
            lines.append(RightLine(text, "", "", "", UNKNOWN, "号码读不懂", ""))
        elif not own:
            if bench.snapshot:
                bench.see("right_not_found", number=_quoted(read[text]))
            state = "登记数据里没有" if bench.snapshot else "没有核对"
            lines.append(RightLine(text, _quoted(read[text]), "", "", UNKNOWN, state, ""))
        lines += [_right(bench, text, row) for row in own.values()]
    return tuple(lines)


def _quoted(one: Relied) -> str:
    """A number that the registry does not have: read where it can mean one right alone, else as it was given."""
    return one.numbers[0] if len(one.numbers) == 1 and not one.published else one.given


def _right(bench: Bench, given: str, right: Mapping[str, Any]) -> RightLine:
    bench.relied_on.add(right["right_id"])
    name, owner = called(right), whose(bench, right["holder_name"])
    state, term = _state(bench, name, right)
    if right["in_force"] or right["ended"] is None or right["kind"] in COPYRIGHT_KINDS:  # outlives its registration
        _bindings(bench, name, owner, right)
    notes = [
        f"{event['day']} {_NOTED[event['event']]}" for event in happened(right, bench.as_of) if event["event"] in _NOTED
    ]
    notes += [f"{pledge['registered']} 质押，没有解除" for pledge in pledges_on(right, bench.as_of)[:1]]
    if since := preserved_since(right, bench.as_of):
        notes.append(f"{since} 起被保全")
    _in_cases(bench, name, {right["number"], right["number"].partition("/")[0]})
    notes = [*notes[-_EVENTS:], *([f"登记的权利人“{right['holder_name']}”{owner.same}"] if owner.same else [])]
    return RightLine(
        given, name, right["title"] or "", right["holder_name"] or "", owner.whose, state, term, tuple(notes)
    )


def _bindings(bench: Bench, name: str, owner: Whose, right: Mapping[str, Any]) -> None:
    """What stands in the way of using a right that is not over; of one that is over nobody gives a licence."""
    if owner.whose == UNKNOWN:
        bench.see("right_holder_unknown", right=name)
    elif owner.whose in (PARTNER, OTHER):
        holder = f"{right['holder_name']}（{owner.same}）" if owner.same else right["holder_name"]
        bench.see(f"right_of_{owner.whose}", right=name, holder=holder, kind=right["kind"])
    for pledge in pledges_on(right, bench.as_of)[:1]:
        bench.see("right_pledged", right=name, day=pledge["registered"])
    if since := preserved_since(right, bench.as_of):
        bench.see("right_preserved", right=name, day=since)
    for event in happened(right, bench.as_of):
        if event["event"] == "partly_invalidated":
            bench.see("right_challenged", right=name, day=event["day"], kind=right["kind"])


def _state(bench: Bench, name: str, right: Mapping[str, Any]) -> tuple[str, str]:
    """Whether it is in force, and the last day of its term."""
    if not right["in_force"]:
        if right["ended"] is None:
            bench.see("right_pending", right=name, kind=right["kind"])
            return "没有登记日期" if right["kind"] in COPYRIGHT_KINDS else "还没有授权或注册", ""
        how = how_ended(right, bench.as_of)
        if came_to_nothing(right):
            bench.see("application_ended", right=name, day=right["ended"], how=how, kind=right["kind"])
            return f"没有授权或注册，申请已于 {right['ended']} {how}", ""
        bench.see("right_ended", right=name, day=right["ended"], how=how, kind=right["kind"])
        return f"{right['ended']} {how}", ""
    expires = last_day(right, bench.as_of)
    if expires is None:
        return "有效", ""
    months = (expires.year - bench.as_of.year) * 12 + expires.month - bench.as_of.month
    bench.see("right_expires", right=name, day=expires, months=months, kind=right["kind"])
    return "有效", expires.isoformat()


def _in_cases(bench: Bench, name: str, numbers: Collection[str]) -> None:
    """Note the open cases of a right by its numbers, whether the registry knows it or not."""
    for case in bench.records.cases or ():
        if not case.get("closed_on") and _speaks_of(case.get("right"), numbers):
            bench.see("right_in_case", right=name, case=case["number"])


def _speaks_of(written: Any, numbers: Collection[str]) -> bool:
    """Whether one of the numbers that somebody wrote is one of a right's, however it is spelled; what is read as none, letter for letter."""
    spelled = {folded(number) for number in numbers}
    return any(
        folded(part) in spelled or not set(numbers).isdisjoint(meant(part)[0]) for part in parts_of(str(written or ""))
    )


def _partners(bench: Bench, held: Sequence[Portfolio]) -> tuple[PartnerLine, ...]:
    by_name = {found.name: found for found in held}
    lines = []
    for name in bench.project.partners[:MOST_PARTNERS]:
        notes = list(_of_records(bench, name))
        own = by_name.get(name)
        if own is None or not own.parties:
            if own:
                bench.see("partner_not_found", partner=name)
            why = "登记数据里没有叫这个名称的主体" if own else "没有登记数据"
            bench.missing.append((f"合作方{name}的权利", why))
            lines.append(PartnerLine(name, found=False, kinds=(), notes=tuple(notes)))
            continue
        if not own.in_force:
            bench.see("partner_without_rights", partner=name)
        bench.see("partner_pledged", partner=name, pledged=own.pledged)
        bench.see("partner_gave_away", partner=name, rights=own.gave_away)
        notes += [f"质押中 {own.pledged} 件"] if own.pledged else []
        notes += [f"转入 {own.bought} 件、转出 {own.gave_away} 件"] if own.bought or own.gave_away else []
        kinds = tuple((RIGHT_KIND_WORDS.get(kind[0], kind[0]), *kind[1:]) for kind in own.kinds)
        lines.append(PartnerLine(name, found=True, kinds=kinds, notes=tuple(notes)))
    return tuple(lines)


def _of_records(bench: Bench, name: str) -> Iterator[str]:
    """What public penalties say of a partner, as notes; what only units read goes to the reasons alone."""

    def called_in(party: Any) -> str:
        """The partner with the name that a row has where that is another of the same company; "" where the row is of somebody else."""
        written = str(party or "")
        if normalise_name(written) == normalise_name(name):
            return name
        return f"{name}（记录里是“{written}”）" if normalise_name(written) in names_of(bench, name) else ""

    for row in bench.records.penalties or ():
        if partner := called_in(row["party"]):
            bench.see("partner_penalty", partner=partner, number=row["number"], day=row["decided_on"])
            yield f"{row['decided_on']} 行政处罚 {row['number']}"
    for row in bench.records.credit or ():
        runs = not row.get("repaired_on") and (not row.get("until") or str(row["until"]) >= bench.as_of.isoformat())
        if (partner := called_in(row.get("party"))) and row.get("sort") == "bad" and runs:
            bench.see("partner_discredited", partner=partner, document=row.get("document") or "")
    for row in bench.records.cases or ():
        if (partner := called_in(row.get("infringer"))) and not row.get("closed_on"):
            bench.see("partner_case", partner=partner, case=row["number"])


def _say_of_topics(bench: Bench, topics: Sequence[Beside]) -> None:
    """Where near rights were not sought beside the registry, and how far a topic tells of them."""
    if not topics:
        bench.missing.append(("专题库里的相近权利", "评议单位没有由导出表建成、能读号码的专题库"))
        return
    days = "、".join(f"“{beside.line.name}”截至 {beside.line.as_of}" for beside in topics)
    bench.missing.append(
        ("专题库里的摘要和权利要求，截止日以后的变化", f"只比对了名称和分类号，状态是各库截止日的：{days}")
    )


def _why_not_near(bench: Bench, searchable: Searchable | None) -> str:
    """Why near rights are not sought in the registry; "" where they are."""
    if bench.snapshot is None:
        return "还没有登记数据"
    if searchable is None:
        return NO_INDEX
    return "" if bench.project.features else "没有填技术特征"


def _say_what_is_missing(bench: Bench, searchable: Searchable | None) -> None:
    """What was not looked into this time, and why; what never is stands in the rule."""
    standards = [one for one in bench.project.standards if is_standard(one)]
    no_numbers = [one for one in bench.project.standards if not is_standard(one)]
    gaps = [
        (bench.snapshot is None, "所依据的权利的状态，合作方的权利", "还没有登记数据"),
        (True, NEAR_RIGHTS, _why_not_near(bench, searchable)),
        (not bench.project.classes, "按分类号比对", "没有填分类号或商标类别，只比对了词"),
        (bool(bench.project.partners) and bench.records.penalties is None, "合作方的行政处罚", "网站没有行政处罚公示"),
        (bool(bench.project.partners) and bench.records.credit is None, "合作方的信用记录", "没有这本台账"),
        (
            bool(bench.project.partners or bench.project.rights) and bench.records.cases is None,
            "未结案件",
            "没有这本台账",
        ),
        (bool(bench.project.markets) and bench.records.filings is None, "在目标市场的申请和注册", "没有海外布局台账"),
        (bool(bench.project.markets) and bench.records.alerts is None, "海外风险预警", "没有这本台账"),
        (bool(standards), "标准必要专利", f"没有 {'、'.join(standards)} 的专利声明数据"),
    ]
    bench.missing += [(what, why) for holds, what, why in gaps if holds and why]
    bench.missing += [(f"所填的标准“{one}”", "读不出标准号，没有核对") for one in no_numbers]
    parts = parts_of(bench.project.classes)
    unread = [part for part in parts if not is_class(part)]
    if unread:
        what = "按分类号比对" if len(unread) == len(parts) else f"按“{'”“'.join(unread)}”比对"
        bench.missing.append((what, f"“{'”“'.join(unread)}”不是分类号，没有比对"))
    if designs := [code for part in parts if (code := locarno_class(part))]:
        why = "图片没有比对；只在名称有相同词的外观设计里看了是不是同一类，同类而名称没有相同词的没有查"
        bench.missing.append((f"外观设计“{'”“'.join(designs)}”类", why))
    limits = (
        ("技术特征", bench.project.features, MOST_LINES),
        ("所依据的权利", bench.project.rights, MOST_RIGHTS),
        ("合作方", bench.project.partners, MOST_PARTNERS),
        ("目标市场", bench.project.markets, MOST_MARKETS),
    )
    for name, given, most in limits:
        if len(given) > most:
            bench.missing.append((f"第 {most + 1} 个起的{name}", f"填了 {len(given)} 个，一次核对前 {most} 个"))
