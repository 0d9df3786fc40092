"""The search of rights in the browser: asked in the query language, narrowed by facets, taken out as a sheet, refused with the place."""

import io
import shutil
from datetime import date

import openpyxl
import pytest

from factories.people import make_organisation, make_person
from factories.registry import COMPANY, marks, write_csv
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.core.search.finding import Found
from zhixian.web.kit.models import Entry, Job
from zhixian.web.registry import rights
from zhixian.web.registry.indexing import rebuild_index
from zhixian.web.registry.models import IndexEdition, IndexedRight

PARTIES = [
    {"party_id": "P1", "name": COMPANY, "kind": "enterprise", "region": "350823"},
    {"party_id": "P2", "name": "别的公司", "kind": "enterprise"},
]
RIGHTS = [
    {"right_id": "R1", "kind": "invention", "number": "201410408762.5", "title": "一种尾矿处理<装置>", "classes": "B03D1/00", "filed": "2014-08-15",
     "registered": "2016-01-02", "expires": "2034-08-15", "holder": "P1", "region": "350823"},
    {"right_id": "R2", "kind": "invention", "number": "201510408762.X", "title": "一种尾矿干排系统", "classes": "B03D1/00", "filed": "2015-08-15",
     "registered": "", "expires": "", "holder": "P2", "region": "350823"},
]  # fmt: skip


@pytest.fixture
def county(settings, tmp_path):
    """Two marks and two patents, imported and made into an edition; what else a publication brings takes seconds."""
    tables = [write_csv(tmp_path / f"{name}.csv", rows) for name, rows in (("parties", PARTIES), ("rights", RIGHTS))]
    import_paths([marks(tmp_path, 5633001, 5633002), *tables], data=settings.DATA, importers=importers())
    return rebuild_index(current(settings.DATA), as_of=date(2020, 12, 31))


@pytest.fixture
def page(county, sign_in):
    """`page(q=…)` is what a handler sees."""
    client = sign_in("handler", unit="finance_bureau")

    def go(**asked):
        answer = client.get("/rights/", asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return go


def test_hits_are_marked_and_nothing_of_a_title_is_markup(page):
    shown = page(q="尾矿 装置")
    assert "一种<mark>尾矿</mark>处理&lt;<mark>装置</mark>&gt;" in shown
    assert "干排" not in shown
    assert "共 <strong>1</strong> 件" in shown


def test_an_empty_question_shows_all_with_facets(page):
    shown = page()
    assert "共 <strong>4</strong> 件" in shown
    assert "?kind=trademark" in shown
    assert "发明专利" in page(kind="invention")
    assert "共 <strong>2</strong> 件" in page(kind="invention")
    assert "去掉类型：发明专利" in page(kind="invention")


def test_the_day_decides_the_state(page):
    assert "共 <strong>1</strong> 件，按 2016年1月1日" not in page(q="尾矿 状态:有效", as_of="2016-01-01")
    assert "没有找到" in page(q="尾矿 状态:有效", as_of="2016-01-01")
    assert "共 <strong>1</strong> 件，按 2016年1月2日" in page(q="尾矿 状态:有效", as_of="2016-01-02")


def test_a_state_on_a_day_to_come_is_said_to_be_a_forecast(page, sign_in):
    shown = page(as_of="2030-01-01")
    assert "按 2030年1月1日 的状态" in shown
    assert "2030-01-01 晚于登记数据的截止日 2020-12-31，这一天的状态是推算的" in shown
    assert "推算" not in page(as_of="2020-12-31")
    assert "推算" not in page(as_of="2016-01-01")
    answer = sign_in("handler", unit="finance_bureau").get("/rights.xlsx", {"as_of": "2030-01-01"})
    told = openpyxl.load_workbook(io.BytesIO(answer.content))["说明"].values
    assert any("这一天的状态是推算的" in str(cell) for row in told for cell in row)


@pytest.mark.parametrize("beyond", ["2", "99999"])
def test_a_page_beyond_the_last_is_the_last(page, beyond):
    shown = page(page=beyond)
    assert "共 <strong>4</strong> 件" in shown
    assert "没有找到" not in shown
    assert shown.count("<li>\n    <h2>") == 4
    assert "上一页" not in shown


@pytest.mark.parametrize(
    ("total", "asked", "number", "has_next"),
    [
        (0, 3, 1, False),
        (20, 2, 1, False),
        (41, 2, 2, True),
        (41, 3, 3, False),
        (41, 500, 3, False),
        (20_000, 500, 500, False),
    ],
)
def test_the_last_page_holds_the_last_hit(total, asked, number, has_next):
    def search(page):
        return Found(total, [page], {}, {}, date(2020, 12, 31), "")

    _, shown = rights.page_of(search, asked)
    assert (shown.number, shown.object_list, shown.has_next) == (number, [number], has_next)


def test_what_finds_nothing_says_so_on_any_page(page):
    assert "没有找到" in page(q="没有这样的词", page="99999")


@pytest.mark.parametrize(
    "odd",
    [
        {"as_of": "9999-99-99"},
        {"sort": "x"},
        {"page": "999999"},
        {"kind": "nothing"},
        {"year": "一"},
        {"state": "foo"},
        {"state": "in_force"},
        {"q": "x" * 1999},
    ],
)
def test_odd_addresses_break_nothing(page, odd):
    assert "检索权利" in page(**odd)


def test_what_cannot_be_read_is_shown_with_its_place(page):
    shown = page(q="尾矿 (类型:<b>")
    assert '尾矿 (类型:<mark class="at-fault">&lt;b&gt;</mark>' in shown
    assert "不是类型，可以用" in shown
    assert 'value="尾矿 (类型:&lt;b&gt;"' in shown


def test_hits_go_out_as_a_sheet_and_that_is_on_the_record(county, sign_in):
    asked = {"q": "尾矿 或 " + "很长的词 或 " * 30 + "尾矿", "kind": "invention"}
    answer = sign_in("handler", unit="finance_bureau").get("/rights.xlsx", asked)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book["检索结果"].values)
    assert ("缩小到", "类型：发明专利") in list(book["说明"].values)
    assert [row[1] for row in rows[1:]] == ["CN201410408762.5", "CN201510408762.X"]
    entry = Entry.objects.get(action="export_rights")
    assert (entry.subject, entry.detail["rows"], entry.detail["as_of"]) == ("registry.rights", 2, "2020-12-31")
    assert (entry.detail["query"], entry.detail["narrowed"]) == (asked["q"], {"kind": "invention"})


