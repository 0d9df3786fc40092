"""Terms of keeping: when they are over, and what a place may set itself."""

from datetime import date

import pytest

from zhixian.core.disclosure.keeping import LAW, OURS, PLACE, load_rules, terms_on, with_own
from zhixian.core.kernel.refusal import Refusal

DAY = date(2020, 11, 16)


@pytest.fixture
def own(tmp_path):
    def write(text):
        path = tmp_path / "keeping.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("term", "as_of", "before"),
    [
        ("paid_dossier", date(2048, 12, 31), date(2018, 1, 1)),
        ("paid_dossier", date(2049, 1, 1), date(2019, 1, 1)),
        ("objector", date(2024, 2, 29), date(2019, 2, 28)),
        ("draft", date(2019, 12, 5), date(2018, 12, 5)),
        ("notice", date(2020, 12, 4), date(2018, 12, 4)),
    ],
)
def test_what_happened_before_that_day_has_been_kept_long_enough(term, as_of, before):
    assert terms_on(as_of)[term].over_before(as_of) == before


def test_every_term_says_who_set_it_and_by_what():
    terms = terms_on(DAY).values()
    assert {term.set_by for term in terms} == {LAW, OURS}
    assert all(term.source and term.what and term.stays and term.why for term in terms)
    assert all("默认值" in term.source for term in terms if term.set_by == OURS)


def test_a_place_sets_its_own_with_a_source(own):
    path = own('terms:\n  - {id: report, amount: "30", source: 本县档案局〔2019〕3号}\n')
    term = terms_on(DAY, own=path)["report"]
    assert (term.length, term.set_by, term.source) == ("30 年，自办结那年终了起", PLACE, "本县档案局〔2019〕3号")
    assert terms_on(DAY, own=path.with_name("none.yaml"))["report"].set_by == OURS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('terms:\n  - {id: paid_dossier, amount: "10", source: 本地}\n', "不少于 30"),
        ('terms:\n  - {id: reports, amount: "10", source: 本地}\n', "report"),
        ('terms:\n  - {id: report, amount: "0", source: 本地}\n', "1 至 100"),
        ('terms:\n  - {id: report, amount: "10"}\n', "source"),
        ('terms:\n  - {id: report, amount: "10", source: 本地, form: x}\n', "form"),
    ],
)
def test_what_a_place_may_not_set_is_refused(own, text, told):
    with pytest.raises(Refusal, match=told):
        with_own(terms_on(DAY), own(text))


def test_rules_without_a_version_are_refused(own):
    with pytest.raises(Refusal, match="至少一条"):
        load_rules(own("rules: []\n"))
