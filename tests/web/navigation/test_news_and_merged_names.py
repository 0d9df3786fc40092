"""Names that are made one, or two again, are no news: nothing came, went or changed hands by it, and watches say so in a line."""

import csv
from dataclasses import replace

import pytest

from factories.exports import HEADINGS, ROW
from factories.registry import as_upload
from factories.topics import DAY, make_topic
from zhixian.core.search.news import Joining, known, news, said_of_names
from zhixian.core.topics.merge_list import Proposal, write_list
from zhixian.core.topics.renamings import held_as, joined_otherwise, parties_named
from zhixian.web.kit.models import Notice
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import searches
from zhixian.web.navigation.actions.applicants import decide
from zhixian.web.navigation.models import SavedSearch, SearchNews
from zhixian.web.navigation.queries import home, proposals_of, tables

MANY, FEW, OTHER = "空中客车运营简化股份公司", "空中客车运营有限公司", "别的公司"
PAIR = Proposal(FEW, 0, MANY, 0, "")


def _row(nr, name, **more):
    return {"申请号": f"US15/{100000 + nr}", "公开（公告）号": f"US2017{100000 + nr:07}A1", "标题": f"机翼{nr}", "申请人": name, **more}  # fmt: skip


ROWS = [*(_row(nr, MANY) for nr in range(5)), *(_row(nr, FEW) for nr in range(5, 8)), _row(8, OTHER)]


@pytest.fixture
def topic(handler, tmp_path):
    return make_topic(tmp_path, *ROWS, name="机翼", by=handler.person)


@pytest.fixture
def decided(handler, topic):
    """`decided("是")` has the two names decided to be one, and the topic made anew by it."""

    def go(answer):
        among = [one for one in proposals_of(topic) if one.pair != PAIR.pair]
        [stood] = [one for one in proposals_of(topic) if one.pair == PAIR.pair] or [PAIR]
        decide(topic, [replace(stood, decision=answer)], among=[*among, stood], by=handler.person)
        topic.refresh_from_db()
        jobs.merge(topic, version=topic.version, by=handler.person)
        topic.refresh_from_db()

    return go


@pytest.fixture
def refreshed(handler, topic, tmp_path):
    """`refreshed(row, …)` reads a further file of these rows into the topic."""

    def go(*rows):
        newer = tmp_path / f"新{topic.version}.csv"
        with newer.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, (*HEADINGS, "当前权利人"), restval="")
            writer.writeheader()
            writer.writerows(ROW | row for row in rows)
        jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=handler.person)
        topic.refresh_from_db()

    return go


def _told(row):
    return [(one.counts, one.said) for one in row.news.all()]


def _page(client, row):
    return client.get(f"/searches/{row.pk}/").content.decode()


def test_a_saved_search_is_not_told_that_rights_changed_hands(handler, topic, decided):
    row = searches.save("机翼", text="机翼", only={}, topic=topic, by=handler.person)
    for answer in ("是", "否", "是", ""):
        decided(answer)
        row.refresh_from_db()
        assert _told(row) == []
        assert row.silence == (
            "申请人名称的归并有变，因此有 3 件的权利人换了叫法；专利本身没有增减，也没有转让。"
            "数据更换了，命中的 9 件与上次逐件相同"
        ), answer
        assert row.stamp == topic.latest.stamp
    assert Notice.objects.filter(title__contains="检索").count() == 0


@pytest.mark.parametrize("name", [FEW, MANY])
def test_a_watch_of_an_applicant_says_that_more_is_found_by_the_merging(handler, topic, decided, name):
    own, more = (3, 5) if name == FEW else (5, 3)
    row = searches.watch("competitor", name, name="对手", topic=topic, by=handler.person)
    assert len(row.known) == own
    decided("是")
    row.refresh_from_db()
    assert len(row.known) == own + more
    renamed = {"renamed": 3} if name == FEW else {}
    assert SearchNews.objects.get().counts == {"joined": more, **renamed}
    also = "，有 3 件的权利人换了叫法" if renamed else ""
    line = f"申请人名称的归并有变，因此多找到 {more} 件{also}；专利本身没有增减，也没有转让"
    notice = Notice.objects.filter(user=handler.person, title__contains="对手").get()
    assert (notice.title, notice.body) == ("竞争者关注“对手”的命中随申请人归并变了", line)
    shown = _page(handler, row)
    assert line in shown
    for wrong in ("新出现 ", "权利人变化", 'aria-label="2'):
        assert wrong not in shown, wrong
    decided("否")
    row.refresh_from_db()
    assert len(row.known) == own
    assert row.news.first().counts == {"parted": more, **renamed}
    assert f"不再找到 {more} 件" in _page(handler, row)


