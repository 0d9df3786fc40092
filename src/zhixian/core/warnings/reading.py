"""Reads the rules and proves them: known findings, thresholds that fit, registers that are there, somebody who hears."""

from functools import cache
from pathlib import Path

from zhixian.core.catalogue import registers
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.warnings.model import HEARS, LONGEST_MUTED, LOOKS, ROLES, USUAL_ROLES, Look, Rule

SHIPPED = Path(__file__).parent / "data" / "warnings.yaml"
FURTHEST = 370
"""Days: a threshold beyond a year would warn of what nobody can do yet."""
WHOLE_WAY = 100
"""Percent: beyond the limit itself a warning would come too late."""
KNOWN_ROLES = (*ROLES, "custodian", "auditor", "admin")


@cache
def warning_rules() -> dict[str, Rule]:
    """The rules that ship, by id in the order of the file."""
    return load_warning_rules(SHIPPED)


def load_warning_rules(path: Path) -> dict[str, Rule]:
    """The rules in a YAML file. Raises Refusal with every fault: line, what was found, what was expected."""
    with reading_whole(path) as head:
        found: dict[str, Rule] = {}
        for node in head.nodes("rules"):
            rule = _rule(node)
            if rule.id in found:
                node.fault("id", f"“{rule.id}”写了两次", "每条规则一个编号")
            if any(rule.name == other.name for other in found.values()):
                node.fault("name", f"“{rule.name}”用了两次", "每条规则一个名称")
            found[rule.id] = rule
        if not found:
            head.fault("rules", "一条也没有", "至少一条")
    return found


def _rule(node: Node) -> Rule:
    looks_at = node.choice("looks_at", LOOKS)
    look = LOOKS.get(looks_at)
    rule = Rule(
        id=node.text("id"),
        name=node.text("name"),
        looks_at=looks_at,
        hears=node.choices("hears", HEARS),
        most_muted=node.whole("most_muted"),
        before=_days(node, "before", wanted=bool(look and look.dated and not look.over)),
        after=_days(node, "after", wanted=bool(look and look.over)),
        near=_percent(node, wanted=bool(look and look.measured)),
        home=node.text("home", default=""),
        registers=node.choices("registers", registers()),
        except_registers=node.choices("except_registers", registers()),
        dues=node.choices("dues", _every_due()),
        except_dues=node.choices("except_dues", _every_due()),
        roles=node.choices("roles", ROLES) or USUAL_ROLES,
        hidden_from=node.choices("hidden_from", KNOWN_ROLES),
        seen=node.flag("seen"),
        basis=node.text("basis", default=""),
    )
    node.done()
    _check(node, rule, look)
    return rule


def _every_due() -> list[str]:
    return [f"{register.id}.{due.id}" for register in registers().values() for due in register.dues]


def _days(node: Node, name: str, *, wanted: bool) -> int | None:
    """A threshold, where what is looked at has such a day, and nowhere else."""
    if not wanted:
        if name in node.content:
            node.read.add(name)
            node.fault(name, str(node.content[name]), "不写：所看的内容没有这样的日期")
        return None
    days = node.whole(name)
    if not 0 <= days <= FURTHEST:
        node.fault(name, str(days), f"0 到 {FURTHEST} 天")
    return days


def _percent(node: Node, *, wanted: bool) -> int | None:
    """How near, where what is looked at has a limit, and nowhere else."""
    if not wanted:
        if "near" in node.content:
            node.read.add("near")
            node.fault("near", str(node.content["near"]), "不写：所看的内容没有这样的界限")
        return None
    near = node.whole("near")
    if not 1 <= near <= WHOLE_WAY:
        node.fault("near", str(near), f"1 到 {WHOLE_WAY}，到界限的百分之几")
    return near


def _check(node: Node, rule: Rule, look: Look | None) -> None:
    if not 1 <= rule.most_muted <= LONGEST_MUTED:
        node.fault("most_muted", str(rule.most_muted), f"1 到 {LONGEST_MUTED} 天")
    if not rule.hears:
        node.fault("hears", "没有人听到", f"{'、'.join(HEARS)} 中至少一个")
    if "lead_unit" in rule.hears and not rule.home:
        node.fault("home", "没有写", "牵头单位由一本台账的归属决定，例如 home: leads_followed")
    if rule.home and rule.home not in registers():
        node.unknown("home", rule.home, list(registers()), what="台账")
    if rule.registers and rule.except_registers:
        node.fault("except_registers", "和 registers 同时写了", "两样写一样")
    if rule.dues and rule.except_dues:
        node.fault("except_dues", "和 dues 同时写了", "两样写一样")
    if (rule.dues or rule.except_dues) and rule.looks_at != "row_days":
        node.fault("dues", "所看的内容不是台账期限", "不写")
    if rule.seen and rule.before is not None:
        node.fault("seen", "所看的内容有要办的期限", "不写：看过不等于办过")
    if (rule.registers or rule.except_registers) and not (look and look.of_registers):
        node.fault("registers", "所看的内容不在台账里", "不写")
    for name in rule.registers:
        kept = registers().get(name)
        if kept and rule.looks_at == "row_findings" and not kept.checks:
            node.fault("registers", f"台账 {name} 没有核对", "有 checks 的台账")
        if kept and rule.looks_at == "row_days" and not kept.dues:
            node.fault("registers", f"台账 {name} 没有期限", "有 dues 的台账")
