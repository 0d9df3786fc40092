"""Loads plans/<place>/ and proves it against the issued text: every quote, unit, clause and amount."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from zhixian.core.kernel.faults import Fault, Faults
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.regions import is_region
from zhixian.core.kernel.yaml_file import Node, read_yaml
from zhixian.core.plan.figures import Figures, is_of_the_text
from zhixian.core.plan.heads import Head, prove_horizon, prove_scope
from zhixian.core.plan.model import Amount, Clause, Document, OpenNorm, Plan, Target, Unit
from zhixian.core.plan.penalty_units import PenaltyUnit, read_penalty_units
from zhixian.core.plan.placing import Placing
from zhixian.core.plan.quotes import Quotable
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.plan.report_desk import ReportDesk, read_desk
from zhixian.core.plan.unit_names import load_units, unnamed_in_quote

AMOUNT_KINDS = {"fixed": "yuan", "cap": "yuan", "share": "percent"}
"""Kind of a money rule's value and the measure it is written in."""
SCOPES = ("year", "ever", "right")


def load_plan(folder: Path) -> Plan:
    """The plan in a folder with text.txt, plan.yaml, units.yaml, targets.yaml and amounts.yaml.

    Raises PlanRefused with every fault (file, key, found, expected), or Refusal when a file is missing or unreadable.
    """
    plan, faults = examine(folder)
    if faults:
        raise PlanRefused(str(folder), faults)
    return plan


def examine(folder: Path) -> tuple[Plan, list[Fault]]:
    """The plan as far as it can be read, and every fault of it, so that other checks can say theirs in the same round.

    With faults the plan is good for further checks and nothing else. Raises Refusal when a file is missing or unreadable.
    """
    if folder.is_file():
        raise Refusal(
            "这是一个文件，不是方案目录",
            where=str(folder),
            expected="公文先用 zhixian plan read 文件 --out plans/某县 读成草稿，再用 zhixian plan check plans/某县 核对",
        )
    if not folder.is_dir():
        raise Refusal("没有这个方案目录", where=str(folder), expected="例如 plans/某县")
    faults = Faults()
    text = _read_text(folder / "text.txt")
    words = Quotable(text)
    sheet = _Loading(folder, faults, words, Figures(text), Placing(words), Head(words))
    return sheet.plan(), faults.found


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Refusal("没有这个文件", where=str(path), expected="方案原文，UTF-8 编码，一字不改") from None
    except UnicodeDecodeError:
        raise Refusal(
            "不是 UTF-8 编码", where=str(path), expected="用 zhixian plan read --out 生成，或另存为 UTF-8"
        ) from None


