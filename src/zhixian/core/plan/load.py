"""Loads plans/<place>/ and proves it against the issued text: every quote, unit, clause and amount."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zhixian.core.kernel.faults import Fault
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.regions import is_region
from zhixian.core.kernel.yaml_file import Node
from zhixian.core.plan.amounts import read_amounts
from zhixian.core.plan.clauses import read_clauses, read_documents, read_sections
from zhixian.core.plan.heads import prove_horizon
from zhixian.core.plan.homes import read_registers, read_scorecards
from zhixian.core.plan.matter_units import read_matter_units
from zhixian.core.plan.model import Clause, Plan, Unit
from zhixian.core.plan.penalty_units import PenaltyUnit, read_penalty_units
from zhixian.core.plan.place_words import PlaceWord, read_place_words
from zhixian.core.plan.proof import Proof
from zhixian.core.plan.refused import PlanRefused
from zhixian.core.plan.report_desk import ReportDesk, read_desk
from zhixian.core.plan.targets import read_targets
from zhixian.core.plan.unit_names import load_units


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
    proof = Proof.of(folder, _read_text(folder / "text.txt"))
    return _plan(proof), proof.faults.found


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Refusal("没有这个文件", where=str(path), expected="方案原文，UTF-8 编码，一字不改") from None
    except UnicodeDecodeError:
        raise Refusal(
            "不是 UTF-8 编码", where=str(path), expected="用 zhixian plan read --out 生成，或另存为 UTF-8"
        ) from None


def _plan(proof: Proof) -> Plan:
    head = proof.node("plan.yaml")
    prefix, units = load_units(proof.node("units.yaml"), proof.words)
    region, issued = _region(head), _issued(proof, head)
    sections = read_sections(proof, head)
    clauses = read_clauses(proof, head, units, prefix)
    places = [c.id for c in clauses] + [section for section, _ in sections]
    horizon = head.day("horizon")
    prove_horizon(head, horizon, issued)
    derived = head.text("derived", default=None)
    if derived is None:
        proof.head.prove(head)
    targets = read_targets(proof, places, horizon)
    amounts, norms = read_amounts(proof, places, issued)
    matters = read_matter_units(proof, units, [clause.id for clause in clauses])
    plan = Plan(
        id=proof.folder.resolve().name,
        folder=proof.folder,
        title=head.text("title"),
        issuer=head.text("issuer"),
        number=head.text("number", default=None),
        issued=issued,
        place=head.text("place"),
        region=region,
        horizon=horizon,
        text=proof.words.text,
        parents=read_documents(proof, head, "parents", places),
        references=read_documents(proof, head, "references", places),
        sections=sections,
        clauses=clauses,
        units=units,
        targets=targets,
        amounts=amounts,
        open_norms=norms,
        dossier_prefix=matters.prefix,
        matter_units=matters.units,
        matter_clauses=matters.clauses,
        register_homes=read_registers(proof, units, clauses),
        scorecard_homes=read_scorecards(proof, units, clauses),
        report_desk=_report_desk(proof, units, clauses),
        penalty_units=_penalty_units(proof, clauses),
        place_words=_place_words(proof),
        derived=derived,
        lines=proof.faults.lines,
    )
    head.done()
    return plan


def _region(head: Node) -> str:
    region: str = head.text("region", example='"110101"')
    if region and not is_region(region):
        head.fault("region", f"“{region}”", '六位行政区划代码，例如 "110101"')
    return region


def _issued(proof: Proof, head: Node) -> date:
    issued: date = head.day("date")
    if head.content.get("date_quote") and issued > date.min:
        proof.figures.prove_date(head, proof.quoted(head, key="date_quote")[0], issued)
    return issued


def _report_desk(proof: Proof, units: dict[str, Unit], clauses: Iterable[Clause]) -> ReportDesk | None:
    """Who takes reports of infringement; a plan without reports.yaml takes none."""
    if not proof.has("reports.yaml"):
        return None
    return read_desk(proof.node("reports.yaml"), list(units), {clause.id: clause.units for clause in clauses})


def _penalty_units(proof: Proof, clauses: Iterable[Clause]) -> tuple[PenaltyUnit, ...]:
    """Who punishes infringements; a plan without penalties.yaml publishes none."""
    if not proof.has("penalties.yaml"):
        return ()
    return read_penalty_units(proof.node("penalties.yaml"), {clause.id: clause.units for clause in clauses})


def _place_words(proof: Proof) -> tuple[PlaceWord, ...]:
    """What the place is called; a plan without places.yaml has no names to look for."""
    return read_place_words(proof.node("places.yaml")) if proof.has("places.yaml") else ()
