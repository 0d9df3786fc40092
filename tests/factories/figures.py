"""Published figures, as tests need them."""

from datetime import date
from decimal import Decimal

from zhixian.web.indicators.models import Edition, Figure
from zhixian.web.kit.clock import now

AS_OF = date(2020, 11, 16)
AHEAD = [["2020-12-31", "4.53", "4.44", "4.62"]]
HISTORY = [[f"20{year}-{month:02d}-16", f"{year - 14}.{month:02d}"] for year in (18, 19, 20) for month in (2, 6, 10)]
PROMISES = [
    {"rule": "pledge_interest", "name": "知识产权质押贷款贴息", "clause": "18", "fen": 1_000_000, "parties": 2, "awards": 3},
    {
        "norm": "reward_granted_invention", "clause": "8", "quote": "加大对授权发明专利的奖励力度", "parties": 3,
        "names": ["甲公司", "乙公司"], "who": "当年获得发明专利授权的权利人", "why": "",
    },
]  # fmt: skip


def make_edition(**fields) -> Edition:
    """An edition of the sample day without figures."""
    given = {
        "snapshot": "snap", "as_of": AS_OF, "region": "350823", "labels": ["合成数据"], "promises": PROMISES, "published_at": now(),
    }  # fmt: skip
    return Edition.objects.create(**{**given, **fields})


def make_figure(edition: Edition, indicator: str = "inventions_per_10k", **fields) -> Figure:
    """A target that is open and unsure, unless told otherwise."""
    given = {
        "name": "每万人发明专利拥有量", "position": edition.figures.count(), "version": "1", "definition": "有效发明 ÷ 常住人口",
        "unit": "件/万人", "value": Decimal("4.4899"), "numerator": 169, "denominator": 376_400,
        "series": [["2020-03-31", "4.1"], ["2020-06-30", "4.3"], ["2020-09-30", None], ["2020-10-31", "4.45"]],
        "breakdown": [{"by": "kind", "name": "权利类型", "day": "2020-10-31", "groups": [["invention", "4"], ["", "0.45"]]}],
        "clause": "goal", "goal": Decimal("4.5"), "due": date(2020, 12, 31), "met": False, "state": "open",
        "grade": "unsure", "sentence": "还差 1 件。", "method": "外推。", "history": HISTORY, "ahead": AHEAD,
    }  # fmt: skip
    return Figure.objects.create(edition=edition, indicator=indicator, **{**given, **fields})


def make_figures() -> Edition:
    """The five targets and one indicator without a goal."""
    edition = make_edition()
    make_figure(edition)
    make_figure(edition, "registered_marks", name="商标有效注册量", unit="件", value=3522, goal=3600, grade="hardly")
    make_figure(edition, "gi_marks", name="地理标志商标", unit="件", value=5, goal=6, grade="likely")
    make_figure(
        edition,
        "pledge_financing",
        name="年专利权质押融资额",
        unit="万元",
        value=None,
        reason="缺少贷款表",
        yearly=True,
    )
    make_figure(
        edition,
        "enterprise_invention_share",
        clause="8",
        name="企业占比",
        unit="%",
        value=81,
        goal=80,
        state="met",
        grade="sure",
    )
    make_figure(
        edition,
        "patents",
        name="有效专利",
        unit="件",
        value=700,
        clause="",
        goal=None,
        due=None,
        met=None,
        state="",
        sentence="",
    )
    return edition
