"""Transfers and licences that other offices tell are counted where their words say so plainly; how many events are not is said."""

import pytest

from factories.exports import write_patsnap
from factories.topics import DAY
from zhixian.core.landscape.everything import asking
from zhixian.core.landscape.legal import events
from zhixian.core.registry.sheets.events import read_inpadoc
from zhixian.core.topics.making import Recipe, make_topic, refresh_topic

CHINA = (
    "2020-11-03 | CANCELLATION OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT | CN | "
    "2019-05-07 | ENTRY INTO FORCE OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT | CN | "
    "2018-04-29 | SUCCESSION OR ASSIGNMENT OF PATENT RIGHT | CN | 2018-04-29 | TRANSFER OF PATENT RIGHT | CN | 2015-08-26 | +PATENT GRANT | CN"
)
BRAZIL = "2019-01-10 | REQUESTED TRANSFER OF RIGHTS APPROVED | BR | 2018-12-25 | REQUIREMENT RELATED TO REQUESTED TRANSFER OF RIGHTS | BR"
RUSSIA = "2019-08-04 | OFFICIAL REGISTRATION OF THE TRANSFER OF THE EXCLUSIVE RIGHT WITHOUT CONTRACT FOR INVENTIONS | RU | 2018-05-02 | LICENCE ON USE OF PATENT | RU"
GERMANY = (
    "2019-11-28 | -LAPSE OF IP RIGHT AFTER 3 YEARS | DE | 2019-11-10 | DECLARATION OF WILLINGNESS TO LICENCE | DE | 2019-06-19 | CHANGE OF APPLICANT/PATENTEE | DE | "
    "2018-06-19 | CHANGE OF APPLICANT/PATENTEE | DE"
)
ROWS = [
    {"公开(公告)号": "CN204597451U", "INPADOC法律状态": CHINA},
    {"公开(公告)号": "BR112016015262B8", "受理局": "巴西", "INPADOC法律状态": BRAZIL},
    {"公开(公告)号": "RU2571990C1", "受理局": "俄罗斯", "INPADOC法律状态": RUSSIA},
    {"公开(公告)号": "DE102014000640B4", "受理局": "德国", "INPADOC法律状态": GERMANY},
    {"公开(公告)号": "FR3047564B1", "受理局": "法国", "INPADOC法律状态": "2020-02-27 | +FEE PAYMENT | FR | 2019-09-15 | PARTIAL TRANSMISSION OF PROPERTY | FR"},
]  # fmt: skip


@pytest.fixture
def topic(tmp_path):
    path = write_patsnap(tmp_path / "导出.csv", *ROWS)
    return make_topic(tmp_path / "data", "旋翼", Recipe(DAY, paths=(path,)), made=DAY).topic


def _told(topic):
    return sorted((row["record"][:2], row["event"], row["day"].isoformat()) for row in topic.rows("events"))


def test_plain_words_of_other_offices_are_events_of_the_topic(topic):
    assert _told(topic) == [
        ("BR", "transferred", "2019-01-10"), ("CN", "pledged", "2019-05-07"), ("CN", "transferred", "2018-04-29"),
        ("FR", "transferred", "2019-09-15"), ("RU", "licensed", "2018-05-02"), ("RU", "transferred", "2019-08-04"),
    ]  # fmt: skip


def test_what_is_not_counted_is_said_by_its_sort_and_office(topic):
    figure = events(asking(topic))
    assert figure.sentence == "2018 年至 2019 年登记了转让 4 次、质押 1 次、许可 1 次。"
    assert figure.limits == (
        "4 件申请的法律事件里另有 8 条读到而没有计入：质押解除 1 条，中国的其他事件 1 条，德国、巴西、法国的其他事件 6 条",
    )


def test_the_line_goes_with_every_edition_and_names_three_offices(tmp_path, topic):
    more = [
        {"公开(公告)号": f"{office}{nr}0001A1", "受理局": office, "INPADOC法律状态": f"2019-01-0{nr} | PATENT GRANTED | {office}"}
        for nr, office in enumerate(("IL", "BE"), 1)
    ]  # fmt: skip
    later = write_patsnap(tmp_path / "又.csv", *more)
    after = refresh_topic(tmp_path / "data", "旋翼", as_of=DAY, paths=[later], made=DAY).topic
    [limit] = events(asking(after)).limits
    assert "6 件申请的法律事件里另有 10 条" in limit
    assert "德国、比利时、巴西等 5 个国家和地区的其他事件 8 条" in limit


def test_a_source_that_tells_of_no_events_leaves_nothing_to_say(tmp_path):
    path = write_patsnap(tmp_path / "无.csv", {})
    topic = make_topic(tmp_path / "data", "旋翼", Recipe(DAY, paths=(path,)), made=DAY).topic
    figure = events(asking(topic))
    assert (figure.limits, figure.silence) == ((), "来源里没有读到转让、质押或许可的登记")
    del topic.manifest["not_counted"]
    assert events(asking(topic)).limits == (), "an edition of before they were counted"


def test_an_edition_of_before_counts_them_by_rows_and_says_so(topic):
    del topic.manifest["not_counted"]
    topic.manifest["reports"][0]["passed_over"] = {"pledge_released": 1, "DE": 4}
    assert events(asking(topic)).limits == (
        "来源各行的法律事件里另有 5 条读到而没有计入：质押解除 1 条，德国的其他事件 4 条",
    )


def test_publications_of_one_application_and_several_exports_tell_an_event_once(tmp_path):
    filed = {"申请号": "DE102014000640", "申请日": "2014-01-17", "受理局": "德国"}
    rows = [
        filed | {"公开(公告)号": number, "INPADOC法律状态": GERMANY}
        for number in ("DE102014000640A1", "DE102014000640B4")
    ]
    first = write_patsnap(tmp_path / "导出.csv", *rows)
    topic = make_topic(tmp_path / "data", "旋翼", Recipe(DAY, paths=(first,)), made=DAY).topic
    assert (len(topic.rows("records")), topic.manifest["not_counted"]) == (1, {"events": {"DE": 4}, "applications": 1})
    again = rows[0] | {"INPADOC法律状态": f"{GERMANY} | 2020-01-02 | FEE PAYMENT | DE"}
    second = write_patsnap(tmp_path / "又.csv", again)
    after = refresh_topic(tmp_path / "data", "旋翼", as_of=DAY, paths=[second], made=DAY).topic
    assert after.manifest["not_counted"] == {"events": {"DE": 5}, "applications": 1}
    assert events(asking(after)).limits == ("1 件申请的法律事件里另有 5 条读到而没有计入：德国的其他事件 5 条",)


def test_a_registry_reads_the_events_of_the_home_office_alone():
    both = f"{RUSSIA} | {CHINA}"
    assert [one.coded.event for one in read_inpadoc(both)] == [
        "pledge_released", "pledged", "transferred", "transferred", "granted",
    ]  # fmt: skip
    assert [(one.office, one.coded.event) for one in read_inpadoc(both, abroad=True)][:2] == [
        ("RU", "transferred"), ("RU", "licensed"),
    ]  # fmt: skip
