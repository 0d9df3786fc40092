"""An agreement is printed to be signed, so before the day from which it holds; and only where there is one."""

from datetime import date

import pytest
import yaml

from zhixian.core.catalogue import CHECKS, registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.fits import fits_together
from zhixian.core.registers.papers import Source, fill
from zhixian.core.registers.reading import read_register
from zhixian.core.registers.rows import read_row

MEDIATIONS = registers()["mediations"]
TYPED = {
    "number": "调1号", "dispute": "某外观设计", "body": "某调委会", "subject": "patent", "party_a": "甲", "party_b": "乙",
    "accepted_on": "2018-05-01", "facts": "甲说乙侵权。", "confirm": "no",
}  # fmt: skip
AGREED = {**TYPED, "result": "agreed", "terms": "乙停止销售。"}


def values_of(typed):
    values, wrong = read_row(MEDIATIONS, typed, today=date(2018, 6, 1))
    assert not wrong, wrong
    return values


def test_terms_stand_on_the_paper_before_anybody_signed():
    values = values_of(AGREED)
    paper = MEDIATIONS.paper("agreement")
    assert paper.is_of(values)
    words = [part.words for part in fill(paper, Source(MEDIATIONS, values), above=None, keeper="某局").parts]
    assert "乙停止销售。" in words


def test_there_is_no_paper_where_nothing_was_agreed():
    paper = MEDIATIONS.paper("agreement")
    assert not paper.is_of(values_of({**TYPED, "result": "failed"}))
    assert not paper.is_of(values_of(TYPED))


def told(typed):
    findings = fits_together(MEDIATIONS, values_of({"ended_on": "2018-05-10", **typed}), as_of=date(2018, 6, 1))
    return [(one.words, one.grave) for one in findings]


def test_the_missing_day_is_told_once_and_is_grave_once_something_rests_on_it():
    asked = {"confirm": "yes", "applied_on": "2018-05-20", "court": "某院"}
    assert told(AGREED) == [("调解结果是“达成协议”，没有写协议生效日", False)]
    assert told({**AGREED, "performed_on": "2018-05-20"}) == [("写了履行完毕日，没有写协议生效日", True)]
    assert told({**AGREED, **asked, "performed_on": "2018-05-20"}) == [
        ("写了共同申请司法确认日，没有写协议生效日", True)
    ]
    assert told({**AGREED, "effective_on": "2018-05-10"}) == []
    assert fits_together(MEDIATIONS, values_of(TYPED), as_of=date(2018, 6, 1)) == []


@pytest.mark.parametrize(
    ("when", "said"), [(["mood", "good"], "mood"), (["sort", "third"], "third"), (["sort"], "它的答案")]
)
def test_a_paper_of_rows_that_there_cannot_be_is_refused(tmp_path, when, said):
    choices = [{"id": "first", "name": "一"}, {"id": "second", "name": "二"}]
    fields = [
        {"id": "name", "name": "名称", "kind": "text"},
        {"id": "sort", "name": "种类", "kind": "choice", "choices": choices},
    ]
    paper = {"id": "card", "name": "卡片", "when": when, "parts": [{"text": "名称：{name}。"}]}
    path = tmp_path / "things.yaml"
    register = {
        "id": "things",
        "name": "物品台账",
        "row": "一件物品",
        "summary": "记物品。",
        "keepers": ["unit"],
        "fields": fields,
    }
    content = {**register, "key": ["name"], "title": ["name"], "columns": ["name"], "papers": [paper]}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(Refusal, match=said):
        read_register(path, checks=CHECKS)
