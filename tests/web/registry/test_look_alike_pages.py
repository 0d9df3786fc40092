"""Pages of look-alike marks: what is watched for whom, hits with reasons, narrowed by level and day, bare words for staff only."""

from datetime import date

import pytest

from factories.people import make_organisation, make_person
from factories.registry import COMPANY, MARK, filled_template, marks
from zhixian.core.look_alike.marks import protected
from zhixian.core.look_alike.rule import likeness_rule
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.web.registry.indexing import rebuild_index
from zhixian.web.registry.models import IndexedRight


@pytest.fixture
def county(settings, tmp_path):
    """An indication of the county, marks near it and near a company's mark."""
    gi = {"title": "上杭萝卜干", "kind": "证明商标", "gi": "是", "holder": "样例协会"}
    near = {"title": "尚杭萝卜甘", "holder": "别的公司", "region": "350822", "registered": "2020-11-02"}
    far = {"title": "上杭萝卜条", "holder": "别的公司", "region": "350822", "registered": "2018-01-02"}
    own = {"title": "紫铜云"}
    close = {"title": "紫童云", "holder": "别的公司", "region": "350822", "registered": "2020-11-03"}
    paths = [
        marks(tmp_path, number, name=f"{number}.xlsx", **changes)
        for number, changes in enumerate((gi, near, far, own, close), 5633001)
    ]
    import_paths(paths, data=settings.DATA, importers=importers())
    return rebuild_index(current(settings.DATA), as_of=date(2020, 12, 31))


def right(title):
    return IndexedRight.objects.get(title=title)


def page(client, address):
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def enterprise(county, client):
    """Somebody of the company that holds 紫铜云."""
    organisation = make_organisation(name=COMPANY, party=right("紫铜云").holder)
    person = make_person("enterprise", organisation=organisation)
    client.force_login(person)
    return client


def test_units_watch_the_indications_of_the_place(county, sign_in):
    status, told = page(sign_in("handler", unit="market_regulation_bureau"), "/look-alikes/")
    assert status == 200
    assert "上杭萝卜干" in told
    assert "紫铜云" not in told
    assert "强 1" in told
    assert "中 1" in told
    assert "尚杭萝卜甘 <span" in told
    assert all(reason.name in told for reason in likeness_rule().reasons.values())


def test_the_page_of_a_sign_has_reasons_and_can_be_narrowed(county, sign_in):
    client = sign_in("handler", unit="market_regulation_bureau")
    address = f"/look-alikes/{right('上杭萝卜干').right_id}/"
    _, told = page(client, address)
    assert "“尚杭萝卜甘”读 shàng háng luó bo gān" in told
    assert "只差第 5 个字" in told
    assert "2025-11-02 以前可请求宣告无效" in told
    _, strong = page(client, address + "?level=high")
    assert "尚杭萝卜甘" in strong
    assert "上杭萝卜条" not in strong
    _, new = page(client, address + "?since=2020-01-01")
    assert "上杭萝卜条" not in new
    _, none = page(client, address + "?since=2020-12-01")
    assert "这样筛选没有" in none


def test_an_enterprise_watches_its_own_marks_and_no_other(enterprise):
    _, told = page(enterprise, "/look-alikes/?q=萝卜干")
    assert "紫铜云" in told
    assert "上杭萝卜干" not in told
    own, other = right("紫铜云").right_id, right("上杭萝卜干").right_id
    _, hits = page(enterprise, f"/look-alikes/{own}/")
    assert "紫童云" in hits
    assert f'href="/rights/{right("紫童云").right_id}/"' not in hits
    assert page(enterprise, f"/look-alikes/{other}/")[0] == 404


def test_staff_ask_for_a_name_that_nobody_filed(county, sign_in):
    client = sign_in("handler", unit="market_regulation_bureau")
    _, told = page(client, "/look-alikes/?q=紫桐云&classes=31")
    assert "相近的商标 2 件" in told
    assert "没有与“无人用过”相近的商标" in page(client, "/look-alikes/?q=无人用过")[1]


@pytest.mark.parametrize(("classes", "wrong"), [("999", "999"), ("abc", "abc"), ("29、0", "0")])
def test_wrong_classes_are_told_beside_the_field_and_nothing_is_said_of_marks(county, sign_in, classes, wrong):
    client = sign_in("handler", unit="market_regulation_bureau")
    status, told = page(client, f"/look-alikes/?q=紫桐云&classes={classes}")
    assert status == 422
    assert f"没有商品和服务类别“{wrong}”" in told
    assert 'aria-describedby="classes-problem"' in told
    assert f'value="{classes}"' in told
    assert "相近的商标 " not in told
    assert "没有相近的" not in told


