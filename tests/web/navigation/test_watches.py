"""Watches: a technology, a competitor, one's own rights and a family, each with its news and its silence."""

from datetime import date

import pytest

from factories.exports import write_export
from factories.people import make_organisation, make_person
from factories.registry import as_upload
from factories.topics import DAY, SECOND, THIRD, make_topic
from zhixian.core.registry.snapshot import current
from zhixian.web.accounts.models import User
from zhixian.web.kit.clock import now
from zhixian.web.kit.models import Notice
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import searches as actions
from zhixian.web.navigation.actions.topics import UnableToNavigate, share
from zhixian.web.navigation.models import SavedSearch, SearchNews

FAMILY = {"简单同族ID": "F1"}
ABROAD = {
    "申请号": "US15/000001", "公开（公告）号": "US2016000001A1", "标题": "COPPER FOIL", "申请日": "2015-08-14", "申请人": "ZIJIN", **FAMILY,
}  # fmt: skip


@pytest.fixture
def clerk():
    """Somebody of the enterprise that holds the patents."""
    return User.objects.get(pk=make_person("enterprise", organisation=make_organisation(party="P1")).pk)


def watch(client, **given):
    answer = client.post("/searches/watch/", {"kind": "technology", "what": "", "within": "", "name": "关注", **given})
    return answer, SavedSearch.objects.filter(name=given.get("name", "关注")).first()


def told(person):
    return list(Notice.objects.filter(user=person).values_list("title", "body"))


def refresh(topic, folder, *rows, by):
    newer = write_export(folder / "新.csv", *rows)
    jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=by)
    topic.refresh_from_db()


def page(client, row):
    return client.get(f"/searches/{row.pk}/").content.decode()


def test_a_competitor_is_watched_under_any_role(handler, tmp_path):
    topic = make_topic(tmp_path, {}, THIRD, by=handler.person)
    _, row = watch(handler, kind="competitor", what="紫金矿业集团股份有限公司", within=topic.pk, name="对手")
    assert len(row.known) == 1
    refresh(topic, tmp_path, {**SECOND, "申请人": "紫金矿业集团股份有限公司"}, by=handler.person)
    assert told(handler.person)[0] == ("竞争者关注“对手”有新消息", "新出现 1 件")
    shown = page(handler, row)
    assert "竞争者" in shown
    assert "铜箔表面处理装置" in shown


def test_the_family_of_a_patent_is_watched_for_members_abroad(handler, tmp_path):
    topic = make_topic(tmp_path, FAMILY, SECOND, by=handler.person)
    _, row = watch(handler, kind="family", what="CN201410408762.5", within=topic.pk, name="同族")
    assert list(row.known) == ["CN201410408762.5"]
    refresh(topic, tmp_path, ABROAD, by=handler.person)
    [one] = SearchNews.objects.all()
    assert one.counts == {"added": 1}
    shown = page(handler, row)
    assert "COPPER FOIL" in shown
    assert "US" in shown
    assert f'href="/topics/{topic.pk}/records/CN201410408762.5/"' in shown
    assert told(handler.person)[0][0] == "同族关注“同族”有新消息"


@pytest.mark.parametrize(
    "number",
    ["CN104223352A", "cn 104223352 a", "公开号：CN104223352A", "ZL201410408762.5", "2014104087625", "PL2631174T3"],
)
def test_a_family_is_watched_by_any_number_of_its_patent(handler, tmp_path, number):
    polish = {"申请号": "", "公开（公告）号": "PL2631174T3", "标题": "SKRZYDŁO", "申请日": "", **FAMILY}
    topic = make_topic(tmp_path, FAMILY, SECOND, polish, by=handler.person)
    answer, row = watch(handler, kind="family", what=number, within=topic.pk)
    assert row is not None, answer.content.decode()
    assert "CN201410408762.5" in row.known
    assert len(row.known) == 2


@pytest.mark.parametrize("text", ["铜箔", "状态:有效", '"', "CN1"])
def test_what_is_no_number_of_the_topic_names_no_family(handler, tmp_path, text):
    topic = make_topic(tmp_path, FAMILY, SECOND, by=handler.person)
    answer, row = watch(handler, kind="family", what=text, within=topic.pk)
    assert (row, answer.status_code) == (None, 422)
    shown = answer.content.decode()
    assert "这一件" in shown
    assert "一件专利的申请号或公开号" in shown
    assert "命中 1 至" not in shown


