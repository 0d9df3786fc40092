"""Checks that a row answers by itself, or among the rows of its register; each finding names what it rests on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.in_force import in_force
from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.working_days import rolled
from zhixian.core.registers.infringers import one_infringer
from zhixian.core.registers.rights import held_by_others
from zhixian.core.registers.rows import Finding


@dataclass(frozen=True, slots=True)
class Reward:
    """From which day of grant, the least reward in fen by kind of patent, and the article."""

    effective: date
    least: Mapping[str, int]
    basis: str


REWARDS = (
    Reward(
        date(2010, 2, 1),
        {"invention": 300_000, "utility_model": 100_000, "design": 100_000},
        "专利法实施细则（2010年修订）第77条",
    ),
    Reward(
        date(2024, 1, 20),
        {"invention": 400_000, "utility_model": 150_000, "design": 150_000},
        "专利法实施细则（2023年修订）第93条",
    ),
)
"""The later take the place of the earlier."""
SUM_INSURED = "保险法第18条"
"""The sum insured is the most that the insurer owes."""


TRANSFER_PAPERS = ("调查报告",)
"""What the list of a hand-over to the police has in any case, besides the letter itself and the list of articles."""
CONFIRMATION_DAYS = 30
CONFIRMATION = (
    Cited(date(2011, 1, 1), "人民调解法第33条"),
    Cited(date(2013, 1, 1), "民事诉讼法（2012年修正、2017年修正）第194条"),
    Cited(date(2022, 1, 1), "民事诉讼法（2021年修正）第201条"),
    Cited(date(2024, 1, 1), "民事诉讼法（2023年修正）第205条"),
)
"""Which article gives the parties thirty days to ask the court to confirm what they agreed on."""


def transfer_materials(values: Mapping[str, Any]) -> list[Finding]:
    """What the list of materials of a hand-over does not name, though every hand-over has it."""
    missing = [paper for paper in TRANSFER_PAPERS if paper not in values["materials"]]
    if not missing:
        return []
    words = f"移送材料里没有写{'、'.join(f'“{paper}”' for paper in missing)}"
    return [Finding("transfer_materials", words, "行政执法机关移送涉嫌犯罪案件的规定第6条")]


def hand_over_stands(
    values: Mapping[str, Any], case: Mapping[str, Any] | None, others: Sequence[Mapping[str, Any]]
) -> list[Finding]:
    """Whether a hand-over fits its case and the other hand-overs of it: not before the case was opened, not after it was closed, and
    not while the police have another or have filed the case. `case` is None where it is not known."""
    found = []
    for field, word in (("approved_on", "批准移送日"), ("sent_on", "移送日")):
        day = values.get(field)
        if day and case and day < case["opened_on"]:
            found.append(Finding("hand_over_stands", f"{word} {day} 早于案件的立案日 {case['opened_on']}"))
        if day and case and case.get("closed_on") and day > case["closed_on"]:
            found.append(Finding("hand_over_stands", f"{word} {day} 晚于案件的结案日 {case['closed_on']}"))
    if not values.get("sent_on"):
        return found
    for other in sorted(others, key=lambda one: (one.get("sent_on") or "", one["number"])):
        sent, answered = other.get("sent_on"), other.get("answered_on") or other.get("decided_on")
        if not sent or (sent, other["number"]) > (values["sent_on"], values["number"]):
            continue
        if other.get("answer") == "filed":
            words = f"同一案件已经由 {other['number']} 移送，公安机关已立案"
        elif not other.get("answer") or (answered and answered > values["sent_on"]):
            words = f"同一案件 {sent} 已经由 {other['number']} 移送，{values['sent_on']} 时公安机关还没有答复"
        else:
            continue
        found.append(Finding("hand_over_stands", words))
    return found


def confirmation_window(values: Mapping[str, Any]) -> list[Finding]:
    """Until when both parties may ask the court to confirm an agreement, by the law of the day it took effect; and whether they
    asked too late. Nothing where none is in force, or none is to be confirmed."""
    if not values.get("effective_on") or values["confirm"] != "yes":
        return []
    effective = date.fromisoformat(values["effective_on"])
    if effective < CONFIRMATION[0].effective:
        return []
    basis = cited(CONFIRMATION, effective)
    last = rolled(effective + timedelta(days=CONFIRMATION_DAYS))
    applied = values.get("applied_on")
    if applied and applied > last.isoformat():
        words = f"{applied} 申请司法确认，晚于最后一日 {last}"
        return [Finding("confirmation_window", words, basis)]
    return [Finding("confirmation_window", f"双方共同申请司法确认的最后一日是 {last}", basis, grave=False)]


def offered_by_holder(values: Mapping[str, Any], holders: Mapping[str, str]) -> list[Finding]:
    """Rights that somebody offers and the registry gives to another. `holders` are names by number, several of one right with a
    separator between; a right that is not there says nothing."""
    if values["side"] != "offer":
        return []
    others = held_by_others(values["party"], holders)
    told = "；".join(f"{number} 的权利人是{name}" for number, name in others.items())
    words = f"{told}，不是{values['party']}：改正权利号或登记单位以前，不对外公开"
    return [Finding("offered_by_holder", words)] if others else []


def licence_gap(values: Mapping[str, Any]) -> list[Finding]:
    """More copies installed than licences held."""
    gap = values["installs"] - values["licences"]
    if gap <= 0:
        return []
    words = f"{values['software']}装了 {values['installs']:,} 份，授权 {values['licences']:,} 份，差 {gap:,} 份"
    return [Finding("licence_gap", words, "计算机软件保护条例第24条")]


def reward_minimum(values: Mapping[str, Any]) -> list[Finding]:
    """A reward below the least that the rules of its day of grant set where nothing was agreed on."""
    granted = date.fromisoformat(values["granted_on"])
    if values["agreed"] == "yes" or granted < REWARDS[0].effective or values.get("reward") is None:
        return []
    rule = in_force(REWARDS, granted)
    fen = rule.least[values["kind"]]
    if values["reward"] >= fen:
        return []
    words = f"没有约定的，奖金不少于 {yuan(fen)} 元，这里是 {yuan(values['reward'])} 元，差 {yuan(fen - values['reward'])} 元"
    return [Finding("reward_minimum", words, rule.basis)]


def repeat_infringers(rows: Sequence[Mapping[str, Any]], wanted: Sequence[int]) -> list[list[Finding]]:
    """Of some rows (by their place among all), the other cases of the same infringer, as `one_infringer` tells who that is."""
    groups: dict[int, list[list[int]]] = defaultdict(list)
    for _, places in one_infringer(rows):
        for place in places:
            groups[place].append(places)
    return [list(_others(rows, {n for places in groups[place] for n in places} - {place})) for place in wanted]


def _others(rows: Sequence[Mapping[str, Any]], same: Iterable[int]) -> Iterator[Finding]:
    others = sorted((rows[place] for place in same), key=lambda values: (values["opened_on"], values["number"]))
    if others:
        told = "、".join(f"{values['number']}（{values['opened_on']}）" for values in others[-5:])
        yield Finding("repeat_infringer", f"同一涉嫌侵权人另有 {len(others)} 件：{told}", grave=False)


def policy_left(policy: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """What was paid on a policy and what is left of the sum insured; nothing before anything was paid. `claims` are those on it."""
    paid, insured = sum(claim.get("paid") or 0 for claim in claims), policy["sum_insured"]
    if not paid:
        return []
    words = f"已赔付 {yuan(paid)} 元，保险金额 {yuan(insured)} 元，"
    if paid > insured:
        return [Finding("policy_left", f"{words}超出 {yuan(paid - insured)} 元", SUM_INSURED)]
    return [Finding("policy_left", f"{words}还剩 {yuan(insured - paid)} 元", SUM_INSURED, grave=False)]


def within_policy(
    claim: Mapping[str, Any], policy: Mapping[str, Any] | None, others: Sequence[Mapping[str, Any]]
) -> list[Finding]:
    """Whether a claim has a policy, its loss falls into the policy's time, and the sum insured holds it after the other claims.

    `others` are the other claims on the policy; what counts of them is what was paid. The day on which the insurance ends belongs
    to it, as policies write it.
    """
    if policy is None:
        return [
            Finding("within_policy", f"没有录入保单 {claim['policy']}，核不了保险期间和保额", SUM_INSURED, grave=False)
        ]
    found = []
    if not policy["begins"] <= claim["occurred_on"] <= policy["ends"]:
        words = f"{claim['occurred_on']} 出险，保险期间是 {policy['begins']} 至 {policy['ends']}"
        found.append(Finding("within_policy", words, "保险法第14条"))
    before = sum(other.get("paid") or 0 for other in others)
    left = max(0, policy["sum_insured"] - before)
    for name, word in (("paid", "赔付"), ("claimed", "索赔")):
        wanted = claim.get(name) or 0
        if wanted > left:
            words = f"{word} {yuan(wanted)} 元，保险金额 {yuan(policy['sum_insured'])} 元，别的理赔已赔 {yuan(before)} 元，只剩 {yuan(left)} 元"
            found.append(Finding("within_policy", words, SUM_INSURED, grave=name == "paid"))
            break
    return found


def contract_on_file(values: Mapping[str, Any], contracts: Sequence[Mapping[str, Any]] | None) -> list[Finding]:
    """Whether the contract that two sides came to stands among those kept of them; None where no contracts are kept."""
    number = values.get("contract")
    if not number or contracts is None:
        return []
    sides = {folded(values["need_party"]), folded(values["offer_party"])}
    same = [one for one in contracts if folded(one["number"]) == folded(number)]
    if any(sides & {folded(one["owner"]), folded(one["partner"])} for one in same):
        return []
    words = f"知识产权合同台账里没有编号 {number} 而一方是{values['need_party']}或{values['offer_party']}的合同"
    return [Finding("contract_on_file", words, grave=False)]


def repair_entered(values: Mapping[str, Any], events: Sequence[Mapping[str, Any]] | None) -> list[Finding]:
    """Whether the credit record that somebody speaks against is kept, and shows that it was repaired once that was granted.

    `events` are the credit records of the same party; None where none are kept. A granted objection takes the record out: its row is struck.
    """
    if events is None:
        return []
    same = [one for one in events if folded(one["document"]) == folded(values["document"])]
    granted = values.get("result") == "granted"
    if not same:
        words = f"知识产权信用记录里没有{values['party']}的 {values['document']}"
        return [] if granted else [Finding("repair_entered", words, grave=False)]
    if granted and values["asks"] == "objection":
        return [Finding("repair_entered", f"异议成立，信用记录 {values['document']} 还没有注销")]
    if granted and not any(one.get("repaired_on") for one in same):
        return [Finding("repair_entered", f"决定修复，信用记录 {values['document']} 还没有写修复日")]
    return []
