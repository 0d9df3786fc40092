"""The budget pages: who may come in, what finance may do there, what the public sees."""

import pytest
from django.urls import reverse

from factories.people import make_person
from zhixian.core.kernel.money import yuan
from zhixian.web.incentives.actions import appropriate, commit, pay, reserve
from zhixian.web.incentives.models import Commitment, Pot
from zhixian.web.incentives.queries import differences


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = "2020-11-16"


@pytest.fixture
def paid():
    """A GI mark's reward, paid in 2020."""
    clerk = make_person("finance", unit="finance_bureau")
    appropriate(purpose="gi_mark", year=2020, amount_fen=30_000_000, document="财〔2020〕1号", by=clerk)
    reserve(
        purpose="gi_mark", year=2020, amount_fen=15_000_000, subject="matters.dossier:1", party="P1", party_name="杭梅协会",
        claims=("right:M1",), by=clerk,
    )  # fmt: skip
    commit("matters.dossier:1", amount_fen=15_000_000, document="决定1号", by=clerk)
    pay("matters.dossier:1", document="凭证1", by=clerk)


def test_finance_fills_a_pot_and_takes_from_it(sign_in):
    client = sign_in("finance", unit="finance_bureau")
    form = {"purpose": "gi_mark", "year": "2020", "amount": "300,000.00", "document": "财〔2020〕1号"}
    assert client.post(reverse("budgets"), form).headers["Location"] == "/budgets/?year=2020"
    pot = Pot.objects.get()
    assert (pot.appropriated_fen, pot.available_fen) == (30_000_000, 30_000_000)
    page = client.post(reverse("pot", args=[pot.pk]), {"amount": "400000", "document": "x"})
    assert "可用预算只剩 300,000 元，需要 400,000 元" in page.text
    client.post(reverse("pot", args=[pot.pk]), {"amount": "100000", "document": "x"})
    pot.refresh_from_db()
    assert pot.available_fen == 20_000_000


def test_a_sum_is_taken_in_the_width_of_a_chinese_keyboard(sign_in):
    client = sign_in("finance", unit="finance_bureau")
    for place, amount in enumerate(["５，０００", "5，000", "5000元", "5,000\u200b"]):
        client.post(
            reverse("budgets"), {"purpose": "gi_mark", "year": "2020", "amount": amount, "document": f"{place}号"}
        )
    assert Pot.objects.get().appropriated_fen == 4 * 500_000


def test_a_document_sent_twice_counts_once_and_says_so_beside_it(sign_in):
    client = sign_in("finance", unit="finance_bureau")
    form = {"purpose": "gi_mark", "year": "2019", "amount": "150,000", "document": "上财〔2020〕99号"}
    for _ in range(2):
        page = client.post(reverse("budgets") + "?year=2019", form)
    assert "已经凭“上财〔2020〕99号”安排预算过" in page.text
    assert 'id="id_document_error"' in page.text
    pot = Pot.objects.get()
    assert pot.appropriated_fen == 15_000_000
    for _ in range(2):
        page = client.post(reverse("pot", args=[pot.pk]), {"amount": "1", "document": "调减一号"})
    assert 'id="id_document_error"' in page.text
    pot.refresh_from_db()
    assert pot.appropriated_fen == 14_999_900


def test_each_clause_says_what_is_used_by_the_end_of_the_year_and_how_that_comes_about(sign_in, paid):
    words = sign_in("auditor", unit="efficiency_office").get(reverse("budgets")).text
    assert "已用 150,000 元 × 全年 366 天 ÷ 已过 321 天（截至 2020-11-16）= 171,028.04 元" in words
    left = Pot.objects.get().appropriated_fen - 17_102_804
    assert f"剩余</span> {yuan(left)}" in words


def test_a_year_without_a_budget_says_when_the_money_is_needed(sign_in):
    hands = sign_in("finance", unit="finance_bureau")
    for year in (2020, 2021):
        words = hands.get(reverse("budgets") + f"?year={year}").text
        assert "没有预算也可以受理；要花钱的事项到审核通过时要预留钱" in words


def test_a_year_that_is_over_or_far_ahead_says_so_of_the_budgets(sign_in):
    hands = sign_in("finance", unit="finance_bureau")
    over, far = (hands.get(reverse("budgets") + f"?year={year}").text for year in (2019, 2022))
    assert "2019 年没有安排过预算" in over
    assert "按当年的预算文件补录" in over
    assert "还没有安排预算" not in over + far
    assert "现在最远可以安排 2021 年的" in far
    assert 'name="amount"' in over
    assert 'name="amount"' not in far
    assert 'href="?year=2023"' not in far
    form = {"purpose": "gi_mark", "year": "2022", "amount": "1", "document": "x"}
    assert "id_year_error" in hands.post(reverse("budgets"), form).text
    assert not Pot.objects.exists()


@pytest.mark.parametrize("page", ["budgets", "payments"])
@pytest.mark.parametrize("year", ["x", "²", "20200", "1000", "-1", "2020.5"])
def test_what_is_no_year_in_an_address_is_told(sign_in, page, year):
    answer = sign_in("finance", unit="finance_bureau").get(reverse(page), {"year": year})
    assert answer.status_code == 422
    assert f"地址里的年份“{year}”不对，应为 1985 至 2200 的年份，例如 2020" in answer.text