@dataclass
class _Loading:
    folder: Path
    faults: Faults
    words: Quotable
    figures: Figures
    placing: Placing
    head: Head

    def node(self, file: str) -> Node:
        content = read_yaml(self.folder / file, missing="方案目录里有 text.txt 和四个 yaml 文件")
        return Node(file, "", content, self.faults)

    def quoted(self, node: Node, *, key: str = "quote", after: int = 0) -> tuple[str, tuple[int, int] | None]:
        quote = node.text(key, example="原文里的一句话")
        span = self.words.find(quote, after=after) if quote else None
        if quote and span is None:
            if self.words.find(quote):
                node.fault(key, f"“{quote}”在原文里排在上一条之前", "与原文同样的先后")
            else:
                node.fault(key, f"“{quote}”不在 text.txt 里", f"逐字引用原文，最接近的是“{self.words.nearest(quote)}”")
        return quote, span

    def plan(self) -> Plan:
        head = self.node("plan.yaml")
        units_node = self.node("units.yaml")
        prefix, units = load_units(units_node, self.words)
        region = head.text("region", example='"350823"')
        if region and not is_region(region):
            head.fault("region", f"“{region}”", '六位行政区划代码，例如 "350823"')
        issued = head.day("date")
        if head.content.get("date_quote") and issued > date.min:
            self.figures.prove_date(head, self.quoted(head, key="date_quote")[0], issued)
        sections = self.sections(head)
        clauses = self.clauses(head, units, prefix)
        places = [c.id for c in clauses] + [section for section, _ in sections]
        horizon = head.day("horizon")
        prove_horizon(head, horizon, issued)
        derived = head.text("derived", default=None)
        if derived is None:
            self.head.prove(head)
        targets = self.targets(places, horizon)
        amounts, norms = self.amounts(places, issued)
        prefix_of_dossiers, matter_units = self.matter_units(units)
        plan = Plan(
            id=self.folder.resolve().name,
            folder=self.folder,
            title=head.text("title"),
            issuer=head.text("issuer"),
            number=head.text("number", default=None),
            issued=issued,
            place=head.text("place"),
            region=region,
            horizon=horizon,
            text=self.words.text,
            parents=self.documents(head, "parents", places),
            references=self.documents(head, "references", places),
            sections=sections,
            clauses=clauses,
            units=units,
            targets=targets,
            amounts=amounts,
            open_norms=norms,
            dossier_prefix=prefix_of_dossiers,
            matter_units=matter_units,
            report_desk=self.report_desk(units, clauses),
            penalty_units=self.penalty_units(clauses),
            derived=derived,
            lines=self.faults.lines,
        )
        head.done()
        return plan

    def sections(self, head: Node) -> tuple[tuple[str, str], ...]:
        found = []
        for node in head.nodes("sections", default=[]):
            name, (quote, _) = node.text("id"), self.quoted(node)
            self.placing.section(name, quote)
            found.append((name, node.text("title")))
            node.done()
        return tuple(found)

    def documents(self, head: Node, key: str, places: list[str]) -> tuple[Document, ...]:
        found = []
        for node in head.nodes(key, default=[]):
            clause = node.text("clause", default=None)
            if clause is not None:
                self.known(node, "clause", clause, places, what="条款编号")
            quote, _ = self.quoted(node)
            if clause is not None:
                self.placing.prove(node, "quote", quote, clause)
            found.append(Document(node.text("title"), node.text("number", default=None), clause, quote))
            node.done()
        return tuple(found)

    def clauses(self, head: Node, units: dict[str, Unit], prefix: str) -> tuple[Clause, ...]:
        found: list[Clause] = []
        after = 0
        for node in head.nodes("clauses"):
            quote, span = self.quoted(node, after=after)
            start = span[0] if span else after
            units_quote, units_span = self.quoted(node, key="units_quote", after=start)
            after = units_span[1] if units_span else start
            listed = node.texts("units")
            lead = node.texts("lead")
            for number, unit in enumerate(listed):
                self.known(node, f"units[{number}]", unit, list(units), what="units.yaml 里的单位")
            for number, unit in enumerate(lead):
                self.known(node, f"lead[{number}]", unit, list(listed), what="本条 units 里的单位")
            if not listed:
                node.fault("units", "没有责任单位", "units.yaml 里的单位编号")
            elif units_span and all(unit in units for unit in listed):
                left, missing = unnamed_in_quote(
                    units_quote,
                    [units[unit] for unit in listed],
                    prefix,
                    noted=self.figures.units_noted(units_span),
                )
                for name in left:
                    node.fault("units", f"原文的责任单位“{name}”没有列入", f"在 units 里加上它（原文：{units_quote}）")
                for unit in missing:
                    node.fault("units", f"“{unit}”不在原文的责任单位里", f"只列原文写明的单位（原文：{units_quote}）")
            derived = node.text("derived", default=None)
            if derived is None and units_span and all(unit in units for unit in lead):
                self.figures.prove_leads(node, lead, units, prefix, units_span)
            clause = Clause(
                id=node.text("id", example='"18"'),
                title=node.text("title"),
                section=node.text("section"),
                quote=quote,
                units=listed,
                units_quote=units_quote,
                text=self.words.text[start:after].strip(),
                lead=lead,
                carried_by=node.texts("carried_by"),
                no_system_action=node.text("no_system_action", default=None),
                derived=derived,
            )
            self.once(node, clause.id, [c.id for c in found])
            self.head.prove_title(node, clause.title)
            if span:
                self.placing.clause(clause.id, start)
            found.append(clause)
            node.done()
        return tuple(found)

    def targets(self, places: list[str], horizon: date) -> tuple[Target, ...]:
        file = self.node("targets.yaml")
        found: list[Target] = []
        for node in file.nodes("targets"):
            quote, _ = self.quoted(node)
            target = Target(
                id=node.text("id"),
                clause=node.text("clause"),
                name=node.text("name"),
                goal=node.number("goal"),
                unit=node.text("unit"),
                due=node.day("due"),
                quote=quote,
                derived=node.text("derived", default=None),
            )
            span = self.placing.prove(node, "quote", quote, target.clause, counts=target.derived is None)
            if span and target.derived is None:
                if node.content.get("goal") is not None:  # else it was not written, which is told already
                    self.figures.prove_goal(node, target, span)
                if target.due > date.min:
                    self.figures.prove_due(node, target, span, horizon)
            self.once(node, target.id, [t.id for t in found])
            node.also_called(target.id)
            self.known(node, "clause", target.clause, places, what="条款编号")
            found.append(target)
            node.done()
        file.done()
        return tuple(found)

    def amounts(self, places: list[str], issued: date) -> tuple[tuple[Amount, ...], tuple[OpenNorm, ...]]:
        file = self.node("amounts.yaml")
        amounts: list[Amount] = []
        for node in file.nodes("amounts", default=[]):
            amount = self.amount(node, issued)
            self.once(node, amount.id, [a.id for a in amounts])
            node.also_called(amount.id)
            self.known(node, "clause", amount.clause, places, what="条款编号")
            for other in amounts:
                if (other.incentive, other.parameter) != (amount.incentive, amount.parameter):
                    continue
                if _overlap(other, amount):
                    node.fault("effective", f"与 {other.id} 的有效期重叠", f"先给 {other.id} 写上 until")
                if other.per != amount.per:
                    node.fault(
                        "per",
                        f"“{amount.per or '未写'}”",
                        f"与 {other.id} 相同（{other.per or '不写'}），范围不能中途改变",
                    )
            amounts.append(amount)
            node.done()
        norms: list[OpenNorm] = []
        for node in file.nodes("open_norms", default=[]):
            norm = OpenNorm(
                id=node.text("id"),
                incentive=node.text("incentive", default=None) or node.text("id"),
                clause=node.text("clause"),
                quote=self.quoted(node, key="unset")[0],
                eligible=node.text("eligible", default=None),
                why_not_counted=node.text("why_not_counted", default=None),
            )
            self.placing.prove(node, "unset", norm.quote, norm.clause)
            self.once(node, norm.id, [n.id for n in norms])
            self.known(node, "clause", norm.clause, places, what="条款编号")
            if (norm.eligible is None) == (norm.why_not_counted is None):
                node.fault(
                    "eligible",
                    "eligible 与 why_not_counted 要写且只写一个",
                    "符合条件者的算法编号，或说明为什么数不出来",
                )
            node.also_called(norm.id)
            norms.append(norm)
            node.done()
        file.done()
        return tuple(amounts), tuple(norms)

    def matter_units(self, units: dict[str, Unit]) -> tuple[str, dict[str, dict[str, tuple[str, ...]]]]:
        """Who handles which matter here; a plan without matters.yaml runs none."""
        if not (self.folder / "matters.yaml").is_file():
            return "", {}
        file = self.node("matters.yaml")
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for node in file.nodes("matters"):
            matter = node.text("id")
            self.once(node, matter, list(found))
            node.also_called(matter)
            node.read.add("units")
            steps = node.content.get("units")
            if not isinstance(steps, dict) or not steps:
                node.fault(
                    "units", f"{steps!r}", '步骤: [单位]，例如 {"*": [science_bureau], payment: [finance_bureau]}'
                )
                steps = {}
            inner = Node(node.file, node.key("units"), steps, self.faults)
            inner.also_called(f"{matter}.units")
            found[matter] = {str(step): inner.texts(str(step)) for step in steps}
            for step, listed in found[matter].items():
                for number, unit in enumerate(listed):
                    self.known(inner, f"{step}[{number}]", unit, list(units), what="units.yaml 里的单位")
            node.done()
        prefix = file.text("prefix", example="某知办")
        file.done()
        return prefix, found

    def report_desk(self, units: dict[str, Unit], clauses: Iterable[Clause]) -> ReportDesk | None:
        """Who takes reports of infringement; a plan without reports.yaml takes none."""
        if not (self.folder / "reports.yaml").is_file():
            return None
        return read_desk(self.node("reports.yaml"), list(units), {clause.id: clause.units for clause in clauses})

    def penalty_units(self, clauses: Iterable[Clause]) -> tuple[PenaltyUnit, ...]:
        """Who punishes infringements; a plan without penalties.yaml publishes none."""
        if not (self.folder / "penalties.yaml").is_file():
            return ()
        return read_penalty_units(self.node("penalties.yaml"), {clause.id: clause.units for clause in clauses})

    def amount(self, node: Node, issued: date) -> Amount:
        kind = node.text("kind")
        self.known(node, "kind", kind, list(AMOUNT_KINDS), what="金额种类")
        unit = node.text("unit")
        if kind in AMOUNT_KINDS and unit != AMOUNT_KINDS[kind]:
            node.fault("unit", f"“{unit}”", AMOUNT_KINDS[kind])
        per = node.text("per", default=None)
        if per is not None:
            self.known(node, "per", per, list(SCOPES), what="范围")
        elif kind == "cap":
            node.fault("per", "上限没有写范围", "year（每年）或 ever（历年合计）")
        value = node.number("value")
        if kind == "share" and value > 100:
            node.fault("value", f"{value}%", "不超过 100 的百分数")
        effective = node.day("effective")
        until = node.day("until", default=None)
        if until is not None and until <= effective:
            node.fault("until", f"{until} 不晚于 effective", "失效日在生效日之后")
        source = node.text("source", default=None)
        must_quote = source is None or bool(node.content.get("quote"))
        quote, span = self.quoted(node) if must_quote else (node.text("quote", default=""), None)
        derived = node.text("derived", default=None)
        term = self.figures.term(issued)
        of_the_text = is_of_the_text(source, term)
        begins = (term.start if term else None) or issued
        if source is None and effective not in (date.min, issued, begins):
            node.fault("source", f"{effective} 起的数没有依据", "决定的文号和日期；方案本身的数自印发之日起生效")
        elif of_the_text and term and effective not in (date.min, begins):
            node.fault("effective", f"{effective}，原文写明“{term.words}”", str(begins))
        if unit == "yuan":
            fen = value * 100
            if fen != fen.to_integral_value():
                node.fault("value", f"{value} 元", "到分为止")
            value = Decimal(int(fen))
        amount = Amount(
            id=node.text("id"),
            incentive=node.text("incentive"),
            parameter=node.text("parameter"),
            clause=node.text("clause"),
            kind=kind,
            value=value,
            per=per,
            effective=effective,
            until=until,
            quote=quote,
            source=source or "",
            derived=derived,
            on_top_of=self.quoted(node, key="on_top_of")[0] if node.content.get("on_top_of") else None,
        )
        placed = self.placing.prove(node, "quote", quote, amount.clause, counts=derived is None) if span else None
        if amount.on_top_of and placed and self.placing.holds(amount.clause, placed):
            self.placing.prove(node, "on_top_of", amount.on_top_of, amount.clause)
        sound = (
            node.content.get("value") is not None
            and AMOUNT_KINDS.get(kind) == unit
            and not (kind == "share" and value > 100)
        )
        if kind == "cap" and span and derived is None:
            prove_scope(node, per, quote)
        if of_the_text and span and derived is None and sound:
            self.figures.prove_value(node, amount, placed or span)
        return amount

    def known(self, node: Node, key: str, value: str, known: Iterable[str], *, what: str) -> None:
        choices = list(known)
        if value and value not in choices:
            node.unknown(key, value, choices, what=what)

    def once(self, node: Node, value: str, before: list[str]) -> None:
        if value in before:
            node.fault("id", f"“{value}”重复", "每个编号只用一次")


def _overlap(one: Amount, other: Amount) -> bool:
    return (one.until is None or other.effective < one.until) and (other.until is None or one.effective < other.until)
