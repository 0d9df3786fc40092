"""Checks of cases, hand-overs to the police and mediations: papers, days, the same infringer again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.laws import Cited, cited
from zhixian.core.kernel.working_days import rolled
from zhixian.core.registers.infringers import one_infringer
from zhixian.core.registers.rows import Finding

TRANSFER_PAPERS = ("调查报告",)
"""What the list of a hand-over to the police has in any case, besides the letter itself and the list of articles."""


LEAD_SUBJECTS = {"patent": "专利", "mark": "商标", "copyright": "著作权", "gi": "地理标志"}
"""Kinds of rights that cases and leads both have, in words."""


CONFIRMATION_DAYS = 30


MOST_TOLD = 5
"""Other cases that are named."""


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


def lead_before_case(values: Mapping[str, Any], leads: Sequence[Mapping[str, Any]] | None) -> list[Finding]:
    """Whether the lead that a case names is there, was found before the case was opened, and speaks of the same right. `leads` are the
    rows of that number; None where no leads are kept."""
    check, number = "lead_before_case", values.get("lead")
    if not number or leads is None:
        return []
    if not leads:
        return [Finding(check, f"网络侵权线索台账里没有编号是“{number}”的线索：核对编号", grave=False)]
    lead, found = leads[0], []
    if values["opened_on"] < lead["found_on"]:
        words = f"立案或受理日 {values['opened_on']} 早于线索 {number} 的发现日 {lead['found_on']}"
        found.append(Finding(check, words))
    if values["subject"] in LEAD_SUBJECTS and lead["subject"] in LEAD_SUBJECTS and values["subject"] != lead["subject"]:
        words = f"案件写的是{LEAD_SUBJECTS[values['subject']]}，线索 {number} 写的是{LEAD_SUBJECTS[lead['subject']]}"
        found.append(Finding(check, words, grave=False))
    return [*found, *_otherwise_than(lead, values)]


def _otherwise_than(lead: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Finding]:
    """Whom a lead names otherwise than its case; a name that holds the other says the same. The operator of a shop bears another name."""
    number = values["lead"]
    if not _alike(lead["holder"], values["holder"]):
        words = f"案件的权利人是{values['holder']}，线索 {number} 的权利人是{lead['holder']}：核对线索编号"
        yield Finding("lead_before_case", words, grave=False)
    if lead.get("shop") and not _alike(lead["shop"], values["infringer"]):
        words = (
            f"案件的涉嫌侵权人是{values['infringer']}，线索 {number} 的店铺或账号是{lead['shop']}：核对是不是它的经营者"
        )
        yield Finding("lead_before_case", words, grave=False)


def _alike(one: str, other: str) -> bool:
    names = sorted((folded(one), folded(other)), key=len)
    return names[0] in names[1]


def holder_registered(
    values: Mapping[str, Any], known: Mapping[str, Mapping[str, str]], licensees: Collection[str], day: date
) -> list[Finding]:
    """Rights of which a row names another holder than the registry has on the row's day. `known` are holders by number, by what of the
    row's rights can mean it; who has a licence, `licensees` (an empty name: of somebody the registry does not name), may act on
    it too, and of what the registry does not have nothing is told."""
    named = values["holder"]
    if any(not name or _alike(name, named) for name in licensees):
        return []
    others: dict[str, str] = {}
    for holders in known.values():
        told = {number: holder for number, holder in holders.items() if holder}
        others |= {} if any(_alike(holder, named) for holder in told.values()) else told
    told_of = "；".join(f"{number} 的权利人是{holder}" for number, holder in others.items())
    words = f"登记数据里 {day} {told_of}，这里写的是{named}：核对权利号和权利人"
    return [Finding("holder_registered", words, grave=False)] if others else []


def cases_of_lead(cases: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Whether the `cases` that name a lead are against different people or of different holders: one lead is of one infringement."""
    sides = {(folded(one["holder"]), folded(one["infringer"])) for one in cases}
    words = f"这条线索写在 {len(cases)} 件权利人或涉嫌侵权人不同的案件里：{_named(cases)}；核对各案的线索编号"
    return [Finding("cases_of_lead", words, grave=False)] if len(sides) > 1 else []


def _named(cases: Sequence[Mapping[str, Any]]) -> str:
    told = (f"{one['number']}（权利人{one['holder']}，涉嫌侵权人{one['infringer']}）" for one in cases[:MOST_TOLD])
    return "、".join(told)


def lead_once(values: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Whether `others`, cases that name the same lead, are against somebody else or of another holder: one lead is of one infringement."""
    apart = [
        one for one in others if any(folded(one[name]) != folded(values[name]) for name in ("infringer", "holder"))
    ]
    words = (
        f"线索 {values.get('lead')} 还写在 {len(apart)} 件权利人或涉嫌侵权人不同的案件里：{_named(apart)}；核对线索编号"
    )
    return [Finding("lead_once", words, grave=False)] if apart else []


def confirmation_window(values: Mapping[str, Any]) -> list[Finding]:
    """Until when both parties may ask the court to confirm an agreement, by the law of the day it took effect; and whether they
    asked too late, or ask for it without an agreement. Nothing where none is in force, or none is to be confirmed."""
    if values["confirm"] == "yes" and values.get("result") in ("failed", "withdrawn"):
        return [Finding("confirmation_window", "没有达成协议，双方要司法确认却写“是”：没有协议可以确认")]
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
