"""Names that were decided to be one: a search, a facet, a saved search and a watch find all of them under each of their names."""

import pytest

from factories.topics import DAY, make_topic
from zhixian.core.search.news import JOINED
from zhixian.core.topics.merge_list import Proposal
from zhixian.core.topics.searching import party_named
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import searches
from zhixian.web.navigation.actions.applicants import decide
from zhixian.web.navigation.models import SavedSearch, SearchNews
from zhixian.web.navigation.queries import proposals_of, tables

NAMES = ("空中客车简化股份公司", "空中客车西班牙运营有限责任公司", "空中客车防务和空间有限责任公司")
NUMBERS = {NAMES[0]: 4, NAMES[1]: 3, NAMES[2]: 2}
ALL = sum(NUMBERS.values())


def _rows():
    names = [name for name, number in NUMBERS.items() for _ in range(number)]
    return [
        {"申请号": f"US15/{100000 + nr}", "公开（公告）号": f"US2017{100000 + nr:07}A1", "标题": f"机翼{nr}", "申请人": name}
        for nr, name in enumerate([*names, "别的公司"])
    ]  # fmt: skip


@pytest.fixture
def topic(handler, tmp_path):
    return make_topic(tmp_path, *_rows(), name="机翼", by=handler.person)


def _merge(topic, by):
    pairs = [Proposal(name, 0, NAMES[0], 0, "", "是") for name in NAMES[1:]]
    decide(topic, pairs, among=proposals_of(topic), by=by)
    topic.refresh_from_db()
    jobs.merge(topic, version=topic.version, by=by)
    topic.refresh_from_db()


def _total(client, topic, **asked):
    return client.get(f"/topics/{topic.pk}/records/", asked).context["found"].total


@pytest.mark.parametrize("name", NAMES)
def test_a_merged_name_and_each_of_its_variants_find_all(handler, topic, name):
    assert _total(handler, topic, q=f'申请人:"{name}"') == NUMBERS[name]
    assert _total(handler, topic, q=f'权利人:"{name}"') == NUMBERS[name]
    assert _total(handler, topic, holder=name) == NUMBERS[name]
    _merge(topic, handler.person)
    assert _total(handler, topic, q=f'申请人:"{name}"') == ALL
    assert _total(handler, topic, q=f'权利人:"{name}"') == ALL
    assert _total(handler, topic, q=name) == ALL
    assert _total(handler, topic, holder=name) == ALL
    assert _total(handler, topic, q="申请人:别的公司") == 1
    assert _total(handler, topic, holder="别的公司") == 1
    assert _total(handler, topic, holder="没有的公司") == 0


def test_watches_and_saved_searches_of_a_variant_tell_the_rest_after_the_merging(handler, topic):
    watched = searches.watch("competitor", NAMES[2], name="对手", topic=topic, by=handler.person)
    saved = searches.save("防务", text="", only={"holder": NAMES[2]}, topic=topic, by=handler.person)
    assert (len(watched.known), len(saved.known)) == (2, 2)
    _merge(topic, handler.person)
    assert {len(row.known) for row in SavedSearch.objects.all()} == {ALL}
    assert [one.counts[JOINED] for one in SearchNews.objects.all()] == [ALL - 2, ALL - 2]
    again = searches.watch("competitor", NAMES[1], name="又一个", topic=topic, by=handler.person)
    assert len(again.known) == ALL


def test_a_name_leads_to_its_party_in_any_spelling(handler, topic):
    _merge(topic, handler.person)
    found = tables(topic.latest)
    assert found.as_of == DAY
    assert {party_named(found, name) for name in (*NAMES, " 空中客车 简化股份公司")} == {NAMES[0]}
    assert party_named(found, "机翼' OR '1") is None
