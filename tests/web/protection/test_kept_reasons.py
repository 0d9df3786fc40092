"""What officers write about reports: shown when its form is gone, held back once when it names somebody."""

from django.urls import reverse

from factories.reports import fresh, handled, lodge
from zhixian.web.protection.actions.reports import move_report


def act(client, report, move, **given):
    return client.post(reverse("move_report", args=[report.pk, move]), {"version": report.version, **given})


def test_a_second_refusal_to_accept_is_shown_to_its_writer(client, cast):
    report = lodge().report
    move_report(report, "decline", by=cast.desk, version=report.version, reason="不属于本县")
    client.force_login(cast.desk)
    page = act(client, report, "decline", reason="管辖在邻县，请向邻县提出")
    assert page.status_code == 409
    assert [one.text for one in page.context["unsaved"]] == ["管辖在邻县，请向邻县提出"]
    assert "您刚才写的（没有保存）" in page.text


def test_a_reason_that_nobody_sees_declines_nothing(client, cast):
    report = lodge().report
    client.force_login(cast.desk)
    assert act(client, report, "decline", reason="\u200b").status_code == 422
    assert fresh(report).outcome == ""


def test_an_answer_with_a_number_or_a_name_is_held_back_once(client, cast):
    report = fresh(handled(cast))
    client.force_login(cast.handler)
    written = {"category": "case_opened", "reason": "已立案，举报人电话１３８ 0597 0001"}
    warned = act(client, report, "conclude", **written)
    assert (warned.status_code, fresh(report).outcome) == (422, "")
    form = next(form for form in warned.context["moves"] if form.is_bound)
    assert form.errors == {"reason": ["第 10 个字起的“１３８ 0597 0001”像是电话号码；是举报人的，不能写在答复里"]}
    assert "我核对过，这些不会让人认出举报人" in warned.text
    told = {"told": form["told"].value(), "knowing": "on"}
    assert act(client, report, "conclude", **{**written, "reason": "我叫王五"}, **told).status_code == 422
    assert act(client, report, "conclude", **written, **told).status_code == 302
    assert fresh(report).answer == written["reason"]


def test_an_answer_without_any_is_taken_at_once(client, cast):
    report = fresh(handled(cast))
    client.force_login(cast.handler)
    page = client.get(reverse("report", args=[report.pk]))
    assert "我核对过" not in page.text
    assert act(client, report, "conclude", category="case_opened", reason="已立案查处").status_code == 302


def test_a_number_between_officers_is_no_matter(client, cast):
    report = fresh(handled(cast))
    client.force_login(cast.handler)
    assert act(client, report, "send_back", reason="请问 0597-3841234").status_code == 302
