"""Indicator pages read rows, show what is missing and why, and hand out the same numbers as files."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from factories.county import make_data
from factories.figures import make_edition, make_figure, make_figures
from zhixian.web.indicators.lineage import rows_behind
from zhixian.web.indicators.models import Figure
from zhixian.web.kit.cells import safe_cell
from zhixian.web.registry.models import IndexEdition, IndexedRight


@pytest.fixture
def edition():
    return make_figures()


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_anything_is_published_the_catalogue_says_what_to_do(client):
    assert "还没有发布指标" in page(client, "indicators")
    assert client.get(reverse("indicator", args=["gi_marks"])).status_code == 404


def test_the_catalogue_lists_targets_with_light_and_reason(client, edition):
    told = page(client, "indicators")
    for words in (
        "4.4899",
        "尚不确定",
        "进度落后",
        "缺数据",
        "登记数据算不了的指标",
        "数据截至 2020年11月16日",
        "合成数据",
    ):
        assert words in told


def test_the_page_of_one_indicator(client, edition):
    told = page(client, "indicator", "inventions_per_10k")
    for words in (
        "4.4899",
        "目标 <strong>4.5",
        "还差 1 件。",
        "有效发明 ÷ 常住人口",
        "按权利类型",
        "发明专利",
        "<code>snap</code>",
    ):
        assert words in told
    chart = json.loads(told.split('id="course-data" type="application/json">')[1].split("</script>")[0])
    assert chart["points"] == [["2020-03-31", 4.1], ["2020-06-30", 4.3], ["2020-09-30", None], ["2020-11-16", 4.4899]]
    assert chart["ahead"] == [["2020-12-31", 4.53, 4.44, 4.62]]


def test_the_period_can_be_chosen(client, edition):
    assert "2020-10-31" in page(client, "indicator", "inventions_per_10k", every=1)
    assert "还没有整期的数" in page(client, "indicator", "inventions_per_10k", every=12)
    assert "2020-06-30" in page(client, "indicator", "inventions_per_10k", every="; DROP")


def test_an_unknown_indicator_or_form_is_not_found(client, edition):
    assert client.get(reverse("indicator", args=["nothing"])).status_code == 404
    assert client.get(reverse("indicator_download", args=["gi_marks", "exe"])).status_code == 404


def test_a_csv_says_on_every_row_what_it_is(client, edition):
    answer = client.get(reverse("indicator_download", args=["inventions_per_10k", "csv"]))
    assert answer["Content-Disposition"] == 'attachment; filename="inventions_per_10k-2020-11-16.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["日期", "每万人发明专利拥有量", "单位", "数据截至", "快照", "数据性质"]
    assert rows[1] == ["2020-03-31", "4.1", "件/万人", "2020-11-16", "snap", "合成数据"]
    assert rows[-1][:2] == ["2020-11-16", "4.4899"]


def test_a_workbook_carries_the_label_and_the_json_the_lineage(client, edition):
    book = client.get(reverse("indicator_download", args=["inventions_per_10k", "xlsx"])).content
    with ZipFile(io.BytesIO(book)) as parts:
        inside = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "合成数据" in inside
    found = json.loads(client.get(reverse("indicator_download", args=["inventions_per_10k", "json"])).content)
    assert (found["value"], found["goal"], found["snapshot"], found["labels"]) == (
        "4.4899",
        "4.5",
        "snap",
        ["合成数据"],
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_text_becomes_a_formula(text):
    assert safe_cell(text) == f"'{text}"


def test_rows_behind_a_number_name_no_person_and_no_loan(client, tmp_path, settings):
    settings.DATA = make_data(tmp_path)
    edition = make_edition(snapshot=tmp_path.name)
    make_figure(edition, "inventions", name="有效发明专利")
    make_figure(edition, "pledge_financing", name="质押融资")
    told = page(client, "indicator_rows", "inventions")
    assert "一种茶" in told
    assert "杭梅食品（集团）有限公司" in told
    assert "李四" not in told
    assert "商业秘密" in page(client, "indicator_rows", "pledge_financing")


def test_an_archived_snapshot_still_has_its_page(client, edition, tmp_path, settings):
    settings.DATA = tmp_path
    assert "已经归档" in page(client, "indicator_rows", "gi_marks")


def test_a_page_costs_few_queries(client, edition, django_assert_num_queries):
    with django_assert_num_queries(2):
        page(client, "indicators")
    with django_assert_num_queries(2):
        page(client, "indicator", "gi_marks")


@pytest.mark.parametrize(
    ("unit", "value", "goal", "shown"),
    [
        ("万元", "1234.567800", None, "1,234.57"),
        ("万元", "0.004000", None, "0.004"),
        ("万元", "999.999000", "1000", "999.999"),
        ("万元", "1000.000000", "1000", "1,000"),
        ("件/万人", "4.489900", "4.5", "4.4899"),
    ],
)
def test_money_shows_two_decimals_and_never_its_goal_by_rounding(unit, value, goal, shown):
    figure = Figure(unit=unit, value=Decimal(value), goal=goal and Decimal(goal))
    assert figure.shown == shown


def test_only_whoever_sees_a_right_is_led_from_the_rows_to_its_page(client, sign_in, tmp_path, settings):
    settings.DATA = make_data(tmp_path)
    make_figure(make_edition(snapshot=tmp_path.name), "inventions", name="有效发明专利")
    index = IndexEdition.objects.create(
        snapshot=tmp_path.name, as_of=date(2020, 11, 16), built_at=timezone.now(), current=True
    )
    right = next(row.right_id for row in rows_behind(tmp_path, Figure.objects.get().edition, "inventions").rows)
    IndexedRight.objects.create(edition=index, right_id=right, kind="invention", gi=False, in_force=True, began=True)
    link = reverse("right", args=[right])
    assert link not in page(client, "indicator_rows", "inventions")
    assert link not in page(sign_in("bank"), "indicator_rows", "inventions")
    assert link in page(sign_in("handler", unit="finance_bureau"), "indicator_rows", "inventions")
