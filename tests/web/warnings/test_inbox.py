"""The pages of warnings: the inbox, silence, settings, rules, and the count beside the menu."""

import re

from factories.people import make_person
from factories.registers import LoanCast
from zhixian.web.kit.own_data import held_about
from zhixian.web.kit.plan import unit_name
from zhixian.web.warnings.jobs import look_again
from zhixian.web.warnings.models import Listener, Raised
from zhixian.web.warnings.queries import wish_of


def page(client, address="/warnings/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def count_in(html):
    found = re.search(r'<span class="menu-count">(\d+)', html)
    return found[1] if found else None


def test_nothing_to_deal_with_says_what_would_appear(cast: LoanCast, client):
    client.force_login(cast.clerk)
    html = page(client)
    assert "没有要处理的预警" in html
    assert "还没有核对过" in html
    assert count_in(html) is None


def test_the_inbox_gives_the_reason_the_link_and_the_count(cast: LoanCast, client):
    row = cast.enter(due="2018-06-20")
    look_again()
    client.force_login(cast.clerk)
    html = page(client)
    assert "测试企业1，JH-1：贷款到期，2018-06-20 届满，还有 12 个工作日。" in html
    assert f'href="/registers/pledge_loans/{row.pk}/"' in html
    assert "截至 2018年6月1日 核对：您这里新增 1 条，消除 0 条" in html
    assert count_in(html) == "1"


def test_how_many_are_new_is_said_as_a_number_beyond_a_hundred(cast: LoanCast, client):
    cast.enter(due="2018-06-20")
    look_again()
    [first] = Listener.objects.filter(organisation=cast.bank)
    Raised.objects.bulk_create(
        [Raised(**{**values_of(first.raised), "subject": f"more:{number}"}) for number in range(120)]
    )
    Listener.objects.bulk_create(
        [Listener(raised=one, organisation=cast.bank) for one in Raised.objects.filter(subject__startswith="more:")]
    )
    client.force_login(cast.clerk)
    assert "您这里新增 121 条，消除 0 条" in page(client)
    assert "现在要处理的有 121 条" in page(client, "/warnings/settings/")


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key}


def test_silencing_on_the_page_moves_it_aside_with_its_reason(cast: LoanCast, client):
    cast.enter(due="2018-06-20")
    look_again()
    client.force_login(cast.clerk)
    row = Listener.objects.get()
    answer = client.post(f"/warnings/{row.pk}/mute/", {"days": "7", "why": "客户已约定还款"}, follow=True)
    assert "已静默 7 天" in answer.content.decode()
    html = page(client, "/warnings/?state=muted")
    assert "静默到 2018-06-07：客户已约定还款" in html
    assert "没有要处理的预警" in page(client)
    client.post(f"/warnings/{row.pk}/unmute/")
    assert count_in(page(client)) == "1"


def test_silencing_without_a_reason_asks_for_one(cast: LoanCast, client):
    cast.enter(due="2018-06-20")
    look_again()
    client.force_login(cast.clerk)
    row = Listener.objects.get()
    answer = client.post(f"/warnings/{row.pk}/mute/", {"days": "7", "why": " "})
    assert answer.status_code == 422
    assert "静默多久" in answer.content.decode()
    assert client.post(f"/warnings/{row.pk}/mute/", {"days": "99", "why": "等"}).status_code == 422


def test_another_banks_warning_is_not_there(cast: LoanCast, client):
    cast.enter(due="2018-06-20")
    look_again()
    client.force_login(cast.other_clerk)
    row = Listener.objects.get()
    assert client.post(f"/warnings/{row.pk}/mute/", {"days": "7", "why": "等"}).status_code == 404
    assert "JH-1" not in page(client)


def test_a_list_is_narrowed_by_rule(cast: LoanCast, client):
    cast.enter(due="2018-06-20")
    look_again()
    client.force_login(cast.clerk)
    assert "没有要处理的预警" in page(client, "/warnings/?rule=pledged_right")
    assert "JH-1" in page(client, "/warnings/?rule=loan_due")
    assert "JH-1" in page(client, "/warnings/?rule=nonsense&state=nonsense")


def test_a_page_costs_the_same_few_queries_however_many_there_are(
    cast: LoanCast, client, django_assert_max_num_queries
):
    for number in range(20):
        cast.enter(loan=f"JH-{number}", due="2018-06-20")
    look_again()
    client.force_login(cast.clerk)
    with django_assert_max_num_queries(16):
        page(client)


def test_the_rules_stand_in_words(cast: LoanCast, client):
    client.force_login(cast.handler)
    html = page(client, "/warnings/rules/")
    assert "到期前 180 天起，一直到办好" in html
    assert "发生以后 60 天内" in html
    assert f"{unit_name(cast.kept.units[0])}牵头" in html


def test_how_often_a_mail_comes_is_chosen_and_taken_out_with_the_own_data(cast: LoanCast, client):
    client.force_login(cast.clerk)
    assert "两样都没有，就不发" in page(client, "/warnings/settings/")
    client.post("/warnings/settings/", {"cadence": "weekly"})
    assert wish_of(cast.clerk) == "weekly"
    assert held_about(cast.clerk)["预警提醒"] == [{"邮件": "每周一"}]
    assert client.post("/warnings/settings/", {"cadence": "hourly"}).status_code == 422


def test_somebody_without_a_seat_hears_nothing(cast: LoanCast, client):
    cast.enter(due="2018-06-20")
    look_again()
    client.force_login(make_person())
    assert "没有要处理的预警" in page(client)