def test_a_family_whose_patent_is_not_there_is_refused(handler, tmp_path):
    topic = make_topic(tmp_path, {}, by=handler.person)
    answer, row = watch(handler, kind="family", what="CN202010000001.1", within=topic.pk)
    assert row is None
    assert answer.status_code == 422
    assert "专题库里现在没有“CN202010000001.1”这一件" in answer.content.decode()
    answer, _ = watch(handler, kind="family", what="CN202010000001.1")
    assert "登记数据里没有同族" in answer.content.decode()


def test_own_rights_are_those_of_the_organisation(register, settings, clerk, client):
    register(2)
    client.force_login(clerk)
    _, row = watch(client, kind="own", name="我们的")
    assert set(row.known) == {"R1", "R2"}
    register(3)
    jobs.ask_for_news(current(settings.DATA))
    assert told(clerk) == [("自己的权利关注“我们的”有新消息", "新出现 1 件")]
    clerk.seats.all().delete()
    actions.look(row.pk)
    row.refresh_from_db()
    assert "没有代表哪个" in row.silence
    assert "没有代表哪个" in page(client, row)


def test_the_same_is_not_watched_twice(register, clerk, client, handler):
    register(2)
    client.force_login(clerk)
    _, first = watch(client, kind="own", name="本企业的权利")
    answer, row = watch(client, kind="own", name="自己")
    assert (row, answer.status_code) == (None, 422)
    assert "已经关注了，名称是“本企业的权利”" in answer.content.decode()
    assert f'href="/searches/{first.pk}/"' in answer.content.decode()
    assert "暂停着" not in answer.content.decode()
    actions.pause(first, by=clerk)
    assert "已经关注了，名称是“本企业的权利”，现在暂停着" in watch(client, kind="own", name="")[0].content.decode()
    actions.forget(first, by=clerk)
    assert watch(client, kind="own", name="自己")[1] is not None


def test_another_question_or_another_person_is_another_watch(register, clerk, client, handler):
    register(2)
    client.force_login(handler.person)
    assert watch(client, kind="technology", what="尾矿", name="甲")[1] is not None
    assert watch(client, kind="technology", what="尾矿 装置", name="乙")[1] is not None
    assert watch(client, kind="technology", what=" 尾矿 ", name="丙")[1] is None
    client.force_login(clerk)
    assert watch(client, kind="technology", what="尾矿", name="丁")[1] is not None


def test_who_acts_for_nobody_has_no_rights_to_watch(handler, register):
    register(1)
    answer, row = watch(handler, kind="own")
    assert row is None
    assert "没有代表哪个" in answer.content.decode()
    assert "企业要先和登记数据里的主体对上" in answer.content.decode()
    assert "命中 1 至" not in answer.content.decode()


def test_an_enterprise_watches_competitors_where_it_can_see_them(register, clerk, tmp_path):
    register(1)
    with pytest.raises(UnableToNavigate, match="只看得到本企业的权利"):
        actions.watch("competitor", "别的公司", name="对手", topic=None, by=clerk)


def test_an_enterprise_without_a_topic_is_told_how_one_is_come_by(register, clerk, client, handler, tmp_path):
    register(1)
    client.force_login(clerk)
    shown = client.get("/searches/watch/?kind=competitor").content.decode()
    assert '<option value="competitor"' not in shown
    assert "登记数据（只有本企业的权利）" in shown
    assert "竞争者、同族：先要有专题库" in shown
    assert 'href="/topics/upload/"' in shown
    closed = make_topic(tmp_path, {}, by=handler.person)
    share(closed, with_whom=f"organisation:{clerk.held[0].organisation_id}", version=closed.version, by=handler.person)
    client.force_login(clerk)
    shown = client.get("/searches/watch/").content.decode()
    assert f'<a href="/topics/{closed.pk}/">{closed}</a>' in shown
    assert "条款不允许给您看号码和标题" in shown


