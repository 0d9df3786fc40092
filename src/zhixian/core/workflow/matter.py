"""Matters loaded from a catalogue's matter.yaml, checked, and put in the hands of a place's units."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.laws import Cited
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.workflow.limits import Extension, TimeLimit, read_limit
from zhixian.core.workflow.model import (
    FIELD_CLASSES,
    FILE_KINDS,
    OFFICE,
    PRIVATE,
    STARTERS,
    SUBJECTS,
    FieldClass,
    Flow,
    FormField,
    Material,
    Matter,
    Move,
    Step,
)
from zhixian.core.workflow.questions import check_bounds, check_order, read_field, required

WHOLE = "*"
"""The limit of the whole handling, and the units of all steps that name none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a matter may refer to: the flows, the facts the system can know of each subject, the facts each rule asks for."""

    flows: Mapping[str, Flow]
    known: Mapping[str, Mapping[str, str]]
    """Subject (loan, right, project) → facts with their kinds; the key "" is known of every applicant."""
    rule_facts: Mapping[str, Collection[str]]
    studies: Mapping[str, Mapping[str, str]]
    """What the system can look into for a matter → the questions that each reads, with their kinds."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A matter with the flow it runs through: what a dossier pins. `version` is the hash of both."""

    matter: Matter
    flow: Flow

    @property
    def version(self) -> str:
        """Twelve hex digits of the SHA-256 of the content."""
        text = json.dumps(to_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_matter(path: Path, around: Surroundings) -> Matter:
    """The matter in a file, without units and clause, which a place gives it. Raises Refusal with every fault: file, key, found, expected."""
    with reading_whole(path, called=f"{path.parent.name}/{path.name}") as node:
        flow = node.text("flow")
        if flow and flow not in around.flows:
            node.faults.unknown(node.file, "flow", flow, list(around.flows), what="流程")
        matter = Matter(
            id=node.text("id"),
            name=node.text("name"),
            clause="",
            flow=flow,
            who=node.text("who"),
            starters=node.choices("starters", STARTERS),
            legal_basis=_laws(node),
            fields=tuple(read_field(item) for item in node.nodes("fields")),
            materials=tuple(_material(item) for item in node.nodes("materials", default=[])),
            units={},
            limits=_limits(node),
            summary=node.text("summary", default=""),
            incentive=node.text("incentive", default=None),
            study=node.text("study", default=""),
            title=node.text("title", default=""),
            guide=tuple(_paragraph(item) for item in node.nodes("guide", default=[])),
            subject=node.choice("subject", SUBJECTS) if "subject" in node.content else None,
            once_a_year=node.flag("once_a_year"),
            shown_facts=tuple(_shown(item) for item in node.nodes("shown_facts", default=[])),
            public_fields=node.texts("public_fields"),
            publicity_days=node.whole("publicity_days", default=0),
            publicity_source=node.text("publicity_source", default=""),
            remedies=_remedies(node),
            keeps_years=node.whole("keeps_years", default=10),
        )
        node.read.add("subject")
        if not node.faults.found:
            check_matter(matter, around, node.faults, file=node.file)
    return matter


def _remedies(node: Node) -> tuple[Cited, ...]:
    """One text for every day, or the texts with the days they hold from, in the order of their days."""
    if isinstance(node.content.get("remedies"), str):
        return (Cited(date.min, node.text("remedies")),)
    versions = []
    for item in node.nodes("remedies", default=[]):
        versions.append(Cited(item.day("from"), item.text("words")))
        item.done()
    return tuple(sorted(versions, key=lambda one: one.effective))


def _laws(node: Node) -> tuple[str, ...]:
    """The laws a matter rests on. Which clause of a plan it serves differs from place to place."""
    if "clause" in node.content:
        node.read.add("clause")
        node.fault(
            "clause",
            f"“{node.content['clause']}”是一个地方的条款",
            "不写：发钱的事项由方案 amounts.yaml 的金额得出，其余写在方案的 matters.yaml",
        )
    laws = node.texts("legal_basis")
    for number, law in enumerate(laws):
        if law.startswith("方案"):
            node.fault(f"legal_basis[{number}]", f"“{law}”", "只写法律法规；方案的条款按事项所属的一条自动排在最前")
    return laws


def hand_to_units(
    matter: Matter, flow: Flow, units: Mapping[str, Sequence[str]], lines: Mapping[tuple[str, str], int] | None = None
) -> Definition:
    """The matter with a place's units. Raises Refusal naming a step of an office that no unit handles, or an unknown step.

    `lines` are those of the plan's files, so that a fault names its own.
    """
    faults = Faults(lines=dict(lines or {}))
    check_units(matter, flow, units, faults)
    faults.refuse(matter.id)
    return Definition(_handled(matter, units), flow)


def check_units(matter: Matter, flow: Flow, units: Mapping[str, Sequence[str]], faults: Faults) -> None:
    """Note a step that the flow has not, and one of an office that no unit handles."""
    file = "matters.yaml"
    ids = [step.id for step in flow.steps]
    for named in units:
        if named != WHOLE and named not in ids:
            faults.unknown(file, f"{matter.id}.units.{named}", named, ids, what="流程里的步骤")
    handled = _handled(matter, units)
    for step in flow.steps:
        actors = {flow.actor_of(move) for move in flow.moves_from(step.id)}
        if actors & set(OFFICE) and not handled.unit_of(step.id):
            faults.add(
                file,
                f"{matter.id}.units.{step.id}",
                f"“{step.name}”没有办理单位",
                '写上单位，或用 "*" 写其他各步的单位',
            )


def _handled(matter: Matter, units: Mapping[str, Sequence[str]]) -> Matter:
    return replace(matter, units={step: tuple(who) for step, who in units.items()})


def _material(node: Node) -> Material:
    material = Material(
        id=node.text("id"),
        name=node.text("name"),
        required=required(node),
        kinds=node.choices("kinds", FILE_KINDS) or FILE_KINDS,
        megabytes=node.whole("megabytes", default=20),
        help=node.text("help", default=""),
        known_by=node.text("known_by", default=""),
        field_class=cast("FieldClass", node.choice("field_class", FIELD_CLASSES, default="business")),
    )
    node.done()
    return material


def _shown(node: Node) -> tuple[str, str]:
    shown = (node.text("fact"), node.text("name"))
    node.done()
    return shown


def _paragraph(node: Node) -> tuple[str, str]:
    paragraph = (node.text("heading"), node.text("text"))
    node.done()
    return paragraph


def _limits(head: Node) -> dict[str, TimeLimit]:
    limits: dict[str, TimeLimit] = {}
    for node in head.nodes("limits", default=[]):
        step = node.text("step", example='"*" 或步骤编号')
        if step in limits:
            node.fault("step", f"“{step}”写了两次", "每一步一个期限")
        limit = read_limit(node)
        if limit:
            limits[step] = limit
        node.done()
    return limits


def check_matter(matter: Matter, around: Surroundings, faults: Faults, *, file: str) -> None:
    """Note everything in a matter that would fail once somebody runs it."""
    flow = around.flows[matter.flow]
    _check_fields(matter, faults, file)
    _check_days(matter, around, faults, file)
    _check_facts(matter, around, faults, file)
    _check_limits(matter, flow, faults, file)
    _check_study(matter, flow, around, faults, file)
    _check_title(matter, faults, file)
    ids = [field.id for field in matter.fields]
    for step in flow.steps:
        for name in step.only:
            if name not in ids:
                faults.add(
                    file,
                    "fields",
                    f"“{step.name}”要改的“{name}”没有问",
                    f"加一个 id: {name} 的问题，或改流程“{flow.name}”",
                )
    needs = {need for move in flow.moves for need in move.needs}
    if "award" in needs and not matter.incentive:
        faults.add(file, "incentive", f"流程“{flow.name}”要算金额，却没有写资金规则", "incentive: 规则编号")
    if any(step.public for step in flow.steps) and not matter.publicity_days:
        faults.add(file, "publicity_days", f"流程“{flow.name}”有公示，却没有写几天", 'publicity_days: "5"（工作日）')
    if any(step.outcome == "refused" for step in flow.steps) and "letter" in needs and not matter.remedies:
        faults.add(file, "remedies", "决定书没有救济途径可写", "不服决定可以怎么办、向谁、多久以内")


def _check_fields(matter: Matter, faults: Faults, file: str) -> None:
    check_order(matter.fields, faults, file)
    ids = [field.id for field in matter.fields]
    materials = [material.id for material in matter.materials]
    for number, material in enumerate(materials):
        if material in materials[:number]:
            faults.add(file, f"materials[{number}].id", f"“{material}”写了两次", "每份材料一个编号")
    for number, name in enumerate(matter.public_fields):
        if name not in ids:
            faults.unknown(file, f"public_fields[{number}]", name, ids, what="本事项的问题")
        elif matter.form_field(name).field_class in PRIVATE:
            field_class = matter.form_field(name).field_class
            faults.add(file, f"public_fields[{number}]", f"“{name}”是 {field_class} 类", "只公开 open、business 类")


def _check_title(matter: Matter, faults: Faults, file: str) -> None:
    """A title stands in lists and is kept in the open: it is a short text that tells of no person."""
    told = [field.id for field in matter.fields if field.kind == "text" and not field.is_private]
    if matter.title and (matter.title not in told or matter.subject):
        faults.unknown(
            file, "title", matter.title, [] if matter.subject else told, what="不涉及个人的 text 问题，而且没有 subject"
        )


def _check_days(matter: Matter, around: Surroundings, faults: Faults, file: str) -> None:
    facts = {**around.known.get("", {}), **around.known.get(matter.subject or "", {})}
    known = [fact for fact, kind in facts.items() if kind == "day"]
    check_bounds(matter.fields, faults, file, known=known)


def _check_facts(matter: Matter, around: Surroundings, faults: Faults, file: str) -> None:
    known = {*around.known.get("", ()), *around.known.get(matter.subject or "", ())}
    named = [
        *((f"fields[{n}].fact", field.fact) for n, field in enumerate(matter.fields)),
        *((f"materials[{n}].known_by", material.known_by) for n, material in enumerate(matter.materials)),
        *((f"shown_facts[{n}].fact", fact) for n, (fact, _) in enumerate(matter.shown_facts)),
    ]
    for key, fact in named:
        if fact and fact not in known:
            faults.unknown(file, key, fact, sorted(known), what="系统知道的事实")
    if matter.incentive is None:
        return
    if matter.incentive not in around.rule_facts:
        faults.unknown(file, "incentive", matter.incentive, list(around.rule_facts), what="资金规则")
        return
    asked = around.rule_facts[matter.incentive]
    for number, field in enumerate(matter.fields):
        if field.feeds and field.feeds not in asked:
            faults.unknown(file, f"fields[{number}].feeds", field.feeds, sorted(asked), what="资金规则用的事实")
    for fact in sorted(set(asked) - known - {field.feeds for field in matter.fields}):
        faults.add(file, "fields", f"资金规则要用的“{fact}”既没有问，系统也不知道", f"加一个 feeds: {fact} 的问题")


def _check_limits(matter: Matter, flow: Flow, faults: Faults, file: str) -> None:
    steps = {step.id: step for step in flow.steps}
    for number, limited in enumerate(matter.limits):
        if limited != WHOLE and limited not in steps:
            faults.unknown(file, f"limits[{number}].step", limited, [WHOLE, *steps], what="流程里的步骤")
    if WHOLE not in matter.limits and any(move.clock == "start" for move in flow.moves):
        faults.add(file, "limits", "流程有办理时钟，却没有写期限和依据", '一条 step: "*" 的期限，写明 counts 和 source')
    for move in flow.moves:
        if "overdue" in move.needs and move.source not in matter.limits:
            name = steps[move.source].name
            faults.add(
                file, "limits", f"“{move.name}”要等“{name}”逾期，却没有写期限", f"一条 step: {move.source} 的期限"
            )


def _check_study(matter: Matter, flow: Flow, around: Surroundings, faults: Faults, file: str) -> None:
    """Note a study that nobody makes, a question that it reads and nobody puts, and a flow that keeps what is not looked into."""
    if matter.study and matter.study not in around.studies:
        faults.unknown(file, "study", matter.study, list(around.studies), what="系统能做的核对")
        return
    asked = {question.id: question.kind for question in matter.fields}
    for name, kind in around.studies.get(matter.study, {}).items():
        if asked.get(name) != kind:
            faults.add(
                file, "fields", f"系统核对要用的“{name}”没有问，或种类不对", f"加一个 id: {name}、kind: {kind} 的问题"
            )
    keeps = [move for move in flow.moves if {"study", "opinion"} & set(move.needs)]
    if keeps and not matter.study:
        faults.add(
            file, "study", f"流程里的“{keeps[0].name}”要留存核对结果，却没有写核对什么", "、".join(around.studies)
        )
    if matter.study and not keeps:
        faults.add(file, "flow", f"流程“{flow.name}”不留存核对结果", "有 study、opinion 的流程")


def to_plain(definition: Definition) -> dict[str, Any]:
    """The definition as JSON can hold it."""
    plain = cast("dict[str, Any]", json.loads(json.dumps(asdict(definition), ensure_ascii=False, default=_day_text)))
    if [one.effective for one in definition.matter.remedies] in (
        [],
        [date.min],
    ):  # as it was written before there were days
        plain["matter"]["remedies"] = "".join(one.words for one in definition.matter.remedies)
    _without_nothing(plain["flow"]["steps"], "only")
    _without_nothing(plain["matter"]["fields"], "not_before", "not_after")
    _without_nothing([plain["matter"]], "study", "guide", "title")
    return plain


def _day_text(day: date) -> str:
    return day.isoformat()


def _without_nothing(items: Sequence[dict[str, Any]], *keys: str) -> None:
    """Leave out keys that say nothing, so that versions pinned before there were such keys keep their name."""
    for item in items:
        for key in keys:
            if not item[key]:
                del item[key]


def from_plain(content: Mapping[str, Any]) -> Definition:
    """The definition that `to_plain` wrote down, perhaps by an earlier version of the program."""
    matter = _only(Matter, content["matter"])
    matter["fields"] = tuple(FormField(**_frozen(_only(FormField, field))) for field in matter["fields"])
    matter["materials"] = tuple(Material(**_frozen(_only(Material, item))) for item in matter["materials"])
    matter["units"] = {step: tuple(units) for step, units in matter["units"].items()}
    matter["limits"] = {step: _limit(limit) for step, limit in matter["limits"].items()}
    matter["shown_facts"] = tuple((fact, name) for fact, name in matter["shown_facts"])
    matter["guide"] = tuple((heading, text) for heading, text in matter.get("guide", ()))
    matter["remedies"] = _pinned_remedies(matter.get("remedies", ""))
    flow = _only(Flow, content["flow"])
    flow["steps"] = tuple(Step(**_frozen(_only(Step, step))) for step in flow["steps"])
    flow["moves"] = tuple(Move(**_frozen(_only(Move, move))) for move in flow["moves"])
    return Definition(Matter(**_frozen(matter)), Flow(**flow))


def _limit(content: Mapping[str, Any]) -> TimeLimit:
    plain = _only(TimeLimit, content)
    plain["extension"] = Extension(**plain["extension"]) if plain.get("extension") else None
    return TimeLimit(**plain)


def _pinned_remedies(content: str | Sequence[Mapping[str, str]]) -> tuple[Cited, ...]:
    """Remedies as they were pinned: one text, or texts with their days."""
    if isinstance(content, str):
        return (Cited(date.min, content),) if content else ()
    return tuple(Cited(date.fromisoformat(one["effective"]), one["words"]) for one in content)


def _only(kind: type, content: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that the dataclass still has; a dossier may have pinned one that has gone since."""
    assert is_dataclass(kind)
    names = {field.name for field in fields(kind)}
    return {key: value for key, value in content.items() if key in names}


def _frozen(content: dict[str, Any]) -> dict[str, Any]:
    """Lists become tuples again."""
    return {key: _tuple(value) if isinstance(value, list) else value for key, value in content.items()}


def _tuple(value: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(item) if isinstance(item, list) else item for item in value)
