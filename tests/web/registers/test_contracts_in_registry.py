"""A contract is held against the rights of the registry."""

from factories.people import make_person
from factories.registers import row_of
from zhixian.web.kit.clock import now, today
from zhixian.web.registry.models import IndexEdition, IndexedRight


def test_a_licence_by_somebody_else_than_the_holder_is_told():
    edition = IndexEdition.objects.create(snapshot="test", as_of=today(), labels=[], built_at=now(), current=True)
    known = {
        "right_id": "R1",
        "kind": "trademark",
        "gi": False,
        "number": "38431452/11",
        "in_force": True,
        "began": True,
    }
    IndexedRight.objects.create(edition=edition, holder="P1", holder_name="丙公司", **known)
    handler = make_person("handler", unit="industry_science_bureau")
    said = {"owner": "甲公司", "partner": "乙公司", "role": "giver", "sort": "mark_licence", "rights": "38431452/11", "dual_use": "no", "effective_on": "2018-01-02"}  # fmt: skip
    row = row_of("ip_contracts", by=handler, number="1", **said)
    assert row.grave
    assert [one["words"] for one in row.findings] == ["38431452/11 的权利人是丙公司，不是许可人甲公司：核对权利号"]
    own = row_of("ip_contracts", by=handler, number="2", **{**said, "owner": "丙公司"})
    assert own.findings == []
