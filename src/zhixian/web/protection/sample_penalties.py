"""Penalty decisions in every state for the demonstration, made by the same actions that people use; nobody in them exists."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zhixian.core.disclosure.patterns import id_number_checks
from zhixian.core.disclosure.publication import rules
from zhixian.core.kernel.money import yuan_to_fen
from zhixian.core.plan.penalty_units import PenaltyUnit
from zhixian.core.registry.numbers.credit_code import check_character
from zhixian.web.kit.plan import the_plan
from zhixian.web.kit.world import as_if
from zhixian.web.protection.actions.penalties import (
    choose_redaction,
    correct_penalty,
    enter_penalty,
    release_penalty,
    set_aside_penalty,
    submit_penalty,
)
from zhixian.web.protection.actions.penalty_endings import (
    ask_repair,
    decide_repair,
    end_penalties,
    withdraw_penalty,
)
from zhixian.web.protection.models import Penalty
from zhixian.web.protection.penalty_units import penalty_units

PERSON_BODY = """当事人：{party}，男，身份证号码{id_number}，住{address}，联系电话{phone}。
经查，当事人自{year}年3月起在早市摆摊销售假冒注册商标的运动鞋，执法人员当场查获46双。证人温远平（电话0999-3812345）指认属实。当事人每双进价七十八元，通过银行账号{bank_account}收款。
当事人的行为违反了《中华人民共和国商标法》第五十七条第三项的规定。依照第六十条第二款，本局决定：一、没收侵权运动鞋46双；二、对{party}罚款8000元。
当事人应当自收到本决定书之日起十五日内缴纳罚款。对本决定不服的，可以依法申请行政复议或者提起行政诉讼。"""
FIRM_BODY = """当事人：{party}，统一社会信用代码{credit_code}，法定代表人{representative}，住所{address}。
经查，当事人在其生产的米酒包装上使用与他人注册商标近似的标识，共生产1200箱，销售给客户名单所列的十七家商户，违法经营额86400元。现场负责人江安和（手机138 0000 0001）在笔录上签字。
当事人的行为违反了《中华人民共和国商标法》第五十七条第二项的规定。依照第六十条第二款，本局决定：一、责令立即停止侵权行为；二、没收库存侵权商品310箱；三、罚款120000元。"""
PATENT_BODY = """当事人：{party}，统一社会信用代码{credit_code}，经营者{representative}，经营场所{address}。
经查，当事人在水龙头的包装上标注已经失效的专利号，货值9200元。经营者{representative}住样本县临江镇青山路8号，电话{phone}，对事实没有异议。
当事人的行为违反了《中华人民共和国专利法》的规定，构成假冒专利。本局决定：一、责令改正；二、没收违法所得3100元；三、罚款6200元。"""


@dataclass(frozen=True, slots=True)
class Case:
    """One decision: which of the two units, how many days ago, how far it has come, and what it says."""

    unit: int
    days: int
    state: str
    body: str
    columns: dict[str, Any] = field(default_factory=dict)


def _firm(name: str, serial: int, **more: Any) -> dict[str, Any]:
    body = f"91{the_plan().region}MA{serial:07d}"
    return {
        "party_kind": "enterprise",
        "party": name,
        "credit_code": body + check_character(body),
        "representative": "邱文清",
        "address": "样本县临江镇工业路18号",
        "violation": "在类似商品上使用与他人注册商标近似的商标",
        "basis": "《中华人民共和国商标法》第六十条第二款",
        "kinds": ["illegal_goods", "fine"],
        "penalty": "没收库存侵权商品310箱；罚款120000元。",
        "fine_fen": yuan_to_fen(120_000),
        "persons": "江安和",
        "secrets": "客户名单所列的十七家商户",
        **more,
    }


def _trader(name: str, serial: int, **more: Any) -> dict[str, Any]:
    body = f"92{the_plan().region}MA{serial:07d}"
    return {
        "party_kind": "trader",
        "party": name,
        "credit_code": body + check_character(body),
        "representative": "蓝玉成",
        "address": "样本县城关人民路三段71号",
        "phone": "13900000002",
        "violation": "假冒专利",
        "basis": "《中华人民共和国专利法》第六十八条",
        "kinds": ["illegal_gains", "fine"],
        "penalty": "没收违法所得3100元；罚款6200元。",
        "fine_fen": yuan_to_fen(6_200),
        "confiscated_fen": yuan_to_fen(3_100),
        **more,
    }


def _person(**more: Any) -> dict[str, Any]:
    body = f"{the_plan().region}19700101001"
    return {
        "party_kind": "person",
        "party": "华小川",
        "id_number": next(body + last for last in "0123456789X" if id_number_checks(body + last)),
        "phone": "13800000003",
        "address": "样本县临江镇解放路12号302室",
        "bank_account": "6228480402564890018",
        "violation": "销售侵犯注册商标专用权的商品",
        "basis": "《中华人民共和国商标法》第六十条第二款",
        "kinds": ["illegal_goods", "fine"],
        "penalty": "没收侵权运动鞋46双；对华小川罚款8000元。",
        "fine_fen": yuan_to_fen(8_000),
        "persons": "温远平",
        "secrets": "每双进价七十八元",
        **more,
    }


def _cases() -> tuple[Case, ...]:
    """Every state that a decision may be in."""
    return (
        Case(0, 1850, "ended", FIRM_BODY, _firm("样本县石桥酒厂", 7100001)),
        Case(0, 240, "shown", FIRM_BODY, _firm("样本县临江酒业有限公司", 7100002)),
        Case(0, 150, "withdrawn", FIRM_BODY, _firm("样本县梅岭食品有限公司", 7100003)),
        Case(0, 96, "corrected", PERSON_BODY, _person()),
        Case(0, 60, "set_aside", FIRM_BODY, _firm("样本县清江包装厂", 7100004, kinds=["warning"], fine_fen=None, penalty="警告。")),
        Case(0, 41, "draft", FIRM_BODY, _firm("样本县云岭商贸有限公司", 7100005)),
        Case(0, 12, "submitted", PERSON_BODY, _person(party="范长安", penalty="没收侵权运动鞋46双；对范长安罚款8000元。")),
        Case(0, 3, "draft", PERSON_BODY, _person(party="游建春", penalty="没收侵权运动鞋46双；对游建春罚款8000元。")),
        Case(1, 330, "repaired", PATENT_BODY, _trader("样本县城关清泉五金店", 7200001)),
        Case(1, 170, "asked", PATENT_BODY, _trader("样本县城关安康日用品店", 7200002)),
        Case(1, 75, "shown", PATENT_BODY, _trader("样本县城关长宁灯具店", 7200003)),
        Case(1, 6, "submitted", PATENT_BODY, _trader("样本县城关明远电器店", 7200004)),
    )  # fmt: skip


def fill_penalties(world: Any) -> None:
    """Decisions of two units in every state: being written, late, to be released, shown, corrected, withdrawn, over, gone early."""
    able = [
        one for one in penalty_units().values() if {f"handler:{one.unit}", f"chief:{one.unit}"} <= world.people.keys()
    ]
    for number, case in enumerate(_cases(), start=1):
        if case.unit < len(able):
            own = able[case.unit]
            people = (world.people[f"handler:{own.unit}"], world.people[f"chief:{own.unit}"])
            _make(case, number, own, people, world.today)
    with as_if(world.today):
        end_penalties(as_of=world.today)


def _make(case: Case, number: int, own: PenaltyUnit, people: tuple[Any, Any], today: date) -> None:
    handler, chief = people
    decided = today - timedelta(days=case.days)
    columns = {"restricted_until": None, "low_fine": False, "told": True, **case.columns}
    lists = {name: columns.pop(name, "") for name in ("persons", "private_words", "secrets")}
    columns |= {
        "clause": own.clauses[0],
        "number": f"样处罚〔{decided.year}〕{number}号",
        "decided_on": decided,
        "body": case.body.format(**columns, year=decided.year),
        "persons": lists["persons"],
    }
    with as_if(min(decided + timedelta(days=2), today)):
        row = enter_penalty(own.unit, columns, by=handler)
        row = choose_redaction(row, lists, [], by=handler, version=row.version)
        if case.state not in ("draft", "set_aside"):
            row = submit_penalty(row, by=handler, version=row.version)
    if case.state in ("draft", "submitted"):
        return
    with as_if(decided + timedelta(days=6)):
        if case.state == "set_aside":
            set_aside_penalty(row, by=chief, version=row.version, reason="只受到警告，不适用普通程序公示的规定")
            return
        row = release_penalty(row, by=chief, version=row.version)
    with as_if(decided + timedelta(days=95)):
        _afterwards(case.state, row, handler, chief)


def _afterwards(state: str, row: Penalty, handler: Any, chief: Any) -> None:
    if state == "withdrawn":
        why = "县人民政府行政复议决定撤销原行政处罚决定，复议决定书已送达。"
        fell_on = row.decided_on + timedelta(days=93)
        withdraw_penalty(row, by=chief, version=row.version, ground="revoked", fell_on=fell_on, reason=why)
    if state == "corrected":
        row = correct_penalty(row, by=handler, version=row.version, reason="查获数量录入有误，已按决定书改正。")
        row = submit_penalty(row, by=handler, version=row.version)
        release_penalty(row, by=chief, version=row.version)
    if state in ("repaired", "asked"):
        asked_on = row.decided_on + timedelta(days=94)
        found = dict.fromkeys(rules().edition(row.regime, asked_on).repair_needs, True)
        note = "罚款缴纳凭证、整改照片、信用承诺书"
        row = ask_repair(row, found, by=handler, version=row.version, asked_on=asked_on, note=note)
        if state == "repaired":
            decide_repair(row, by=chief, version=row.version, granted=True, reason="材料齐全，符合条件。")
