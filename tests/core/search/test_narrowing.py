"""What facets narrowed a question to, written into the question, finds the same."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from small_index import searchable

from zhixian.core.search.finding import FACETS, find
from zhixian.core.search.narrowing import narrowed

DAY = date(2019, 6, 30)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return searchable(tmp_path_factory.mktemp("data"))


def ids(found):
    return {hit.facts["right_id"] for hit in found.hits}


@pytest.mark.parametrize("text", ["", "装置 或 铜箔 或 萝卜干"])
@pytest.mark.parametrize("facet", [*FACETS, "state"])
def test_a_narrowed_question_finds_what_the_facet_left(index, text, facet):
    whole = find(index, text, as_of=DAY, limit=100)
    assert whole.facets[facet]
    for value, count in whole.facets[facet]:
        only = {facet: value}
        left = ids(find(index, text, as_of=DAY, only=only, limit=100))
        asked = ids(find(index, narrowed(text, only, whole.holders), as_of=DAY, limit=100))
        assert len(left) == count
        assert left <= asked if facet == "holder" else left == asked, (value, narrowed(text, only, whole.holders))


def test_nothing_narrowed_is_the_question_itself():
    assert narrowed(" 铜箔 或 电池 ", {}, {}) == "铜箔 或 电池"


@pytest.mark.parametrize("text", [",", "，、", " ； ", "。"])
def test_signs_that_only_part_words_ask_nothing_beside_a_facet(text):
    assert narrowed(text, {"kind": "invention"}, {}) == "类型:发明专利"
    assert narrowed(f"铜箔{text}", {"kind": "invention"}, {}).startswith("(铜箔")
