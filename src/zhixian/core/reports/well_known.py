"""The evidence file for having a mark found well known (驰名商标认定), as plain data: what is on record, factor by factor, and what is lacking.

The factors are those of 商标法第十四条, from 2027-01-01 第六十三条; what evidences them is listed by 驰名商标认定和保护规定 (2014) 第九条. A mark is found well known
in a case and for that case; nothing here says that it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhixian.core.kernel.laws import MARK_LAW_2026, Cited, cited
from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.periods import add_months
from zhixian.core.registers.rights import meant, parts_of
from zhixian.core.registry.kind_words import EVENT_WORDS, RIGHT_KIND_WORDS
from zhixian.core.registry.staging import normalise_name

Values = Mapping[str, Any]
LAW = (Cited(date(2014, 5, 1), "商标法第十四条"), Cited(MARK_LAW_2026, "商标法（2026年修订）第六十三条"))
RULE = "驰名商标认定和保护规定（2014年）第九条"
REGISTERED_FOR = 36
"""Months for which a registered mark must have been registered, unless it was used for five years (第九条)."""
LICENCES = {"mark_licence": "商标许可", "mark_transfer": "商标转让", "cooperation": "合作"}


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing on record: its day, what it is, and from where that is known."""

    day: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the law: what speaks to it on record, and what the applicant still has to add."""

    name: str
    basis: str
    found: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """Rows of registers and published penalties that may be told to whoever asks; None where nothing of the sort is kept."""

    contracts: Sequence[Values] | None = None
    cases: Sequence[Values] | None = None
    penalties: Sequence[Values] | None = None
    """`number`, `decided_on`, `violation` of published ones that name the mark."""
    users: Sequence[Values] | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """The whole file. `facts` are (heading, words)."""

    mark: str
    number: str
    holder: str
    in_force: bool
    as_of: date
    facts: tuple[tuple[str, str], ...]
    history: tuple[Dated, ...]
    contracts: tuple[Dated, ...]
    enforcement: tuple[Dated, ...]
    honours: tuple[Dated, ...]
    factors: tuple[Factor, ...]
    not_kept: tuple[str, ...]
    snapshot: str
    unit: str
    """The office that issues it and signs; "" for a draft that somebody made for themselves."""
    label: str = ""


def evidence_of(
    told: Mapping[str, Sequence[Values]], records: Records, honours: Sequence[Dated], *, in_force: bool, as_of: date, snapshot: str,
    unit: str, label: str = "",
) -> EvidenceFile:  # fmt: skip
    """The file of one mark: `told` as `registry.particulars.right_in_full` gives it; `honours` are those of its holder on the day."""
    facts, spans = told["facts"][0], [span for span in told["spans"] if span["start"] <= as_of]
    events = [event for event in told["events"] if event["day"] is not None and event["day"] <= as_of]
    holder = (spans[-1]["holder_name"] if spans else "") or "不详"
    contracts = tuple(_contracts(records.contracts or (), facts["number"], holder, as_of))
    enforcement = tuple(
        sorted((*_cases(records, facts["number"], as_of), *_penalties(records)), key=lambda one: one.day)
    )
    own = tuple(
        Dated(str(honour["awarded"] or "日期不详"), honour["honour"], "登记数据") for honour in told["honours"]
        if honour["awarded"] is None or honour["awarded"] <= as_of
    )  # fmt: skip
    history = tuple(_history(facts, events, as_of))
    found = EvidenceFile(
        mark=facts["title"] or "（没有名称）", number=facts["number"] or facts["right_id"], holder=holder, in_force=in_force, as_of=as_of,
        facts=tuple(_facts(facts, events, as_of)), history=history, contracts=contracts, enforcement=enforcement,
        honours=(*own, *honours), factors=(), not_kept=tuple(_not_kept(records)), snapshot=snapshot, unit=unit, label=label,
    )  # fmt: skip
    users = [user for user in records.users or () if _names(user.get("right"), facts["number"])]
    return replace(found, factors=tuple(_factors(found, facts, len(users))))


def _facts(facts: Values, events: Sequence[Values], as_of: date) -> Iterator[tuple[str, str]]:
    kind = f"{RIGHT_KIND_WORDS.get(facts['kind'], facts['kind'])}{'（地理标志）' if facts['gi'] else ''}"
    yield "种类", kind
    yield "注册号", facts["number"] or facts["right_id"]
    yield (
        "商品和服务类别",
        "、".join(f"第 {one} 类" for one in (facts["classes"] or "").split(";") if one) or "登记数据没有",
    )
    yield "申请日", _iso(facts["filed"])
    yield "注册日", _iso(facts["registered"])
    renewed = [event["until"] for event in events if event["event"] == "renewed" and event["until"]]
    yield "专用期至", _iso(renewed[-1] if renewed else facts["expires"])
    yield "注册至今", _years(facts["registered"], as_of)


def _years(registered: date | None, as_of: date) -> str:
    if registered is None or registered > as_of:
        return "登记数据没有注册日"
    months = (as_of.year - registered.year) * 12 + as_of.month - registered.month - (as_of.day < registered.day)
    return f"{months // 12} 年 {months % 12} 个月"


def _history(facts: Values, events: Sequence[Values], as_of: date) -> Iterator[Dated]:
    if facts["filed"] and facts["filed"] <= as_of:
        yield Dated(_iso(facts["filed"]), "申请", "登记数据")
    if facts["registered"] and facts["registered"] <= as_of and not any(one["event"] == "granted" for one in events):
        yield Dated(_iso(facts["registered"]), "注册", "登记数据")
    for event in events:
        party = f"，{event['party_name']}" if event["party_name"] else ""
        until = f"，至 {event['until']}" if event["until"] else ""
        yield Dated(_iso(event["day"]), f"{EVENT_WORDS.get(event['event'], event['event'])}{party}{until}", "登记数据")


def _contracts(rows: Sequence[Values], number: str | None, holder: str, as_of: date) -> Iterator[Dated]:
    """Contracts that name the mark, and licences of marks by its holder that name no right."""
    for row in sorted(rows, key=lambda row: (row["effective_on"], row["number"])):
        mine = normalise_name(holder) in {normalise_name(row["owner"]), normalise_name(row["partner"])}
        named = _names(row.get("rights"), number)
        if row["effective_on"] > as_of.isoformat() or not (
            named or (mine and not row.get("rights") and "mark" in row["sort"])
        ):
            continue
        words = [LICENCES.get(row["sort"], "其他合同"), f"{row['owner']}与{row['partner']}", f"合同 {row['number']}"]
        words += [f"金额 {yuan(row['amount'])} 元"] if row.get("amount") else []
        words += [f"{row['recorded_on']} 备案"] if row.get("recorded_on") else ["没有写备案日"]
        words += [] if named else ["合同没有写明是哪件商标"]
        yield Dated(row["effective_on"], "，".join(words), "知识产权合同台账")


def _cases(records: Records, number: str | None, as_of: date) -> Iterator[Dated]:
    for row in records.cases or ():
        if row["opened_on"] <= as_of.isoformat() and _names(row.get("right"), number):
            ended = f"，{row['closed_on']} 办结" if row.get("closed_on") else "，没有办结"
            outcome = f"：{row['outcome']}" if row.get("outcome") else ""
            yield Dated(
                row["opened_on"], f"{row['number']} {row.get('dispute') or ''}{ended}{outcome}", "知识产权案件台账"
            )


def _penalties(records: Records) -> Iterator[Dated]:
    for row in records.penalties or ():
        yield Dated(str(row["decided_on"]), f"行政处罚 {row['number']} {row['violation']}".strip(), "公示的行政处罚")


def _names(written: Any, number: str | None) -> bool:
    """Whether one of the numbers that somebody wrote is the mark's, with or without its class."""
    if not number:
        return False
    names = {number, number.partition("/")[0]}
    return any(names & set(meant(part)[0]) for part in parts_of(str(written or "")))


