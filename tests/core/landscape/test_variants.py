"""The variants of a landscape: which figures stand in which order under which question, and what is said to be unanswered."""

import io
import json
import sys
from itertools import count
from pathlib import Path

import pytest
from docx import Document
from rich.console import Console

sys.path.insert(0, str(Path(__file__).parent))
from small_topic import record, write_topic

from zhixian.cli import main
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import landscape
from zhixian.core.landscape.variants import WHOLE, said_variants, variant_named, variants
from zhixian.core.reports.docx.landscape import write_landscape
from zhixian.core.reports.landscape import as_json, from_json, landscape_table, parts_of

HERE = "350823"
OF_A_PLACE = {"county", "specialisation", "cooperation", "purchase"}
OF_ONE = {name for name in variants()[WHOLE].figures if name.startswith("enterprise_")}
NAMED = [name for name in variants() if name != WHOLE]
numbers = count()


@pytest.fixture
def told(tmp_path, engine):
    rows = [record(f"R{nr}", applicants=["甲公司"], inventors=["张三"], classes=["C25D1/04"]) for nr in range(4)]
    rows += [record("D", kind="design", applicants=["甲公司"], classes=["09-03"])]

    def go(**more):
        return landscape(write_topic(tmp_path / f"t{next(numbers)}", rows), engine=engine, **more)

    return go


def test_the_whole_one_has_every_figure_once(told):
    every = variants()[WHOLE].figures
    assert len(set(every)) == len(every) == 41
    assert tuple(figure.id for figure in told(region=HERE, enterprise="甲公司").figures) == every


@pytest.mark.parametrize("name", NAMED)
def test_each_variant_asks_a_question_of_known_figures(name):
    one = variants()[name]
    assert one.standard.startswith("GB/T 39551.")
    assert len(set(one.figures)) == len(one.figures)
    assert set(one.figures) <= set(variants()[WHOLE].figures)
    assert one.open
    for part in one.parts:
        assert part.figures
        assert part.question.endswith("？")


def test_no_two_variants_are_the_same():
    assert len({one.parts for one in variants().values()}) == len({one.standard for one in variants().values()}) == 6


@pytest.mark.parametrize("name", NAMED)
def test_the_figures_of_a_variant_come_in_its_order(told, name):
    one = variants()[name]
    made = told(region=HERE, enterprise="甲公司" if one.tells_enterprise else None, variant=name)
    assert tuple(figure.id for figure in made.figures) == one.figures
    assert [part.title for part in parts_of(made)] == [part.title for part in one.parts]
    assert parts_of(made)[0].number == "一"


@pytest.mark.parametrize("name", [name for name in NAMED if not variants()[name].needs_region])
def test_without_a_county_or_an_enterprise_their_figures_are_left_out_and_their_parts_not_counted(told, name):
    made = told(variant=name)
    present = {figure.id for figure in made.figures}
    assert present == set(variants()[name].figures) - OF_A_PLACE - OF_ONE
    assert [part.number for part in parts_of(made)] == list("一二三四五六七")[: len(parts_of(made))]


def test_a_report_about_a_place_needs_one(told):
    with pytest.raises(Refusal, match="区域规划类报告要说本地是哪里"):
        told(variant="region")


@pytest.mark.parametrize("name", ["region", "industry", "rnd", "talent"])
def test_an_enterprise_is_not_named_where_no_figure_is_about_it(told, name):
    with pytest.raises(Refusal) as refused:
        told(variant=name, region=HERE, enterprise="甲公司")
    assert refused.value.why == f"{variants()[name].title}报告没有一项图表说指名的企业"
    assert "“全部图表”、“企业经营类”" in refused.value.expected
    assert told(variant=name, region=HERE).enterprise is None


def test_json_keeps_the_variant_and_what_was_made_before_is_the_whole_one(told):
    made = told(region=HERE, variant="talent")
    plain = json.loads(json.dumps(as_json(made), default=str))
    assert plain["parts"][0] == {"title": "发明人", "question": "谁是这个领域主要的发明人？", "figures": ["inventors"]}
    assert plain["unanswered"] == list(variants()["talent"].open)
    assert from_json(plain).variant == "talent"
    del plain["variant"]
    assert from_json(plain).variant == WHOLE


def test_the_document_and_the_terminal_say_questions_and_what_is_unanswered(told, tmp_path):
    made = told(region=HERE, enterprise="甲公司", variant="enterprise")
    write_landscape(made, tmp_path / "r.docx")
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "r.docx")).paragraphs)
    shown = io.StringIO()
    Console(file=shown, width=200).print(landscape_table(made))
    assert "专利导航报告（企业经营类）" in text
    assert "十、没有回答的问题" in text
    assert "该企业指甲公司" in text
    assert "该企业的位置" in text
    assert "本企业" not in text, "the report may be about another company than that of who issues it"
    assert "企业 甲公司" in shown.getvalue()
    for said in (text, shown.getvalue()):
        at = [said.index(f"{part.number}、{part.title}") for part in parts_of(made)]
        assert at == sorted(at)
        assert all(part.question in said for part in made_parts(made))
        assert all(question in said for question in variants()["enterprise"].open)
        assert "GB/T 39551.4" in said
        assert "不是标准原文" in said


def test_a_variant_says_its_name_and_definition_and_the_whole_one_neither():
    one = variants()["enterprise"]
    assert (variants()[WHOLE].in_brackets, variants()[WHOLE].definition) == ("", "")
    assert one.in_brackets == f"（{one.title}）"
    assert one.standard in one.definition
    assert said_variants() in one.definition


def made_parts(made):
    """Its parts as they stand in the data."""
    return variants()[made.variant].parts


def test_the_whole_report_has_no_questions(told, tmp_path):
    write_landscape(told(), tmp_path / "r.docx")
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "r.docx")).paragraphs)
    assert "没有回答的问题" not in text
    assert "39551" not in text


def test_a_variant_is_named_by_id_or_title():
    assert variant_named("企业经营") == variant_named("企业经营类") == variant_named("enterprise")
    assert variant_named("企业") is None


def test_an_unknown_variant_is_refused_with_those_there_are(tmp_path, capsys):
    assert main(["landscape", "铜箔", "--variant", "财务", "--data", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "没有“财务”这一类报告" in told
    assert "企业经营类（enterprise）" in told
