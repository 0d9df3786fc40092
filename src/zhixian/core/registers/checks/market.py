"""Checks of offers, contracts, licences of software and credit records: whose they are, and whether what one register says stands in another."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.money import yuan
from zhixian.core.registers.rights import held_by_others, meant, parts_of
from zhixian.core.registers.rows import Finding

LICENCES = ("patent_licence", "open_licence", "mark_licence")
TRANSFERS = ("patent_transfer", "mark_transfer")
"""Contracts after which the right is another's."""


def offered_by_holder(values: Mapping[str, Any], holders: Mapping[str, str]) -> list[Finding]:
    """Rights that somebody offers and the registry gives to another. `holders` are names by number, several of one right with a
    separator between; a right that is not there says nothing."""
    if values["side"] != "offer":
        return []
    others = held_by_others(values["party"], holders)
    told = "；".join(f"{number} 的权利人是{name}" for number, name in others.items())
    words = f"{told}，不是{values['party']}：改正权利号或登记单位以前，不对外公开"
    return [Finding("offered_by_holder", words)] if others else []


def given_by_holder(values: Mapping[str, Any], holders: Mapping[str, str]) -> list[Finding]:
    """Rights that a contract gives and the registry gives to another than whoever gives them; after a transfer whoever takes them may
    stand there. `holders` as `offered_by_holder` has them; a contract that has ended forbids nothing any more."""
    if values["role"] == "both" or values["sort"] == "cooperation":
        return []
    sides = (values["owner"], values["partner"])
    giver, taker = sides if values["role"] == "giver" else sides[::-1]
    others = held_by_others(giver, holders)
    if values["sort"] in TRANSFERS:
        others = held_by_others(taker, others)
    told = "；".join(f"{number} 的权利人是{name}" for number, name in others.items())
    word = "转让人" if values["sort"] in TRANSFERS else "许可人"
    words = f"{told}，不是{word}{giver}：核对权利号"
    return [Finding("given_by_holder", words, grave=not values.get("ended_on"))] if others else []


def licensed_to(values: Mapping[str, Any], party: str, rights: str, day: date) -> bool:
    """Whether a contract gives a party, the one that entered it, a licence to one of some rights on a day."""
    if values["role"] != "taker" or values["sort"] not in LICENCES or folded(values["owner"]) != folded(party):
        return False
    until = values.get("ended_on") or values.get("ends_on") or ""
    runs = values["effective_on"] <= day.isoformat() and (not until or day.isoformat() <= until)
    return runs and bool(_bare(rights) & _bare(values.get("rights") or ""))


def _bare(rights: str) -> set[str]:
    """What numbers can mean, a mark's without its class."""
    return {number.partition("/")[0] for part in parts_of(rights) for number in meant(part)[0]}


def contract_price(values: Mapping[str, Any]) -> list[Finding]:
    """Whether the sum of a contract, in fen, and its being for money or for nothing say the same."""
    amount, paid = values.get("amount"), values.get("paid")
    if amount is None:
        return []
    if paid == "free" and amount:
        return [Finding("contract_price", f"写了无偿，合同金额是 {yuan(amount)} 元")]
    if not amount and paid != "free":
        return [Finding("contract_price", "合同金额写的是 0：无偿的选“无偿”，没有约定或者不知道的不填")]
    return []


def licence_gap(values: Mapping[str, Any]) -> list[Finding]:
    """More copies installed than licences held."""
    gap = values["installs"] - values["licences"]
    if gap <= 0:
        return []
    words = f"{values['software']}装了 {values['installs']:,} 份，授权 {values['licences']:,} 份，差 {gap:,} 份"
    return [Finding("licence_gap", words, "计算机软件保护条例第24条")]


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


def sides_entered(values: Mapping[str, Any], missing: Sequence[tuple[str, ...]]) -> list[Finding]:
    """Which sides of a match, (party, number), nobody entered; grave where somebody is asked to bring the two together."""
    return [
        Finding(
            "sides_entered",
            f"知识产权供需台账里没有{party}的“{number}”：核对名称和编号",
            grave=values["state"] == "asked",
        )
        for party, number in missing
    ]


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