def _not_kept(records: Records) -> Iterator[str]:
    names = {
        "contracts": "知识产权合同台账",
        "cases": "知识产权案件台账",
        "penalties": "公示的行政处罚",
        "users": "地理标志专用标志使用人名录",
    }
    for field, name in names.items():
        if getattr(records, field) is None:
            yield name


def _factors(file: EvidenceFile, facts: Values, users: int) -> Iterator[Factor]:
    law = cited(LAW, file.as_of)
    honours = tuple(f"{one.day} {one.words}" for one in file.honours)
    yield Factor(
        "相关公众的知晓程度", f"{law}第一项；{RULE}第一项", honours,
        ("相关公众知晓程度的材料：消费者调查、行业协会的证明、媒体报道、排名",),
    )  # fmt: skip
    yield _duration(file, facts)
    yield Factor(
        "宣传的持续时间、程度和地理范围", f"{law}第三项；{RULE}第三项", (),
        ("近三年广告宣传和促销活动的方式、地域范围、媒体种类和投放量：广告合同、发票、监测报告，每份写明日期",),
    )  # fmt: skip
    protected = tuple(f"{one.day} {one.words}" for one in file.enforcement)
    yield Factor(
        "作为驰名商标受保护的记录", f"{law}第四项；{RULE}第四项", protected,
        ("在国内外曾经作为驰名商标受保护的决定、裁定或判决；没有的写明没有" + ("（上面的案件是维权记录，不等于认定过驰名）" if protected else ""),),
    )  # fmt: skip
    licensed = [one for one in file.contracts if "商标许可" in one.words]
    found = [f"许可合同 {len(licensed)} 份"] if licensed else []
    found += [f"地理标志专用标志使用人 {users} 家"] if users else []
    yield Factor(
        "驰名的其他因素", f"{law}第五项；{RULE}第五项", tuple(found),
        ("近三年的销售收入、市场占有率、净利润、纳税额和销售区域：审计报告、纳税证明、行业协会的排名",),
    )  # fmt: skip


def _duration(file: EvidenceFile, facts: Values) -> Factor:
    registered = facts["registered"]
    found, lacks = [], ["使用、注册的历史和范围的材料：商品或包装实物、最早和最近的销售合同、发票，每份写明日期"]
    if registered and registered <= file.as_of:
        found.append(f"{registered} 注册，至今 {_years(registered, file.as_of)}")
        if add_months(registered, REGISTERED_FOR) <= file.as_of:
            found.append("注册已满三年")
        else:
            lacks.insert(0, "注册不满三年：要有持续使用不少于五年的材料")
    else:
        lacks.insert(0, "登记数据没有注册日：附商标注册证；未注册的要有持续使用不少于五年的材料")
    found += [f"{one.day} {one.words}" for one in file.history if one.words.startswith(EVENT_WORDS["renewed"])]
    if not file.in_force:
        lacks.insert(0, "登记数据里这件商标现在没有效力，先核实")
    return Factor("使用的持续时间", f"{cited(LAW, file.as_of)}第二项；{RULE}第二项", tuple(found), tuple(lacks))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "不详"
