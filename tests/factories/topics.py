"""Topics as people make them on the site: of small exports, in the name of a unit."""

from datetime import date
from pathlib import Path

from factories.exports import write_export
from factories.people import make_person
from factories.registry import as_upload
from zhixian.web.accounts.models import Seat
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import Topic

UNIT, OTHER_UNIT = "industry_science_bureau", "commerce_bureau"
DAY = date(2020, 12, 31)
SECOND = {
    "申请号": "CN201510000001.0",
    "公开（公告）号": "CN104500001A",
    "标题": "铜箔表面处理装置",
    "申请日": "2015-01-04",
    "申请人": "紫金矿业集团有限公司",
    "专利有效性": "失效",
}
THIRD = {
    "申请号": "CN201610000002.8",
    "公开（公告）号": "CN105500002A",
    "标题": "电池隔膜",
    "申请日": "2016-02-04",
    "申请人": "别的公司",
    "IPC": "H01M10/0525",
}
TERMS = "incoPat 许可，限本单位内部使用"


def seat_of(person) -> Seat:
    """The person's first seat."""
    return Seat.objects.filter(user=person).first()


def make_topic(folder: Path, *rows: dict[str, str], name: str = "铜箔", by=None, shows_raw: bool = False) -> Topic:
    """A topic of an export with these rows (`ROW` and the second, else), of the unit of whoever makes it."""
    by = by or make_person("handler", unit=UNIT)
    export = write_export(folder / f"{name}.csv", *(rows or ({}, SECOND)))
    topic = jobs.make(
        name, seat=seat_of(by), as_of=DAY, files=[as_upload(export)], terms=TERMS, shows_raw=shows_raw, by=by
    )
    topic.refresh_from_db()
    return topic


def many(number: int) -> list[dict[str, str]]:
    """Rows of one field over ten years, of four applicants."""
    return [
        {
            "申请号": f"{2009 + nr % 10}1{nr:07}", "公开（公告）号": f"CN1{nr:08}A", "标题": f"电解铜箔制备方法{nr}", "申请日": f"{2009 + nr % 10}-05-05",
            "公开（公告）日": f"{2010 + nr % 10}-11-05", "申请人": f"公司{nr % 4}", "申请人地址": "福建省龙岩市上杭县" if nr % 3 else "北京市海淀区",
        }
        for nr in range(number)
    ]  # fmt: skip
