"""`zhixian plan read` drafts a plan from any official text; `zhixian plan check` proves a plan folder."""

import argparse
import sys
from pathlib import Path
from typing import Any

from zhixian.cli.arguments import only_plan, refuse_absent_plan
from zhixian.cli.output import print_json
from zhixian.core.plan.check import plan_state
from zhixian.core.plan.load import examine

_SHOWN = 8
"""So many findings of a kind are printed; the rest stands in the JSON and in the draft."""
_WIDEST = 48
_COUNTED = (
    ("clauses", "条款", "条"),
    ("assignments", "责任单位", "处"),
    ("targets", "目标", "个"),
    ("amounts", "金额", "个"),
    ("undecided", "待人工判断", "处"),
)


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian plan`."""
    verbs = parser.add_subparsers(dest="verb", metavar="动作", required=True)
    read = verbs.add_parser("read", help="从公文（txt、docx、html、pdf）读出方案草稿")
    read.add_argument("file", metavar="文件", type=Path)
    read.add_argument("--json", action="store_true", help="以 JSON 输出")
    read.add_argument("--out", type=Path, metavar="目录", help="写出待审核的 YAML 草稿")
    read.set_defaults(run=run_read)
    check = verbs.add_parser("check", help="核对方案目录")
    check.add_argument("folder", metavar="目录", type=Path, nargs="?", help="默认取 plans/ 里唯一的一个")
    check.set_defaults(run=run_check)


def run_read(args: argparse.Namespace) -> int:
    """Read a text; print what was found, or JSON, or write the draft."""
    from zhixian.core.plan.documents import read_as, text_of
    from zhixian.core.plan.draft_outline import Outline
    from zhixian.core.plan.drafting import repeated, write_draft
    from zhixian.core.plan.reader import read_plan

    text = text_of(args.file)
    if told := read_as(args.file):
        print(f"zhixian：{args.file}：{told}", file=sys.stderr)
    draft = read_plan(text)
    if args.out is not None:
        write_draft(draft, text, args.out)
    found = draft.to_json()
    if args.json:
        print_json(found)
        return 0
    for line in _summary(found, len(Outline(draft, text).tasks), repeated(draft.targets)):
        print(line)
    if args.out is not None:
        print(f"草稿已写到 {args.out}，请逐条对照原文审核")
        for line in _region_codes(draft.issuer or ""):
            print(line)
    return 0


def _summary(found: dict[str, Any], tasks: int, repeats: list[int | None]) -> list[str]:
    """What an officer wants to see at once: the head of the text, the counts, and the first few findings of each kind."""
    head = [f"《{found['title'] or '（没有读到标题）'}》", found["issuer"], found["number"], found["date"]]
    lines = [
        " ".join(part for part in head if part),
        "，".join([f"任务 {tasks} 项", *(f"{name} {len(found[part])} {measure}" for part, name, measure in _COUNTED)]),
    ]
    if not any(found[part] for part in ("clauses", "assignments", "targets", "amounts")):
        return [*lines, "没有读到条款、责任单位、目标或金额，请确认这是一份公文"]
    from zhixian.core.plan.reader.goal_words import name_with_growth

    named = [(goal, name_with_growth(goal["what"], goal["quote"], goal["value"])) for goal in found["targets"]]
    goals = [
        f"{name} {_size(goal)}{goal['unit']}（{goal['by'] or '未写期限'}）"
        + ("" if first is None else f"——与上面第 {first + 1} 个目标相同，原文又写在“{_short(goal['quote'])}”")
        for (goal, name), first in zip(named, repeats, strict=True)
    ]
    sums = [_short(amount["quote"]) for amount in found["amounts"]]
    lines += _first_of("目标", goals) + _first_of("金额", sums)
    for why in dict.fromkeys(item["why"] for item in found["undecided"]):
        lines += _first_of(f"待定：{why}", [_short(item["quote"]) for item in found["undecided"] if item["why"] == why])
    return lines


def _region_codes(issuer: str) -> list[str]:
    """What may be filled in for `region`: the codes of the places that bear the issuer's name."""
    from zhixian.core.registry.places import full_name_of
    from zhixian.core.registry.plan_region import regions_of_issuer

    return [f'plan.yaml 的 region 可填 "{code}"（{full_name_of(code)}）' for code in regions_of_issuer(issuer)]


def _first_of(heading: str, items: list[str]) -> list[str]:
    more = [f"  ……另有 {len(items) - _SHOWN} 处，全部见 --json 或 --out"] if len(items) > _SHOWN else []
    return [heading, *(f"  {item}" for item in items[:_SHOWN]), *more] if items else []


def _size(goal: dict[str, Any]) -> str:
    return f"{goal['value']}" + (f"—{goal['value_max']}" if goal["value_max"] is not None else "")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WIDEST else f"{line[:_WIDEST]}……"


def run_check(args: argparse.Namespace) -> int:
    """Check a plan folder, and its targets and amounts against what can be computed; faults are refused one and all."""
    from zhixian.core.analysis.targets import indicator_choices, target_faults
    from zhixian.core.catalogue import definitions, matter_faults, registers_of
    from zhixian.core.plan.refused import PlanRefused
    from zhixian.core.registry.plan_region import region_faults
    from zhixian.core.rules.promises import amount_faults, rule_choices
    from zhixian.core.scorecards.reading import scorecards_of

    folder = args.folder or only_plan(give="zhixian plan check")
    refuse_absent_plan(folder)
    rules = definitions()
    plan, faults = examine(folder)
    faults += region_faults(plan) + matter_faults(plan)
    of_targets, of_amounts = target_faults(plan), amount_faults(plan, rules)
    if faults + of_targets + of_amounts:
        choices = (indicator_choices() if of_targets else []) + (rule_choices(rules) if of_amounts else [])
        raise PlanRefused(str(folder), faults + of_targets + of_amounts, choices)
    registers_of(plan)
    scorecards_of(plan)
    for line in plan_state(plan).lines():
        print(line)
    return 0
