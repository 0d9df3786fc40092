"""A bank's loans go from the register to the registry desk: read, published, counted, and put right by handing them over again."""

import pytest
from django.urls import reverse

from factories.people import make_person
from factories.registers import LOANS, LoanCast
from zhixian.core.engine import connect, read
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.web.kit.models import Entry, Job
from zhixian.web.kit.plan import lead_office
from zhixian.web.registers.actions import change_row
from zhixian.web.registers.models import Row
from zhixian.web.registers.views import feeds
from zhixian.web.registry import jobs
from zhixian.web.registry.models import Batch

ADDRESS = "/registers/pledge_loans/feed/"


PARTIES = "统一社会信用代码,名称,类型,所在地,国民经济行业代码,成立日期\n,测试企业1,企业,350823,C1,2010-01-01\n"
MARKS = (
    "注册号,国际分类,商标名称,商标类型,是否地理标志,注册人,注册人所在地,申请日期,注册日期,专用权期限至,状态\n"
    "12345678,31,样例红,普通商标,否,测试企业1,350823,2014-01-02,2015-02-07,2025-02-06,有效\n"
)


@pytest.fixture
def imported(settings, tmp_path):
    """A registry that files have made: a company with a mark."""
    settings.DATA = tmp_path / "imported"
    settings.MEDIA_ROOT = settings.DATA / "files"
    for name, text in {"主体.csv": PARTIES, "商标.csv": MARKS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_paths([tmp_path / "主体.csv", tmp_path / "商标.csv"], data=settings.DATA, importers=importers())


@pytest.fixture
def office(client, cast: LoanCast):
    client.force_login(make_person("lead_office", unit=lead_office()))
    return client


def published(client, settings):
    """Hand the rows over and publish them; the loans of the snapshot by number."""
    answer = client.post(ADDRESS)
    batch = Batch.objects.latest("pk")
    assert answer.headers["Location"] == reverse("batch", args=[batch.pk])
    assert batch.state == "ready"
    jobs.publish(batch, version=batch.version, by=batch.by)
    con, snapshot = connect(), current(settings.DATA)
    loans = read(con, snapshot.path("loans")).to_pyarrow().to_pylist()
    pledges = read(con, snapshot.path("pledges")).to_pyarrow().to_pylist()
    return {loan["loan_id"]: loan for loan in loans}, pledges


def test_what_the_bank_entered_is_in_the_registry_and_follows_its_changes(imported, office, cast: LoanCast, settings):
    row = cast.enter(loan="JH-9", rights="12345678/31")
    page = office.get(ADDRESS).content.decode()
    assert "可以并入 <strong>1</strong> 行" in page
    loans, pledges = published(office, settings)
    assert (loans["JH-9"]["principal"], loans["JH-9"]["lender"], loans["JH-9"]["repaid"]) == (
        100_000_000,
        cast.bank.name,
        None,
    )
    assert [str(pledge["registered"]) for pledge in pledges if pledge["loan_id"] == "JH-9"] == ["2018-01-02"]
    row = Row.objects.get(pk=row.pk)
    change_row(row, cast.kept, {**row.values, "repaid": "2018-05-11"}, by=cast.clerk, version=row.version)
    loans, _ = published(office, settings)
    assert str(loans["JH-9"]["repaid"]) == "2018-05-11"
    assert [entry.detail["rows"] for entry in Entry.objects.filter(action="register_fed")] == [1, 1]


def test_who_runs_the_desk_and_reads_the_register_hands_over_and_nobody_else(client, cast: LoanCast):
    cast.enter()
    client.force_login(cast.clerk)
    assert client.get(ADDRESS).status_code == 404
    assert "并入登记数据" not in client.get(f"/registers/{LOANS}/").content.decode()
    client.force_login(make_person("handler", unit="finance_bureau"))
    assert client.post(ADDRESS).status_code == 404


def test_a_register_that_feeds_nothing_has_no_such_page(office):
    assert office.get("/registers/ip_cases/feed/").status_code == 404


def test_an_empty_register_says_so(office):
    assert "台账里还没有在册的行" in office.get(ADDRESS).content.decode()
    assert office.post(ADDRESS).status_code == 200
    assert not Batch.objects.exists()


def test_a_process_that_dies_between_leaves_neither_an_upload_nor_a_line(imported, office, cast: LoanCast, monkeypatch):
    cast.enter(loan="JH-9", rights="12345678/31")

    class Died(BaseException):
        """What no code of ours catches."""

    def die(action, *args, **given):
        if action == "register_fed":
            raise Died
        return write(action, *args, **given)

    write = feeds.record.write
    monkeypatch.setattr(feeds.record, "write", die)
    with pytest.raises(Died):
        office.post(ADDRESS)
    assert not Batch.objects.exists()
    assert not Job.objects.filter(name="registry.import").exists()
    assert not Entry.objects.filter(action__in=["register_fed", "upload_registry_data"]).exists()
    monkeypatch.setattr(feeds.record, "write", write)
    assert office.post(ADDRESS).status_code == 302
    assert (Batch.objects.count(), Entry.objects.filter(action="register_fed").count()) == (1, 1)
