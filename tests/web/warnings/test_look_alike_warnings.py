"""A mark that comes close is told once to whom the sign belongs, for so many days, and never when it is weak or old."""

import json
from datetime import date

import pytest

from factories.people import make_organisation, make_person
from registries import write_registry
from zhixian.core.registry.snapshot import CURRENT
from zhixian.core.warnings.reading import warning_rules
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import today
from zhixian.web.warnings.actions import Told, evaluate
from zhixian.web.warnings.looking import Looker
from zhixian.web.warnings.models import Raised
from zhixian.web.warnings.queries import open_for

DAY = date(2020, 12, 31)


def a_mark(right_id, title, holder, start, **more):
    facts = {"right_id": right_id, "kind": "trademark", "gi": False, "holder": holder, "region": "350823", **more}
    return (
        {
            **facts,
            "number": f"{right_id}/30",
            "title": title,
            "classes": "30",
            "registered": start,
            "filed": "2010-01-01",
        },
        {**facts, "start": start, "end": None},
    )


@pytest.fixture
def county(settings, tmp_path):
    settings.TODAY, settings.DATA = DAY.isoformat(), tmp_path / "marks"
    marks = [
        a_mark("G1", "上杭萝卜干", "A", "2015-01-01", kind="certification_mark", gi=True),
        a_mark("G0", "上杭香菇", "A", "2015-01-01", kind="certification_mark", gi=True),
        a_mark("E1", "紫铜云", "P", "2015-01-01"),
        a_mark("N1", "尚杭萝卜甘", "B", "2020-10-01"),
        a_mark("N2", "紫铜雾", "B", "2020-10-01"),
        a_mark("N3", "上航萝卜干", "B", "2020-09-01"),
        a_mark("N5", "上杭老萝卜干", "B", "2020-10-20"),
        a_mark("N4", "紫童云", "B", "2020-12-01"),
    ]
    write_county(settings.DATA, marks)


def write_county(data, marks):
    """A snapshot of such marks, published."""
    write_registry(
        data / "snapshots" / "one",
        parties=[{"party_id": key, "name": f"{key}公司", "kind": "enterprise", "region": "350823"} for key in "APB"],
        rights=[right for right, _ in marks],
        spans=[{key: value for key, value in span.items() if key != "number"} for _, span in marks],
    )
    (data / "snapshots" / "one" / "manifest.json").write_text(
        json.dumps({"tables": {"rights": len(marks)}}), encoding="utf-8"
    )
    (data / CURRENT).write_text("one", encoding="utf-8")


def heard(person):
    return [
        row.raised.words
        for row in open_for(User.objects.get(pk=person.pk), as_of=today())
        if row.raised.rule == "look_alike"
    ]


def look():
    return evaluate(warning_rules()["look_alike"], Looker(today()))


def test_each_hears_what_comes_close_to_its_own(county, settings):
    clerk = make_person("enterprise", organisation=make_organisation(name="P公司", party="P"))
    other = make_person("enterprise", organisation=make_organisation(name="B公司", party="B"))
    bureau = make_person("handler", unit="market_regulation_bureau")
    assert look() == Told(opened=3)
    assert sorted(words.partition("相近：")[0] for words in heard(bureau)) == [
        "商标“上杭老萝卜干”（N5/30，B公司）与“上杭萝卜干”、“上杭香菇” 2 个标志相近，最近的是“上杭萝卜干”：含有产地地名，“上杭老萝卜干”里有产地的名称“上杭”，并有产品名“萝卜干”。",
        "商标“尚杭萝卜甘”（N1/30，B公司）与“上杭萝卜干”",
    ]
    assert heard(clerk) == [
        "商标“紫童云”（N4/30，B公司）与“紫铜云”相近：读音相同，“紫童云”读 zǐ tóng yún，“紫铜云”读 zǐ tóng yún。"
    ]
    assert heard(other) == []
    assert look() == Told()
    settings.TODAY = "2021-03-01"
    assert look() == Told(closed=2)
    assert heard(bureau) == []


def test_a_mark_is_told_of_the_indication_with_more_reasons_and_more_of_its_characters(settings, tmp_path):
    settings.TODAY, settings.DATA = DAY.isoformat(), tmp_path / "marks"
    indications = ["上杭山茶油", "上杭竹荪", "上杭红米", "上杭花生"]
    near = {"N1": "上杭老竹荪", "N2": "上杭老红米", "N3": "杭川花生王", "N4": "杭川腊肉"}
    write_county(
        settings.DATA,
        [a_mark(f"G{place}", title, "A", "2015-01-01", kind="certification_mark", gi=True) for place, title in enumerate(indications)]
        + [a_mark(key, title, "B", "2020-10-01") for key, title in near.items()],
    )  # fmt: skip
    bureau = make_person("handler", unit="market_regulation_bureau")
    assert look() == Told(opened=4)
    told = {
        words.split("“")[1].partition("”")[0]: words.partition("与“")[2].partition("”")[0] for words in heard(bureau)
    }
    assert told.pop("杭川腊肉") in indications
    assert told == {"上杭老竹荪": "上杭竹荪", "上杭老红米": "上杭红米", "杭川花生王": "上杭花生"}


def test_the_link_leads_to_the_sign(county):
    make_person("handler", unit="market_regulation_bureau")
    look()
    row = Raised.objects.get(subject="look_alike:N1:")
    assert (row.link, row.clause, row.day) == ("/look-alikes/G1/", "7", date(2020, 10, 1))


def test_holders_of_several_signs_are_led_to_the_list_on_which_each_finds_its_own(settings, tmp_path):
    settings.TODAY, settings.DATA = DAY.isoformat(), tmp_path / "marks"
    write_county(
        settings.DATA,
        [
            a_mark("G1", "上杭萝卜干", "A", "2015-01-01", kind="certification_mark", gi=True),
            a_mark("G0", "上杭香菇", "P", "2015-01-01", kind="certification_mark", gi=True),
            a_mark("E1", "紫铜云", "P", "2015-01-01"),
            a_mark("N5", "上杭老萝卜干", "B", "2020-10-20"),
            a_mark("N4", "紫童云", "B", "2020-12-01"),
        ],
    )
    make_person("enterprise", organisation=make_organisation(name="P公司", party="P"))
    look()
    links = {row.subject.split(":")[1]: row.link for row in Raised.objects.filter(rule="look_alike")}
    assert links == {"N5": "/look-alikes/", "N4": "/look-alikes/E1/"}
