"""Two colleagues answer one request: the second finds what they wrote."""

import pytest
from django.urls import reverse

from factories.supervision import answer, send
from zhixian.web.supervision.models import Answer


def test_the_second_answer_is_shown_to_its_writer(client, cast):
    row = send(cast)
    seen = row.version
    answer(row, cast)
    client.force_login(cast.chief)
    sent = {"progress": "第一段\n第二段", "measure": "下周开会", "measure_due": "2020-12-01", "version": seen}
    page = client.post(reverse("answer_progress_request", args=[row.pk]), sent)
    assert page.status_code == 409
    assert page.context["answer_form"] is None
    assert {one.label: one.text for one in page.context["unsaved"]} == {
        "进展和情况": "第一段\n第二段", "下一步措施": "下周开会", "措施完成日期": "2020-12-01",
    }  # fmt: skip
    assert "readonly>\n第一段\n第二段</textarea>" in page.text


@pytest.mark.parametrize("progress", ["\u200b", "\u2062 \u3000"])
def test_an_answer_that_nobody_sees_is_none(client, cast, progress):
    row = send(cast)
    client.force_login(cast.handler)
    given = {"progress": progress, "version": row.version}
    assert client.post(reverse("answer_progress_request", args=[row.pk]), given).status_code == 422
    assert not Answer.objects.exists()