@pytest.mark.parametrize("page", ["budgets", "payments"])
@pytest.mark.parametrize("year", ["", "2020", "2019"])
def test_a_year_in_an_address_is_taken_without_a_word(sign_in, page, year):
    answer = sign_in("finance", unit="finance_bureau").get(reverse(page), {"year": year})
    assert (answer.status_code, "地址里的年份" in answer.text) == (200, False)


def test_the_public_is_told_whether_a_year_without_payments_is_over(client):
    said = {year: client.get(reverse("payments"), {"year": year}).text for year in (2019, 2020, 2021)}
    assert "2019 年没有拨付" in said[2019]
    assert "2020 年还没有拨付" in said[2020]
    assert "2021 年还没有到" in said[2021]


def test_the_form_proposes_the_year_of_its_page(sign_in):
    client = sign_in("finance", unit="finance_bureau")
    assert client.get(reverse("budgets") + "?year=2019").context["form"]["year"].value() == 2019
    assert client.get(reverse("budgets")).context["form"]["year"].value() == 2020


@pytest.mark.parametrize("amount", ["", "十万", "0", "-5", "1.005", "9" * 20, "1e3", "NaN"])
def test_a_sum_that_is_none_is_said_beside_the_field(sign_in, amount):
    form = {"purpose": "gi_mark", "year": "2020", "amount": amount, "document": "x"}
    page = sign_in("finance", unit="finance_bureau").post(reverse("budgets"), form)
    assert page.status_code == 200
    assert 'id="id_amount_error"' in page.text
    assert not Pot.objects.exists()


def test_others_look_but_do_not_touch(sign_in):
    client = sign_in("handler")
    page = client.get(reverse("budgets"))
    assert '<form method="post" class="panel">' not in page.text
    client.post(reverse("budgets"), {"purpose": "gi_mark", "year": "2020", "amount": "1", "document": "x"})
    assert not Pot.objects.exists()


def test_an_enterprise_sees_no_budgets(sign_in):
    assert sign_in("enterprise").get(reverse("budgets")).status_code == 403


def test_a_company_of_the_plan_is_told_why_it_sees_no_budgets(sign_in):
    page = sign_in("handler", unit="picc_shanghang").get(reverse("budgets"))
    assert page.status_code == 403
    assert "预算只给机关单位看，企业看不到；已经付出的钱在“资金拨付”里，人人可看" in page.text


def test_the_public_sees_what_was_paid(paid, client):
    page = client.get(reverse("payments"))
    assert "杭梅协会" in page.text
    assert "合计 150,000 元" in page.text
    assert "地理标志商标注册奖励" in page.text
    assert "没有拨付" in client.get(reverse("payments") + "?year=2019").text


RECOVERY = {"amount": "50000", "reason": "商标被宣告无效", "document": "追〔2020〕1号"}


def test_finance_takes_back_what_was_not_due_and_once_by_a_document(paid, sign_in):
    client = sign_in("finance", unit="finance_bureau")
    address = reverse("held", args=[Commitment.objects.get().pk])
    assert address in client.get(reverse("pot", args=[Pot.objects.get().pk])).text
    assert client.post(address, RECOVERY).headers["Location"] == address
    page = client.get(address).text
    assert "追回：商标被宣告无效" in page
    assert "100,000 元" in page
    assert "已经凭“追〔2020〕1号”追回过" in client.post(address, RECOVERY).text
    too_much = client.post(address, {**RECOVERY, "amount": "100000.01", "document": "追〔2020〕2号"})
    assert "超过了已拨付的 100,000 元" in too_much.text
    assert 'value="追〔2020〕2号"' in too_much.text
    pot = Pot.objects.get()
    assert (pot.available_fen, pot.paid_fen) == (20_000_000, 10_000_000)
    assert list(differences()) == []


def test_others_read_the_movements_but_recover_nothing(paid, sign_in):
    client = sign_in("handler")
    address = reverse("held", args=[Commitment.objects.get().pk])
    page = client.get(address).text
    assert [kind in page for kind in ("审核通过，预留", "决定1号", "凭证1")] == [True] * 3
    client.post(address, RECOVERY)
    assert Pot.objects.get().paid_fen == 15_000_000
    assert sign_in("enterprise").get(address).status_code == 403


def test_nothing_is_recovered_before_it_is_paid(sign_in):
    client = sign_in("finance", unit="finance_bureau")
    appropriate(purpose="gi_mark", year=2020, amount_fen=30_000_000, document="财〔2020〕1号", by=client.person)
    held = reserve(purpose="gi_mark", year=2020, amount_fen=100, subject="d:1", party="P1", by=client.person)
    page = client.get(reverse("held", args=[held.pk]))
    assert page.status_code == 200
    assert ">追回</button>" not in page.text


def test_lists_do_not_ask_more_for_more_rows(paid, sign_in, django_assert_max_num_queries):
    client = sign_in("finance", unit="finance_bureau")
    pot = Pot.objects.get()
    for number in range(2, 12):
        reserve(purpose="gi_mark", year=2020, amount_fen=100, subject=f"d:{number}", party="P1", by=client.person)
    with django_assert_max_num_queries(10):
        client.get(reverse("pot", args=[pot.pk]))