def test_what_came_and_what_was_sold_since_is_told_beside_it(handler, topic, decided, refreshed):
    row = searches.save("机翼", text="机翼", only={}, topic=topic, by=handler.person)
    searches.pause(row, by=handler.person)
    decided("是")
    refreshed(_row(5, FEW, 当前权利人=MANY), _row(6, FEW, 当前权利人=OTHER), _row(9, FEW))
    searches.resume(row, by=handler.person)
    [one] = row.news.all()
    assert {what: one.counts.get(what) for what in ("added", "holder", "renamed")} == {"added": 1, "holder": 1, "renamed": 2}  # fmt: skip
    [sold] = [told for told in one.told if told["what"] == "holder"]
    assert (sold["was"], sold["now"]) == (FEW, OTHER)


def test_a_right_that_comes_with_a_refresh_is_new_also_after_a_merging(handler, topic, decided, refreshed):
    row = searches.watch("competitor", MANY, name="对手", topic=topic, by=handler.person)
    decided("是")
    refreshed(_row(9, FEW))
    assert row.news.first().counts == {"added": 1}
    assert row.news.count() == 2


def test_where_the_edition_last_asked_is_gone_nobody_claims_to_know(handler, topic, decided, refreshed):
    row = searches.watch("competitor", MANY, name="对手", topic=topic, by=handler.person)
    searches.pause(row, by=handler.person)
    decided("是")
    refreshed(_row(9, FEW))
    searches.resume(row, by=handler.person)
    [one] = row.news.all()
    assert one.counts == {"added": 4, "unsure": 4}
    assert one.said == ("新出现 4 件。其间申请人名称的归并有变，4 件里哪些是因此多找到或不再找到的，已经无从区分")


def test_mergings_alone_are_known_without_the_edition_last_asked(handler, topic, decided):
    row = searches.watch("competitor", MANY, name="对手", topic=topic, by=handler.person)
    searches.pause(row, by=handler.person)
    third = Proposal(OTHER, 0, MANY, 0, "")
    decided("是")
    decide(topic, [replace(third, decision="是")], among=[*proposals_of(topic), third], by=handler.person)
    topic.refresh_from_db()
    jobs.merge(topic, version=topic.version, by=handler.person)
    searches.resume(row, by=handler.person)
    assert row.news.get().counts == {"joined": 4}


def test_what_an_earlier_build_kept_is_not_told_as_sold(handler, topic, decided):
    decided("是")
    row = searches.save("机翼", text="机翼", only={}, topic=topic, by=handler.person)
    for kept in (4, 5):
        SavedSearch.objects.filter(pk=row.pk).update(known={one: told[:kept] for one, told in row.known.items()})
        decided("否" if kept == 4 else "是")
        assert _told(row) == []
        row.refresh_from_db()
        assert {len(told) for told in row.known.values()} == {6}


def test_what_is_joined_otherwise_is_told_of_records_that_are_else_alike(handler, topic, decided):
    before = tables(topic.latest)
    every = [row["record"] for row in before.rows("records")]
    decided("是")
    after = tables(topic.latest)
    joined = {row for row, name in held_as(after, every).items() if name != OTHER}
    assert len(joined) == 8
    assert joined_otherwise(before, after, every) == joined
    assert joined_otherwise(before, after, every[:2]) == joined & set(every[:2])
    assert joined_otherwise(after, after, every) == set()
    assert sorted(held_as(after, every).values()) == sorted([MANY] * 5 + [FEW] * 3 + [OTHER])
    assert parties_named(after, [MANY, FEW, "没有的"]) == {MANY: MANY, FEW: MANY}


def test_a_record_that_was_corrected_is_not_found_by_the_joining_alone(handler, topic, refreshed):
    before = tables(topic.latest)
    write_list(home(topic), [replace(PAIR, decision="是")])
    refreshed(_row(5, FEW, 标题="尾翼"))
    after = tables(topic.latest)
    told = after.rows("records")
    [changed] = [row["record"] for row in told if row["title"] == "尾翼"]
    alike = joined_otherwise(before, after, [row["record"] for row in told])
    assert len(alike) == 7
    assert changed not in alike


def test_without_word_of_names_every_change_is_told():
    def hit(one, holder, held_as=""):
        return {"right_id": one, "state": "in_force", "holder_name": holder, "held_as": held_as, "number": one, "title": one}  # fmt: skip

    before, after = (
        known([hit("a", "甲"), hit("b", "甲", "乙"), hit("c", "丙 ", "丙 ")]),
        known([hit("a", "乙"), hit("b", "乙", "乙"), hit("c", "丙", "丙")]),
    )
    told, of_names = news(before, after, Joining(parties={"丙 ": "丙", "丙": "丙"}))
    assert [(one.id, one.was, one.now) for one in told] == [("a", "甲", "乙")]
    assert of_names == {"renamed": 1}, "of the third only white space is another"
    assert said_of_names({}) == ""
