"""Papers that somebody other than the row's keeper signs, and that wait for answers."""

from datetime import date

import pytest
import yaml

from zhixian.core.catalogue import CHECKS, registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.papers import BLANK, Source, fill, lacking
from zhixian.core.registers.reading import read_register

COURSE = Source(
    registers()["activities"],
    {"title": "实务班", "sort": "course", "host": "某局", "held_on": "2020-07-09", "hours": "12"},
)
PLACE = {"party": "甲公司", "people": 4, "came": 4, "passed": 3, "certificates": "证-1", "certified_on": "2020-07-13"}
[PROOF] = registers()["course_places"].papers


def row(**changes):
    return Source(registers()["course_places"], {**PLACE, **changes})


def test_the_proof_of_a_course_is_signed_by_the_host_whoever_keeps_the_row():
    made = fill(PROOF, row(), above=COURSE, keeper="甲公司")
    assert (made.signed, made.dated) == ("某局", date(2020, 7, 13))
    assert BLANK not in "".join(part.words for part in made.parts)


@pytest.mark.parametrize(
    ("changes", "above", "names"),
    [
        ({}, COURSE, []),
        ({"came": None, "passed": None}, COURSE, ["实到人数", "结业人数"]),
        ({}, Source(COURSE.register, {**COURSE.values, "hours": None}), ["学时"]),
    ],
)
def test_it_waits_for_what_it_says(changes, above, names):
    assert lacking(PROOF, row(**changes), above) == names


def test_a_paper_has_one_signer_and_needs_fields_that_are_there(tmp_path):
    thing = {
        "id": "things", "name": "物品台账", "row": "一件物品", "summary": "记物品。", "keepers": ["unit"],
        "fields": [{"id": "name", "name": "名称", "kind": "text"}], "key": ["name"], "title": ["name"], "columns": ["name"],
    }  # fmt: skip
    paper = {"id": "card", "name": "卡片", "parts": [{"text": "{name}"}]}
    for more, said in (
        ({"issuer": "name", "signed": True}, "papers[0].issuer：又写了 signed"),
        ({"issuer": "of.host"}, "papers[0]：用了 of. 的字段"),
        ({"needs": ["nmae"]}, "papers[0]：“nmae”没有定义"),
    ):
        path = tmp_path / "things.yaml"
        path.write_text(yaml.safe_dump({**thing, "papers": [{**paper, **more}]}, allow_unicode=True), "utf-8")
        with pytest.raises(Refusal) as refused:
            read_register(path, checks=CHECKS)
        assert said in str(refused.value)
