"""A party's former names: sources that still use one mean the party; a name that two may have borne means neither."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_registry import reasons, table, take

from factories.registry import filled_template

CODE = "91350823MA00000016"
NEW, OLD, OLDEST = "杭川紫铜新材料有限公司", "杭川紫铜（集团）有限公司", "杭川铜业有限公司"
MARK = {
    "number": "5633001",
    "classes": "31",
    "title": "杭川",
    "kind": "普通商标",
    "region": "350823",
    "registered": "2016-12-02",
}


def company(name: str, former: str = "", code: str | None = CODE):
    return {"name": name, "kind": "企业", "former": former} | ({"code": code} if code else {})


def marks_of(folder: Path, *holders: str, name: str = "marks.xlsx"):
    return filled_template(
        folder,
        "marks",
        *({**MARK, "number": str(5633001 + nth), "holder": holder} for nth, holder in enumerate(holders)),
        name=name,
    )


@pytest.mark.parametrize("code", [CODE, None])
@pytest.mark.parametrize("first", ["parties", "marks"])
def test_rights_under_any_of_its_names_are_the_partys(tmp_path, code, first):
    files = [
        filled_template(tmp_path, "parties", company(NEW, f"{OLD}；{OLDEST}", code)),
        marks_of(tmp_path, OLD, NEW, "杭川铜业 有限公司", "别的公司"),
    ]
    for path in files if first == "parties" else reversed(files):
        take(tmp_path / "data", path)
    data = tmp_path / "data"
    named = {row["party_id"]: row["name"] for row in table(data, "parties")}
    assert sorted(named.values()) == sorted([NEW, "别的公司"])
    assert [named[row["holder"]] for row in table(data, "rights")] == [NEW, NEW, NEW, "别的公司"]
    assert (CODE in named) == bool(code)


def test_a_name_that_was_changed_twice_in_two_rows_is_followed(tmp_path):
    parties = filled_template(tmp_path, "parties", company(NEW, OLD, None), company(OLD, OLDEST, None))
    take(tmp_path / "data", parties, marks_of(tmp_path, OLDEST))
    named = {row["party_id"]: row["name"] for row in table(tmp_path / "data", "parties")}
    assert [named[row["holder"]] for row in table(tmp_path / "data", "rights")] == [NEW]


def test_a_name_that_two_have_borne_tells_neither_and_is_remarked(tmp_path):
    parties = filled_template(
        tmp_path, "parties", company(NEW, OLD), company("杭川新铜有限公司", OLD, "91350823MA00000029")
    )
    result = take(tmp_path / "data", parties, marks_of(tmp_path, OLD))
    named = {row["party_id"]: row["name"] for row in table(tmp_path / "data", "parties")}
    assert [named[row["holder"]] for row in table(tmp_path / "data", "rights")] == [OLD]
    told = [(row, column, reason) for row, column, reason in reasons(result, "parties") if column == "曾用名"]
    assert told == [
        (3, "曾用名", "也是另一主体的名称或曾用名，没有归并"),
        (4, "曾用名", "也是另一主体的名称或曾用名，没有归并"),
    ]


def test_the_name_of_another_party_stays_that_partys(tmp_path):
    parties = filled_template(tmp_path, "parties", company(NEW, OLD), company(OLD, "", "91350823MA00000029"))
    take(tmp_path / "data", parties, marks_of(tmp_path, OLD))
    assert [row["holder"] for row in table(tmp_path / "data", "rights")] == ["91350823MA00000029"]


def test_names_in_a_circle_end(tmp_path):
    parties = filled_template(tmp_path, "parties", company(NEW, OLD, None), company(OLD, NEW, None))
    take(tmp_path / "data", parties, marks_of(tmp_path, OLD, NEW))
    assert len(table(tmp_path / "data", "rights")) == 2
