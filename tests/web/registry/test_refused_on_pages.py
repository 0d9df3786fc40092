"""An application that was refused says on its page and in the search how and when, and is not told to wait for a grant."""

from datetime import date

import pytest

from factories.registry import write_csv
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.web.registry.indexing import rebuild_index

RIGHTS = [
    {"right_id": f"R{n}", "kind": "invention", "number": number, "title": f"做青机{n}", "filed": "2015-01-04", "holder": "P1"}
    for n, number in enumerate(("201510000001.0", "201510000002.5"))
]  # fmt: skip
EVENTS = [{"right_id": "R0", "event": "other", "gazetted": "2018-03-02", "national_code": "RJ01"}]


@pytest.fixture
def client_of(settings, tmp_path, sign_in):
    rows = {"parties": [{"party_id": "P1", "name": "甲公司"}], "rights": RIGHTS, "events": EVENTS}
    tables = [write_csv(tmp_path / f"{name}.csv", told) for name, told in rows.items()]
    import_paths(tables, data=settings.DATA, importers=importers())
    rebuild_index(current(settings.DATA), as_of=date(2020, 12, 31))
    return sign_in("handler", unit="finance_bureau")


def test_how_and_when_it_ended_stands_in_the_search_and_on_its_page(client_of):
    found = client_of.get("/rights/", {"q": "做青机"}).content.decode()
    assert ("已失效（2018-03-02 被驳回）" in found, found.count("未授权</span>")) == (
        True,
        2,
    )  # the other and its facet
    pages = [client_of.get(f"/rights/R{n}/").content.decode() for n in (0, 1)]
    assert "没有授权或注册的日期，2018年3月2日 被驳回，不在任何一天计数。" in pages[0]
    assert ("已失效" in pages[0], "还没有授权或注册，不在任何一天计数。" in pages[1]) == (True, True)