def test_an_enterprise_finds_what_it_holds_and_takes_nothing_out(county, client):
    person = make_person(
        "enterprise",
        organisation=make_organisation(name=COMPANY, party="P1"),
    )
    client.force_login(person)
    shown = client.get("/rights/", {"q": "尾矿"}).content.decode()
    assert "处理" in shown
    assert "干排" not in shown
    assert "rights.xlsx" not in shown
    assert client.get("/rights.xlsx").status_code == 403


def test_a_large_registry_is_told_to_be_on_its_way_and_a_job_builds_it(page, monkeypatch, settings):
    monkeypatch.setattr(rights, "MOST_WHILE_WAITING", 3)
    shutil.rmtree(settings.DATA / "search")
    rights._opened.cache_clear()
    assert "正在建立" in page(q="尾矿")
    assert Job.objects.get(name="registry.search").state == "done"
    assert "共 <strong>2</strong> 件" in page(q="尾矿")


def test_a_repair_of_the_index_is_told_once_and_not_for_ever(page, settings):
    biggest = max(
        (path for path in (settings.DATA / "search").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    biggest.unlink()  # cut in place, it would end whoever has it mapped
    biggest.write_bytes(b"x")
    rights._opened.cache_clear()
    assert "检索索引不完整或有改动，已重建" in page(q="尾矿")
    assert "已重建" not in page(q="尾矿")


def test_a_repair_by_a_job_is_told_once_to_who_looks_next(page, monkeypatch, settings):
    monkeypatch.setattr(rights, "MOST_WHILE_WAITING", 3)
    next((settings.DATA / "search").rglob("search.json")).unlink()
    rights._opened.cache_clear()
    assert "正在建立" in page(q="尾矿")
    assert Job.objects.get(name="registry.search").state == "done"
    rights._opened.cache_clear()  # as in another process than that of the job
    assert "检索索引损坏，已重建" in page(q="尾矿")
    assert "已重建" not in page(q="尾矿")


def spoil(settings):
    """Without its list of files no index is whole."""
    next((settings.DATA / "search").glob("*/search.json")).unlink()
    rights._opened.cache_clear()


def test_a_large_index_that_is_spoiled_is_built_anew_by_a_job_while_nobody_waits(page, monkeypatch, settings):
    monkeypatch.setattr(rights, "MOST_WHILE_WAITING", 3)
    spoil(settings)
    assert "正在建立" in page(q="尾矿")
    assert Job.objects.get(name="registry.search").state == "done"
    assert "共 <strong>2</strong> 件" in page(q="尾矿")


def test_an_index_that_cannot_be_built_is_told_and_the_other_shelves_are_searched(county, sign_in, settings):
    spoil(settings)
    shutil.rmtree(settings.DATA / "search")
    (settings.DATA / "search").write_text("")
    client = sign_in("handler", unit="finance_bureau")
    answer = client.get("/rights/", {"q": "尾矿"})
    assert answer.status_code == 503
    assert "检索索引还没有建立，现在也建不成（已经存在）" in answer.content.decode()
    assert str(settings.DATA) not in answer.content.decode()
    searched = client.get("/search/", {"q": COMPANY})
    assert searched.status_code == 200
    assert "权利现在检索不了" in searched.content.decode()
    assert COMPANY in searched.content.decode()


def test_before_the_first_import_the_page_says_what_to_do(db, sign_in):
    assert not IndexEdition.objects.exists()
    client = sign_in("handler", unit="finance_bureau")
    assert "还没有编制索引" in client.get("/rights/").content.decode()
    assert client.get("/rights.xlsx").status_code == 404


def test_the_page_of_a_right_names_those_like_it_and_why(county, sign_in):
    right = IndexedRight.objects.get(number="CN201410408762.5")
    shown = sign_in("handler", unit="finance_bureau").get(f"/rights/{right.right_id}/").content.decode()
    assert "相近的权利" in shown
    assert "一种尾矿干排系统" in shown
    assert "共同的词：尾矿" in shown


def test_the_list_asks_the_database_as_often_for_many_as_for_few(county, sign_in, django_assert_max_num_queries):
    client = sign_in("handler", unit="finance_bureau")
    client.get("/rights/")
    with django_assert_max_num_queries(12):
        client.get("/rights/")