def test_an_enterprise_watches_a_competitor_in_its_own_topic(register, clerk, client, tmp_path):
    register(1)
    topic = make_topic(tmp_path, {}, THIRD, by=clerk)
    client.force_login(clerk)
    shown = client.get("/searches/watch/?kind=competitor&what=别的公司").content.decode()
    assert "先要有专题库" not in shown
    assert '<option value="competitor" selected' in shown
    assert f'<option value="{topic.pk}" selected' in shown
    answer, row = watch(client, kind="competitor", what="别的公司")
    assert row is None
    assert "请选一个收有竞争者专利的专题库" in answer.content.decode()
    _, row = watch(client, kind="competitor", what="别的公司", within=topic.pk)
    assert len(row.known) == 1


def test_a_technology_needs_a_query_that_can_be_read(handler, register):
    register(2)
    answer, row = watch(handler)
    assert "请写明关注什么" in answer.content.decode()
    answer, row = watch(handler, what="(")
    assert "检索式读不出" in answer.content.decode()
    answer, row = watch(handler, what="尾矿")
    assert (row.kind, len(row.known)) == ("technology", 2)


def test_a_name_with_quotes_in_it_is_no_query(handler, register):
    register(2)
    _, row = watch(handler, kind="competitor", what='测试"公司', name="引号")
    assert len(row.known) == 2, "punctuation does not count"
    _, row = watch(handler, kind="competitor", what="别的公司 或 测试公司", name="没有", anyway="on")
    assert row.known == {}, "a name is no query"


@pytest.mark.parametrize(("kind", "what"), [("competitor", "测式公司"), ("technology", "尾矿旷")])
def test_what_finds_nothing_is_warned_of_before_it_is_kept(handler, register, kind, what):
    register(2)
    answer, row = watch(handler, kind=kind, what=what, name="写错")
    assert answer.status_code == 422
    assert row is None
    shown = answer.content.decode()
    assert f"“{what}”现在命中 0 件" in shown
    assert "命中 0 件也关注</label>" in shown
    assert 'name="anyway" value="on"' not in handler.get("/searches/watch/").content.decode()
    _, row = watch(handler, kind=kind, what=what, name="写错", anyway="on")
    assert row.known == {}


@pytest.mark.parametrize("letters", [200, 201])
def test_a_long_name_is_refused_at_its_field(handler, register, letters):
    register(2)
    answer, row = watch(handler, kind="competitor", what="公" * letters, name="长", anyway="on")
    shown = answer.content.decode()
    assert (row is None) is (letters > 200)
    assert ("名称或号码有 201 个字，最多 200 个" in shown) is (letters > 200)
    assert "检索式有" not in shown


def test_a_query_that_cannot_be_read_says_what_it_expects(handler, register):
    register(2)
    shown = watch(handler, what="年份:甲")[0].content.decode()
    assert "检索式读不出" in shown
    assert "命中 1 至" not in shown


def test_one_s_own_rights_are_not_looked_for_by_a_name(register, clerk, client, tmp_path):
    register(2)
    client.force_login(clerk)
    answer, row = watch(client, kind="own", what="别的公司", name="看别家公司")
    assert row is None
    assert answer.status_code == 422
    assert "不按名称或检索式找" in answer.content.decode()
    assert 'value="看别家公司"' in answer.content.decode(), "what was typed stays"


def test_a_missing_name_does_not_hide_what_else_is_wrong(handler, register):
    register(2)
    shown = watch(handler, kind="own", name="")[0].content.decode()
    assert "请给这个关注起一个名称" in shown
    assert "没有代表哪个" in shown
    shown = watch(handler, kind="competitor", what="测式公司", name="")[0].content.decode()
    assert "请给这个关注起一个名称" in shown
    assert "命中 0 件" in shown
    assert not SavedSearch.objects.exists()
    shown = watch(handler, kind="competitor", what="测试公司", name="")[0].content.decode()
    assert "请给这个关注起一个名称" in shown
    assert "命中 0 件" not in shown
    assert not SavedSearch.objects.exists()


