"""Reports and penalties in every state for the demonstration, made by the same actions that people use."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from zhixian.web.accounts import demo
from zhixian.web.kit import record
from zhixian.web.kit.uploads import TakenFile, redrawn
from zhixian.web.kit.world import as_if
from zhixian.web.protection.actions.custody import ask_opening, set_up_key
from zhixian.web.protection.actions.reports import Enclosed, lodge_report, move_report, write_message
from zhixian.web.protection.models import Report
from zhixian.web.protection.models.reports import ANONYMOUS, CONFIDENTIAL, NAMED
from zhixian.web.protection.report_desk import desk, proposed_units
from zhixian.web.protection.sample_penalties import fill_penalties

PASSPHRASE = "样本县演示用的身份保管口令"  # noqa: S105 -- of the demonstration alone
"""Of the sample custodian's key: a demonstration seals nobody's real identity."""
IDENTITY = {"name": "样本举报人", "phone": "13800138000"}
REPORTS = (
    (NAMED, "patent", "样本五金店", "店里的水龙头标着专利号，查了是别人的，包装也是仿的。", "concluded", 60),
    (ANONYMOUS, "trademark", "样本酒行", "卖的米酒和我们县那个老牌子只差一个字，瓶子一模一样。", "concluded", 45),
    (CONFIDENTIAL, "copyright", "样本打印社", "整本复印新出的教材卖给学生，门口就堆着。", "handling", 20),
    (ANONYMOUS, "geographical_indication", "某网店", "网店写着本地产的梅子，发货地却在外省。", "handling", 6),
    (CONFIDENTIAL, "trademark", "样本鞋服摊位", "早市第三排，整摊都是假的名牌鞋。", "accepted", 3),
    (NAMED, "plant_variety", "样本苗圃", "没有授权就在卖那个新的脐橙苗。", "received", 2),
    (ANONYMOUS, "other", "不知道", "小区里有人上门推销“专利产品”，说是国家专利，拿不出证书。", "received", 0),
    (ANONYMOUS, "online", "某直播间", "直播间卖的山茶油用的是别人的商标，投诉三天了还挂着。", "handling", 9),
    (NAMED, "crime", "样本仓库", "城郊仓库里一箱箱贴假商标的酒，夜里装车，不止一伙人。", "accepted", 4),
)
"""Way, kind, who, what, the step it has come to, and how many days ago it was made."""


def fill(world: Any) -> None:
    """A custodian's key, and reports of the last two months in every step, with messages and a request to open an identity."""
    set_up_key(world.people["custodian"], PASSPHRASE)
    demo.tell("custodian", "身份保管口令", PASSPHRASE)
    for number, (way, subject, suspect, what, step, days) in enumerate(REPORTS):
        with as_if(world.today - timedelta(days=days)):
            files = [_photo(suspect)] if number % 2 else []
            contents = {"subject": subject, "suspect": suspect, "what": what, "place": "样本县城关"}
            identity = {} if way == ANONYMOUS else IDENTITY
            report = lodge_report(
                contents, Enclosed(files, (), identity), way=way, token=f"sample-{world.plan.id}-{number}"
            ).report
        _walk(world, report, step, days)
    fill_penalties(world)


def _walk(world: Any, report: Report, step: str, days: int) -> None:
    """As far as the step, a few days each."""
    lead = world.people["lead"]
    unit = next(iter(proposed_units(report.subject)), desk().unit)
    handler = world.people.get(f"handler:{unit}")
    if step == "received" or handler is None:
        return
    with as_if(world.today - timedelta(days=max(days - 2, 0))):
        report = move_report(report, "accept", by=lead, version=report.version)
    if step == "accepted":
        return
    with as_if(world.today - timedelta(days=max(days - 3, 0))):
        report = move_report(report, "forward", by=lead, version=report.version, unit=unit)
        write_message(report, "能告诉我们是什么时候、在哪个柜台看到的吗？", [], by=handler)
    with as_if(world.today - timedelta(days=max(days - 5, 0))):
        write_message(report, "上周六上午，进门右手第二个柜台。", [], by=record.PUBLIC)
    if report.way == CONFIDENTIAL:
        why = {"purpose": "请举报人辨认当时买到的样本", "ground": "行政处罚法第55条"}
        ask_opening(report, by=handler, fields=["phone"], hours=24, **why)
    if step == "concluded":
        with as_if(world.today - timedelta(days=days - 18)):
            answer = "经现场核查，情况属实，已立案并下架全部侵权商品。感谢您的举报。"
            move_report(report, "conclude", by=handler, version=report.version, category="case_opened", reason=answer)


def _photo(words: str) -> TakenFile:
    out = io.BytesIO()
    picture = Image.new("RGB", (640, 400), "#e8eef5")
    ImageDraw.Draw(picture).rectangle((40, 40, 600, 360), outline="#1b5aa6", width=6)
    picture.save(out, "JPEG")
    return TakenFile("材料.jpg", "jpg", redrawn(out.getvalue(), "jpg", where=words))
