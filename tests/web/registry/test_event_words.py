"""A legal event is said to people in their words, with a note that adds to them."""

import pytest

from zhixian.web.registry.words import event_told


@pytest.mark.parametrize(
    ("code", "event", "note", "told"),
    [
        ("SE01", "other", "ENTRY INTO FORCE OF REQUEST FOR SUBSTANTIVE EXAMINATION", ("实质审查的生效", "")),
        ("GR01", "granted", "PATENT GRANT", ("授权", "")),
        ("CF01", "lapsed", "未缴年费", ("终止（未缴年费）", "未缴年费")),
        (None, "other", "SOMETHING NEW", ("其他", "SOMETHING NEW")),
        (None, "transferred", None, ("转让", "")),
    ],
)
def test_a_legal_event(code, event, note, told):
    assert event_told({"national_code": code, "event": event, "note": note}) == told
