"""The paper of an agreement on the site: offered where something was agreed, and nowhere else."""

import pytest

from factories.people import make_person
from factories.registers import row_of
from zhixian.web.registers.definitions import kept_registers

TYPED = {
    "number": "调1号", "dispute": "某外观设计", "body": "某调委会", "subject": "patent", "party_a": "甲", "party_b": "乙",
    "accepted_on": "2018-05-01", "facts": "甲说乙侵权。", "confirm": "no",
}  # fmt: skip


@pytest.mark.parametrize(
    ("ended", "status"), [({"result": "agreed", "terms": "乙停止销售。"}, 200), ({"result": "failed"}, 404), ({}, 404)]
)
def test_the_paper_is_offered_where_something_was_agreed(client, ended, status):
    handler = make_person("handler", unit=kept_registers()["mediations"].units[0])
    row = row_of("mediations", by=handler, **TYPED, **ended)
    client.force_login(handler)
    address = f"/registers/mediations/{row.pk}/agreement.docx"
    assert client.get(address).status_code == status
    assert (address in client.get(f"/registers/mediations/{row.pk}/").content.decode()) == (status == 200)
