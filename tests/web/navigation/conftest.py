"""What the tests of topics share: a data folder of its own, and a day."""

import pytest

from factories.registry import marks, write_csv
from factories.topics import DAY, UNIT
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current
from zhixian.web.registry.indexing import rebuild_index

PARTY = {"party_id": "P1", "name": "测试公司", "kind": "enterprise", "region": "350823"}
PATENTS = [
    {"right_id": f"R{nr}", "kind": "invention", "number": number, "title": f"一种尾矿{word}", "classes": "B03D1/00", "filed": "2014-08-15",
     "registered": "2016-01-02", "expires": "2034-08-15", "holder": "P1", "region": "350823"}
    for nr, number, word in ((1, "201410408762.5", "装置"), (2, "201510408762.X", "方法"), (3, "201610408762.3", "系统"))
]  # fmt: skip


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.TODAY = DAY.isoformat()
    settings.MEDIA_ROOT = settings.DATA / "files"


@pytest.fixture
def handler(sign_in):
    """A client of a handler of the unit whose topics these are."""
    return sign_in("handler", unit=UNIT)


@pytest.fixture
def register(settings, tmp_path):
    """`register(2)` has the first two patents, beside two marks, in the registry and in the index."""

    def go(number: int, *, day=DAY):
        folder = tmp_path / f"county{number}"
        folder.mkdir(exist_ok=True)
        tables = [write_csv(folder / "parties.csv", [PARTY]), write_csv(folder / "rights.csv", PATENTS[:number])]
        import_paths([marks(folder, 5633001, 5633002), *tables], data=settings.DATA, importers=importers())
        return rebuild_index(current(settings.DATA), as_of=day)

    return go


@pytest.fixture
def county(register):
    """Two patents and two marks."""
    return register(2)
