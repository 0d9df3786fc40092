"""A topic whose sources name no applicant: their number is unknown, never 0."""

from factories.topics import SECOND, UNIT, make_topic


def test_applicants_that_no_source_names_are_unknown(sign_in, tmp_path):
    handler = sign_in("handler", unit=UNIT)
    topic = make_topic(tmp_path, {"申请人": ""}, SECOND | {"申请人": ""}, by=handler.person)
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert "申请人不详" in shown
    assert "家申请人" not in shown
    assert '<td data-label="申请人" class="num">不详</td>' in shown
    assert '<td data-label="申请人" class="num">不详</td>' in handler.get("/topics/").content.decode()
    assert topic.latest.counts_known["applicants"] is None


def test_applicants_that_are_named_are_counted(sign_in, tmp_path):
    handler = sign_in("handler", unit=UNIT)
    topic = make_topic(tmp_path, {"申请人": ""}, SECOND, by=handler.person)
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    assert '<strong class="num">1</strong> 家申请人' in shown
    assert '<td data-label="申请人" class="num">1</td>' in handler.get("/topics/").content.decode()
    assert topic.latest.counts_known["applicants"] == 1
