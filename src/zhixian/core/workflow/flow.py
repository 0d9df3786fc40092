"""Flows that ship, loaded from data and walked through before anybody may use one."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.workflow.model import (
    ACTORS,
    CLOCK_ACTIONS,
    EFFECTS,
    NEEDS,
    OUTCOMES,
    Actor,
    ClockAction,
    Flow,
    Move,
    Outcome,
    Step,
)

FLOWS = Path(__file__).parent / "flows"
CLOCK_AFTER = {
    ("waiting", "start"): "running",
    ("running", "suspend"): "suspended",
    ("suspended", "resume"): "running",
    ("running", "stop"): "stopped",
    ("suspended", "stop"): "stopped",
}
"""What a move does to the handling clock; anything else cannot be."""
MONEY_AFTER = {
    ("free", "reserve"): "reserved",
    ("reserved", "commit"): "committed",
    ("committed", "pay"): "paid",
    ("reserved", "release"): "free",
    ("committed", "release"): "free",
}
WORDS = {
    "waiting": "时钟未起算",
    "running": "时钟在走",
    "suspended": "时钟已中止",
    "stopped": "时钟已停",
    "free": "没有预留资金",
    "reserved": "资金已预留",
    "committed": "资金已确定",
    "paid": "资金已付",
}


@cache
def flows() -> dict[str, Flow]:
    """The flows that ship, by id. Raises Refusal when one does not hold together."""
    return {flow.id: flow for flow in map(load_flow, sorted(FLOWS.glob("*.yaml")))}


def load_flow(path: Path) -> Flow:
    """The flow in a YAML file. Raises Refusal with every fault: file, key, found, expected."""
    with reading_whole(path) as head:
        flow = Flow(
            id=head.text("id"),
            name=head.text("name"),
            first=head.text("first"),
            steps=tuple(_step(node) for node in head.nodes("steps")),
            moves=tuple(_move(node) for node in head.nodes("moves")),
        )
        if not head.faults.found:
            check_flow(flow, head.faults, file=path.name)
    return flow


def _step(node: Node) -> Step:
    outcome = node.text("outcome", default=None)
    if outcome is not None and outcome not in OUTCOMES:
        node.faults.unknown(node.file, node.key("outcome"), outcome, list(OUTCOMES), what="结果")
    public = node.flag("public")
    step = Step(
        id=node.text("id"),
        name=node.text("name"),
        actor=cast("Actor", node.choice("actor", ACTORS)),
        outcome=cast("Outcome | None", outcome),
        public=public,
        only=node.texts("only"),
    )
    node.done()
    return step


def _move(node: Node) -> Move:
    by = node.choice("by", ACTORS) if "by" in node.content else None
    node.read.add("by")
    clock = node.choice("clock", CLOCK_ACTIONS) if "clock" in node.content else "none"
    node.read.add("clock")
    move = Move(
        id=node.text("id"),
        name=node.text("name"),
        source=node.text("from"),
        target=node.text("to"),
        by=cast("Actor | None", by),
        needs=node.choices("needs", NEEDS),
        clock=cast("ClockAction", clock),
        effects=node.choices("effects", EFFECTS),
    )
    node.done()
    return move


def check_flow(flow: Flow, faults: Faults, *, file: str) -> None:
    """Note every step that cannot be reached or left, and every walk that breaks the clock or leaves money behind."""
    if not _names_hold(flow, faults, file):
        return
    reached = _reached(flow, flow.first)
    for number, step in enumerate(flow.steps):
        key = f"steps[{number}]"
        ways = flow.moves_from(step.id)
        if step.id not in reached:
            faults.add(file, key, f"“{step.name}”走不到", f"有一个动作通到 {step.id}，或删去这一步")
        if step.outcome and ways:
            faults.add(file, key, f"“{step.name}”是结果，却还有动作“{ways[0].name}”", "结果之后没有动作")
        if not step.outcome and not any(flow.step(end).outcome for end in _reached(flow, step.id)):
            faults.add(file, key, f"“{step.name}”走不到任何结果", "至少有一条路通到带 outcome 的一步")
    if not faults.found:
        _walk(flow, faults, file)


def _names_hold(flow: Flow, faults: Faults, file: str) -> bool:
    before = len(faults.found)
    ids = [step.id for step in flow.steps]
    for number, step in enumerate(flow.steps):
        if step.id in ids[:number]:
            faults.add(file, f"steps[{number}].id", f"“{step.id}”写了两次", "每一步一个编号")
    if flow.first not in ids:
        faults.unknown(file, "first", flow.first, ids, what="步骤")
    seen: set[tuple[str, str]] = set()
    for number, move in enumerate(flow.moves):
        for key, step_id in (("from", move.source), ("to", move.target)):
            if step_id not in ids:
                faults.unknown(file, f"moves[{number}].{key}", step_id, ids, what="步骤")
        if (move.source, move.id) in seen:
            faults.add(file, f"moves[{number}].id", f"“{move.source}”有两个“{move.id}”", "同一步的动作编号不重复")
        seen.add((move.source, move.id))
    return len(faults.found) == before


def _reached(flow: Flow, start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for move in flow.moves_from(waiting.pop()):
            if move.target not in found:
                found.add(move.target)
                waiting.append(move.target)
    return found


def _walk(flow: Flow, faults: Faults, file: str) -> None:
    """Every state of step, clock and money that some walk reaches."""
    start = (flow.first, "waiting", "free")
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        for number, move in ((n, m) for n, m in enumerate(flow.moves) if m.source == state[0]):
            after = _after(flow, move, state, faults, (file, f"moves[{number}]"))
            if after and after not in found:
                found.add(after)
                waiting.append(after)


def _after(
    flow: Flow, move: Move, state: tuple[str, str, str], faults: Faults, place: tuple[str, str]
) -> tuple[str, str, str] | None:
    _, clock, money = state
    if move.clock != "none":
        if (clock, move.clock) not in CLOCK_AFTER:
            faults.add(place[0], f"{place[1]}.clock", f"{WORDS[clock]}时“{move.name}”要 {move.clock}", _fitting(clock))
            return None
        clock = CLOCK_AFTER[clock, move.clock]
    for effect in move.effects:
        if effect not in {"reserve", "commit", "pay", "release"}:
            continue
        if (money, effect) not in MONEY_AFTER:
            faults.add(place[0], f"{place[1]}.effects", f"{WORDS[money]}时“{move.name}”要 {effect}", _fitting(money))
            return None
        money = MONEY_AFTER[money, effect]
    step = flow.step(move.target)
    if step.outcome and money in {"reserved", "committed"}:
        faults.add(
            place[0], f"{place[1]}.effects", f"“{step.name}”时{WORDS[money]}，没有付也没有退", "加上 release 或 pay"
        )
    if step.outcome and clock in {"running", "suspended"}:
        faults.add(place[0], f"{place[1]}.clock", f"“{step.name}”时{WORDS[clock]}", "加上 clock: stop")
    return move.target, clock, money


def _fitting(state: str) -> str:
    fitting: Iterator[str] = (act for before, act in (*CLOCK_AFTER, *MONEY_AFTER) if before == state)
    return "、".join(fitting) or "不再变动"