def test_a_family_is_not_watched_where_the_source_tells_of_none(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    shown = handler.get(f"/topics/{topic.pk}/records/CN201410408762.5/").content.decode()
    assert "关注同族</a>" not in shown
    assert "来源没有说同族" in shown
    answer, row = watch(handler, kind="family", what="CN201410408762.5", within=topic.pk)
    assert (row, answer.status_code) == (None, 422)
    shown = answer.content.decode()
    assert "专题库的来源没有说同族" in shown
    assert "用有同族一栏的导出表更新" in shown
    assert 'value="CN201410408762.5"' in shown


def test_a_patent_alone_in_a_source_of_families_is_watched(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND | FAMILY, by=handler.person)
    _, row = watch(handler, kind="family", what="CN201410408762.5", within=topic.pk)
    assert list(row.known) == ["CN201410408762.5"]


def test_a_watch_of_a_family_says_when_its_source_tells_of_none(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    row = SavedSearch.objects.create(
        user=handler.person, name="同族", topic=topic, kind="family", text="CN201410408762.5", at=now(), looked_at=now()
    )
    refresh(topic, tmp_path, THIRD, by=handler.person)
    shown = page(handler, row)
    assert "为什么没有新消息：专题库的来源没有说同族，看不出“CN201410408762.5”有没有别的同族成员" in shown
    assert "逐件相同" not in shown


def test_the_record_fills_the_forms(handler, tmp_path):
    topic = make_topic(tmp_path, FAMILY, by=handler.person)
    shown = handler.get(f"/topics/{topic.pk}/records/CN201410408762.5/").content.decode()
    links = [part.partition('"')[0].replace("&amp;", "&") for part in shown.split('href="/searches/watch/')[1:]]
    assert len(links) == 2
    form = handler.get(f"/searches/watch/{links[1]}").content.decode()
    assert '<option value="family" selected' in form
    assert 'value="CN201410408762.5"' in form
    assert f'<option value="{topic.pk}" selected' in form


def test_a_topic_of_others_is_no_choice(handler, tmp_path, sign_in):
    topic = make_topic(tmp_path, {}, by=handler.person)
    stranger = sign_in("handler", unit="commerce_bureau")
    answer, row = watch(stranger, kind="competitor", what="紫金", within=topic.pk)
    assert row is None
    assert answer.status_code == 422


def turn(topic, day, *, by):
    topic.refresh_from_db()
    jobs.refresh(topic, as_of=day, earlier=True, version=topic.version, by=by)
    topic.refresh_from_db()


def test_a_topic_turned_back_is_no_news_and_what_comes_later_is_told_of_the_latest_day(handler, tmp_path):
    granted = {
        "公开（公告）号": "CN104500001B",
        "公开（公告）日": "2020-03-02",
        "授权公告日": "2020-03-02",
        "专利有效性": "有效",
    }
    topic = make_topic(tmp_path, {**SECOND, **granted}, by=handler.person)
    _, row = watch(handler, kind="technology", what="铜箔", within=topic.pk)
    known, stamp = row.known, row.stamp
    assert [state for state, *_ in known.values()] == ["in_force"]
    turn(topic, date(2018, 6, 30), by=handler.person)
    row.refresh_from_db()
    assert topic.latest.as_of == date(2018, 6, 30)
    assert topic.latest.stamp != stamp
    assert not SearchNews.objects.exists()
    assert (row.known, row.day) == (known, DAY)
    assert f"专题库退回到 2018-06-30，早于上次看的 {DAY}" in page(handler, row)
    assert f"1 件，是数据截至 {DAY} 的；专题库现在退回到了 2018-06-30" in page(handler, row)
    assert "现在命中" not in page(handler, row)
    assert not [title for title, _ in told(handler.person) if "关注" in title or "检索“" in title]
    turn(topic, DAY, by=handler.person)
    row.refresh_from_db()
    assert not SearchNews.objects.exists()
    assert f"专题库回到了 {DAY}" in page(handler, row)
    assert "<dt>现在命中</dt><dd>1 件</dd>" in page(handler, row)
    refresh(topic, tmp_path, {**THIRD, "标题": "一种铜箔"}, by=handler.person)
    [one] = SearchNews.objects.all()
    assert one.counts == {"added": 1}