@pytest.mark.parametrize("name", ["(((", "🐼"])
def test_a_name_of_which_nothing_can_be_compared_is_refused_beside_the_field(county, sign_in, name):
    status, told = page(sign_in("handler", unit="market_regulation_bureau"), f"/look-alikes/?q={name}")
    assert status == 422
    assert f"“{name}”里没有可以比对的文字，图形和符号不比对" in told
    assert 'aria-describedby="words-problem"' in told
    assert ("相近的商标 " in told, "没有相近的" in told) == (False, False)


def test_a_mark_without_words_is_told_to_have_none(settings, tmp_path, sign_in):
    gi = {"kind": "证明商标", "gi": "是", "holder": "样例协会"}
    paths = [
        marks(tmp_path, n, name=f"{n}.xlsx", **gi, title=title) for n, title in enumerate(("🐼", "上杭萝卜干"), 5633001)
    ]
    import_paths(paths, data=settings.DATA, importers=importers())
    rebuild_index(current(settings.DATA), as_of=date(2020, 12, 31))
    client = sign_in("handler", unit="market_regulation_bureau")
    assert page(client, "/look-alikes/")[1].count("没有可以比对的文字，图形没有比对") == 1
    pages = [page(client, f"/look-alikes/{right(title).right_id}/")[1] for title in ("🐼", "上杭萝卜干")]
    assert ["没有可以比对的文字，图形没有比对。" in told for told in pages] == [True, False]


def test_a_class_in_chinese_numerals_is_one(county, sign_in):
    told = page(sign_in("handler", unit="market_regulation_bureau"), "/look-alikes/?q=紫桐云&classes=三十一")[1]
    assert "相近的商标 2 件" in told
    assert '<span class="soft">类别未知' not in told


def test_the_page_of_a_mark_leads_there(county, sign_in):
    row = right("上杭萝卜干")
    _, told = page(sign_in("handler", unit="market_regulation_bureau"), f"/rights/{row.right_id}/")
    assert f'href="/look-alikes/{row.right_id}/"' in told


def test_without_a_registry_the_page_says_so(sign_in):
    assert "还没有登记数据" in page(sign_in("handler", unit="market_regulation_bureau"), "/look-alikes/")[1]


def test_what_is_protected_is_found_by_region_holder_and_number(county, settings):
    snapshot, day = current(settings.DATA), date(2020, 12, 31)
    holder = right("紫铜云").holder
    assert [one.title for one in protected(snapshot, as_of=day, region="350800")] == ["上杭萝卜干"]
    assert protected(snapshot, as_of=day, region="350822") == []
    assert [one.title for one in protected(snapshot, as_of=day, holders=[holder])] == ["紫铜云"]
    assert [one.number for one in protected(snapshot, as_of=day, rights=["5633004"])] == [right("紫铜云").number]
    assert protected(snapshot, as_of=day) == []


def test_what_is_registered_after_the_day_is_still_applied_for(settings, tmp_path):
    rows = [{"title": "紫铜云", "registered": "2021-03-01"}, {"title": "紫铜云", "registered": "2020-03-01"}]
    paths = [marks(tmp_path, n, name=f"{n}.xlsx", **row, filed="2020-01-01") for n, row in enumerate(rows, 5633001)]
    import_paths(paths, data=settings.DATA, importers=importers())
    found = protected(current(settings.DATA), as_of=date(2020, 12, 31), rights=["5633001", "5633002"])
    assert [(one.state, one.registered) for one in found] == [("pending", None), ("in_force", date(2020, 3, 1))]


def test_many_that_come_close_are_all_counted_and_the_newest_may_be_the_last_of_them(settings, tmp_path, sign_in):
    gi = {"title": "上杭萝卜干", "kind": "证明商标", "gi": "是", "holder": "样例协会"}
    other = {"holder": "别的公司", "region": "350822"}
    near = [{"title": "尚杭萝卜甘", "registered": "2019-11-02", **other}] * 505
    last = {"title": "上杭萝卜条", "registered": "2020-12-20", **other}
    rows = [{**MARK, **row, "number": str(number)} for number, row in enumerate([gi, *near, last], 5633001)]
    import_paths([filled_template(tmp_path, "marks", *rows)], data=settings.DATA, importers=importers())
    rebuild_index(current(settings.DATA), as_of=date(2020, 12, 31))
    client = sign_in("handler", unit="market_regulation_bureau")
    _, told = page(client, "/look-alikes/")
    assert "强 505" in told
    assert "中 1" in told
    assert "上杭萝卜条 <span" in told
    _, sign = page(client, f"/look-alikes/{right('上杭萝卜干').right_id}/")
    assert "相近的商标 506 件" in sign
    assert "只列前" not in sign
    _, new = page(client, f"/look-alikes/{right('上杭萝卜干').right_id}/?since=2020-12-01")
    assert "上杭萝卜条" in new
    _, asked = page(client, "/look-alikes/?q=上杭萝卜甘")
    assert "相近的商标 507 件" in asked
    _, end = page(client, "/look-alikes/?q=上杭萝卜甘&page=26")
    assert "上杭萝卜条" in end
