"""Rights found for programs: page by page, with how many there are, and never as if the first ones were all."""

import pytest

from zhixian.web.registry import rights


@pytest.fixture
def pages(county, ask, token_of):
    """`pages("q=装置")` → every page, as `next` leads from one to the other."""
    token = token_of(county.handler)

    def go(asked, limit=1):
        found, after = [], ""
        while len(found) < 10:
            found.append(ask(token, f"/rights?{asked}&limit={limit}{after}").json())
            if found[-1]["next"] is None:
                break
            after = f"&after={found[-1]['next']}"
        return found

    return go


def told(found):
    return [row["right_id"] for page in found for row in page["items"]]


def test_pages_tell_each_right_once_and_how_many_there_are(pages):
    [whole] = pages("q=装置", limit=100)
    ids = told([whole])
    assert (whole["total"], len(set(ids))) == (len(ids), len(ids))
    assert len(ids) > 2
    found = pages("q=装置")
    assert told(found) == ids
    assert {page["total"] for page in found} == {len(ids)}


def test_only_the_page_is_read(pages, monkeypatch):
    asked, whole = [], rights.find

    def find(*args, **how):
        asked.append((how["first"], how["limit"]))
        return whole(*args, **how)

    monkeypatch.setattr(rights, "find", find)
    found = pages("q=装置")
    assert asked == [(number, 1) for number in range(len(found))]


def test_beyond_what_is_told_at_most_the_total_says_that_there_is_more(pages, monkeypatch):
    monkeypatch.setattr(rights, "MOST_AT_ONCE", 2)
    found = pages("q=装置")
    assert len(told(found)) == 2
    assert found[-1]["next"] is None
    assert found[-1]["total"] > 2
    assert told(pages("q=装置", limit=100)) == told(found)


def test_one_kind_alone_is_counted(pages):
    [every] = pages("q=测试企业", limit=100)
    [marks] = pages("q=测试企业&kind=collective_mark", limit=100)
    assert {row["kind"] for row in marks["items"]} == {"collective_mark"}
    assert 0 < marks["total"] == len(marks["items"]) < every["total"]


def test_what_is_asked_for_beyond_the_end_or_fits_nothing_is_empty(county, ask, token_of, pages):
    beyond = ask(token_of(county.handler), "/rights?q=装置&after=20000").json()
    assert (beyond["items"], beyond["next"]) == ([], None)
    assert beyond["total"] > 0
    assert pages("q=没有这样的") == [{"items": [], "next": None, "total": 0}]


def test_a_company_finds_and_counts_its_own_alone(county, ask, token_of):
    found = ask(token_of(county.applicant), "/rights?q=测试企业").json()
    assert {row["holder"] for row in found["items"]} == {"P1"}
    assert found["total"] == len(found["items"])


def test_without_words_every_right_is_told_to_the_last(pages):
    [whole] = pages("", limit=100)
    assert whole["total"] is None
    assert sorted(told(pages("", limit=2))) == sorted(told([whole]))
