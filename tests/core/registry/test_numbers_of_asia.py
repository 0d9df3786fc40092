"""Numbers of Japan, Korea and Taiwan: every spelling of one number is one, and no two numbers become the same."""

import os

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zhixian.core.registry.numbers import (
    filed_abroad,
    filings_asked,
    last_year_abroad,
    office_told,
    publications_asked,
    published_abroad,
    series,
)

EXAMPLES = int(os.environ.get("ZHIXIAN_EXAMPLES", "150"))
KINDS = ("invention", "utility_model", "design")
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
serials = st.one_of(st.integers(1, 9_999), st.integers(10_000, 999_999))


def of_emperor(year: int) -> list[tuple[str, str]]:
    """(letter with two digits, sign with digits as the office writes them) of a year until 1999."""
    found = [(f"S{year - 1925:02}", f"昭{year - 1925}")] if year <= 1989 else []
    return found + ([(f"H{year - 1988:02}", f"平{year - 1988}")] if 1989 <= year < 2000 else [])


@st.composite
def filed_in_japan(draw) -> tuple[str, int, int]:
    return draw(st.sampled_from(KINDS)), draw(st.integers(1971, 2026)), draw(serials)


@st.composite
def filed_in_korea(draw) -> tuple[str, int, int]:
    return draw(st.sampled_from(KINDS)), draw(st.integers(1999, 2026)), draw(serials)


@st.composite
def filed_in_taiwan(draw) -> tuple[str, int, int]:
    return draw(st.sampled_from(KINDS)), draw(st.integers(1950, 2026)), draw(st.integers(1, 99_999))


def spellings_of_japan(kind: str, year: int, serial: int) -> list[str]:
    """All that tell the kind themselves."""
    word, letter = {"invention": ("特願", "A"), "utility_model": ("実願", "U"), "design": ("意願", "F")}[kind]
    found = [
        f"{word}{year}-{serial:06}", f"JP{year}{serial:06}{letter}", f"JP {year}-{serial} {letter}", f"JP-{year}-{serial:06}-{letter}",
        f"JP{year}0{serial:06}{letter}", f"{word}{year}-{serial:06}号".translate(WIDE), word.replace("願", "愿").replace("実", "实") + f"{year}-{serial}",
    ]  # fmt: skip
    for short, sign in of_emperor(year):
        long = sign.replace("昭", "昭和").replace("平", "平成")
        found += [
            f"{word}{sign}-{serial}", f"JP{short}{serial:06}{letter}", f"JP{short}-{serial}{letter}", f"{long}年{word}第{serial:06}号",
            f"{word}{long}-{serial:06}", f"JP{word}{sign}-{serial:06}",
        ]  # fmt: skip
    return found


def spellings_of_korea(kind: str, year: int, serial: int) -> list[str]:
    type_, letter, word = {"invention": ("10", "A", "특허"), "utility_model": ("20", "U", "실용신안"), "design": ("30", "F", "디자인")}[kind]  # fmt: skip
    whole = f"{type_}-{year}-{serial:07}"
    return [
        whole, f"KR{whole}", f"KR {whole}", f"KR{whole.replace('-', '')}", whole.translate(WIDE), f"제{whole}호", f"{word}출원 {whole}",
        f"KR{year}{serial:07}{letter}", f"KR {year}-{serial:07} {letter}",
    ]  # fmt: skip


def spellings_of_taiwan(kind: str, year: int, serial: int) -> list[str]:
    type_ = KINDS.index(kind) + 1
    number = f"{year - 1911:03}{type_}{serial:05}"
    short = [number[1:], f"TW{number[1:]}", f"TW {number[1:]} A"] if year < 2011 else []
    return [
        number, f"TW{number}", f"TW {number}", f"第{number}號", number.translate(WIDE), f"TW{year}0{number[3:]}", *short,
    ]  # fmt: skip


SPELLINGS = {"JP": spellings_of_japan, "KR": spellings_of_korea, "TW": spellings_of_taiwan}
FILED = {"JP": filed_in_japan(), "KR": filed_in_korea(), "TW": filed_in_taiwan()}


def read(office: str, told: tuple[str, int, int]) -> set[str]:
    return {filed_abroad(text, office).normal for text in SPELLINGS[office](*told)}


@pytest.mark.parametrize("office", SPELLINGS)
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_every_spelling_of_an_application_is_one(office, data):
    told = data.draw(FILED[office])
    [normal] = read(office, told)
    again = filed_abroad(normal, office, told[1], told[0])
    assert (again.normal, again.kind, again.vague) == (normal, told[0], False)
    assert last_year_abroad(normal) == told[1] + 1
    for text in SPELLINGS[office](*told):
        if text[:2] == office or office_told(text) == office:
            assert normal in filings_asked(text) or text.endswith("A")


@pytest.mark.parametrize("office", SPELLINGS)
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_no_two_applications_become_one(office, data):
    one, other = data.draw(FILED[office]), data.draw(FILED[office])
    assume(one != other)
    assert not read(office, one) & read(office, other)


@pytest.mark.parametrize("office", SPELLINGS)
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_applications_that_differ_in_one_thing_stay_two(office, data):
    kind, year, serial = data.draw(FILED[office])
    for other in [(kind, year, serial % 99_999 + 1), *((one, year, serial) for one in KINDS)]:
        assert (read(office, (kind, year, serial)) == read(office, other)) == (other == (kind, year, serial))


def published_in_japan(word: str, code: str, year: int, serial: int) -> list[str]:
    found = [f"{word}{year}-{serial:06}", f"JP{year}{serial:06}{code}", f"JP{year}-{serial:06}{code}"]
    for short, sign in of_emperor(year):
        found += [
            f"{word}{sign}-{serial:06}",
            f"JP{short}{serial:06}{code}",
            f"JP{short}-{serial}{code}",
            f"{word}{sign}-{serial}号公報",
        ]
    return found


@settings(max_examples=EXAMPLES)
@given(st.integers(1971, 2026), serials)
def test_publications_of_japan_are_one_in_every_spelling_and_one_kind(year, serial):
    shown = [
        {series(published_abroad(text)) for text in published_in_japan(word, code, year, serial)}
        for word, code in (("特開", "A"), ("実開", "U"), ("特公", "B2"), ("実公", "Y2"))
    ]
    assert [len(keys) for keys in shown] == [1, 1, 1, 1]
    assert len(set.union(*shown)) == 4
    assert all(told for keys in shown for _, told in keys)


@settings(max_examples=EXAMPLES)
@given(st.integers(1, 7_999_999))
def test_registrations_of_japan_are_one_in_every_spelling_and_one_kind(number):
    model = "U" if number > 3_000_000 else "Y2"
    ways = (
        (f"特許第{number}号", f"特许第{number}号", f"JP{number}B2", f"JP{number:07}B1", f"日本特許第{number}号".translate(WIDE)),
        (f"実用新案登録第{number}号", f"实用新案登录第{number}号", f"JP{number}{model}"),
        (f"意匠登録第{number}号", f"JP{number}S"),
    )  # fmt: skip
    shown = [{series(published_abroad(text, "JP")) for text in texts} for texts in ways]
    assert [len(keys) for keys in shown] == [1, 1, 1]
    assert len(set.union(*shown)) == 3
    bare, told = series(published_abroad(f"JP{number}"))
    assert told == (number > 3_500_000)
    assert ((bare, told) in shown[0]) == told


@settings(max_examples=EXAMPLES)
@given(st.integers(1999, 2026), serials)
def test_publications_of_korea_are_one_in_every_spelling(year, serial):
    for type_, code, letter in (("10", "A", "B1"), ("20", "U", "Y1")):
        laid_open = f"{type_}-{year}-{serial:07}"
        granted = f"{type_}-{serial:07}"
        ways = (
            (laid_open, f"KR{laid_open}{code}", f"KR{laid_open.replace('-', '')}{code}", f"KR{year}{serial:07}{code}", laid_open.translate(WIDE)),
            (granted, f"KR{granted}{letter}", f"KR{type_}{serial:07}{letter}", f"제{granted}호", f"KR{serial:07}{letter}"),
        )  # fmt: skip
        shown = [{series(published_abroad(text, "KR")) for text in texts} for texts in ways]
        assert shown == [
            {(f"KR{laid_open.replace('-', '')}", True)},
            {(f"KR{granted.replace('-', '')}", True)},
        ]


@settings(max_examples=EXAMPLES)
@given(st.sampled_from("IMD"), st.integers(100_000, 999_999))
def test_patents_of_taiwan_are_one_in_every_spelling(letter, number):
    code = {"I": "B", "M": "U", "D": "S"}[letter]
    ways = [
        f"{letter}{number}",
        f"TW{letter}{number}{code}",
        f"TW {letter}{number} {code}",
        f"TW-{letter}{number}-{code}",
    ]
    assert {series(published_abroad(text, "TW")) for text in ways} == {(f"TW{letter}{number}", True)}
    assert {office_told(text) for text in ways[:1]} == {"TW"}


@pytest.mark.parametrize(
    ("text", "office", "normal"),
    [
        ("特願2015-123456", "JP", "JP2015123456"),
        ("特願平10-123456", "JP", "JP1998123456"),
        ("特願平元-012345", "JP", "JP1989012345"),
        ("特願令2-012345", "JP", "JP2020012345"),
        ("JP H10-123456", "JP", "JP1998123456"),
        ("JP20150123456", "JP", "JP2015123456"),
        ("実願昭60-012345", "JP", "JP1985012345U"),
        ("KR20150123456", "KR", "KR1020150123456"),
        ("KR970123456", "KR", "KR1019970123456"),
        ("093101234", "TW", "TW093101234"),
        ("TW93101234", "TW", "TW093101234"),
        ("TW20040101234", "TW", "TW093101234"),
        ("HK16101234.5", "HK", "HK16101234"),
        ("HK32019123456.7", "HK", "HK32019123456"),
        ("HK16101234", "HK", "HK16101234"),
        # what is of no known form stays as it is written
        ("特開2016-123456", "JP", "特開2016123456"),
        ("特願平1012345", "JP", "特願平1012345"),
        ("JPH99123456", "JP", "JPH99123456"),
        ("JP201512345", "JP", "JP201512345"),
        ("40-2015-0123456", "KR", "KR4020150123456"),
        ("TW104423456", "TW", "TW104423456"),
        ("104123456", "KR", "KR104123456"),
    ],
)
def test_applications_in_forms_of_the_offices(text, office, normal):
    assert filed_abroad(text, office).normal == normal


@pytest.mark.parametrize(
    ("text", "year", "normal"),
    [
        ("JP12345698", 1998, "JP1998123456"),
        ("JP12345698", 1999, "JP12345698"),
        ("JP12345698", None, "JP12345698"),
        ("JP98123498", 1998, "JP98123498"),
    ],
)
def test_a_serial_before_the_year_is_taken_only_where_the_day_of_filing_tells_it(text, year, normal):
    assert filed_abroad(text, "JP", year).normal == normal


@pytest.mark.parametrize(
    ("text", "kind", "normal", "vague"),
    [
        ("JP2015-123456", None, "JP2015123456", False),
        ("JP2015-001234", None, "JP2015001234", True),
        ("JP1985-123456", None, "JP1985123456", True),
        ("JP2016-512345", None, "JP2016512345", True),
        ("JP2010-512345", None, "JP2010512345", False),
        ("JP2015-001234", "utility_model", "JP2015001234U", False),
        ("特願2015-001234", "utility_model", "JP2015001234", False),
        ("KR20150123456", None, "KR1020150123456", False),
        ("KR20150001234", None, "KR20150001234", True),
        ("KR20150001234", "design", "KR3020150001234", False),
        ("KR20150001234U", "invention", "KR2020150001234", False),
    ],
)
def test_what_does_not_tell_its_kind_is_vague_unless_the_row_does(text, kind, normal, vague):
    found = filed_abroad(text, text[:2] if text.isascii() else "JP", None, kind)
    assert (found.normal, found.vague) == (normal, vague)


@pytest.mark.parametrize(
    ("written", "office", "normal"),
    [
        ("特開2016-123456", "", "JP2016123456A"),
        ("特表2015-511199", "", "JP2015511199A"),
        ("再表2017/203590", "", "JPWO2017203590A1"),
        ("再公表特許WO97/12345", "", "JPWO1997012345A1"),
        ("JPWO2017203590A1", "", "JPWO2017203590A1"),
        ("JP2015511199A5", "", "JP2015511199A5"),
        ("JPS6212345A", "", "JP1987012345A"),
        ("JP62012345A", "", "JP1987012345A"),
        ("JP10123456A", "", "JP1998123456A"),
        ("JP6012345A", "", "JP6012345A"),
        ("実用新案登録第2500001号", "", "JP2500001Y"),
        ("2016-123456", "JP", "JP2016123456"),
        ("KR970012345A", "", "KR1019970012345A"),
        ("KR970012345B1", "", "KR1019970012345B1"),
        ("10-1234567", "", "KR101234567"),
        ("TW 2010-40283 A", "", "TW201040283A"),
        ("發明第I512345號", "", "TWI512345"),
        ("新型專利公告號M512345", "TW", "TWM512345"),
        ("512345", "TW", "TW512345"),
    ],
)
def test_publications_in_forms_of_the_offices(written, office, normal):
    assert published_abroad(written, office) == normal
    assert published_abroad(normal) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("JP1985012345A", "JP1985012345B2"),
        ("JP3192792U", "JP3192792B2"),
        ("JP3192792", "JP3192792B2"),
        ("KR970012345A", "KR970012345B1"),
        ("KR20160012345A", "KR20160012345U"),
        ("KR20160012345", "KR20160012345A"),
        ("TW512345B", "TWI512345B"),
        ("TW512345B", "TW512345U"),
    ],
)
def test_publications_of_two_counts_are_two(one, other):
    assert series(published_abroad(one))[0] != series(published_abroad(other))[0]


@pytest.mark.parametrize("text", ["JP3192792", "KR20160012345", "TW512345", "JP1985012345"])
def test_a_publication_without_kind_code_names_none_for_sure_where_kinds_are_alike(text):
    called, told = series(published_abroad(text))
    assert not told
    assert called in publications_asked(text)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("特開2016-123456", "JP"),
        ("平成10年特許願第123456号", "JP"),
        ("昭和60-123456", "JP"),
        ("10-2015-0123456", "KR"),
        ("10-1234567", "KR"),
        ("특허 제10-1234567호", "KR"),
        ("I512345", "TW"),
        ("發明公開201612345", "TW"),
        ("ZL201410408762.5", None),
        ("专利号：ZL 2014 1 0408762.5", None),
        ("2020150123456", None),
        ("发明专利第1234567号", None),
        ("实用新型2014-204087625", None),
        ("US13/915,426", None),
        ("", None),
    ],
)
def test_which_office_shows_in_a_number_without_country(text, office):
    assert office_told(text) == office


@settings(max_examples=EXAMPLES)
@given(st.text(alphabet="JPKRTWSHUABYIMD特願開平昭号第10-25/ 년호", max_size=18))
def test_what_is_read_once_is_read_again_alike(text):
    for office in SPELLINGS:
        found = filed_abroad(text, office)
        if found.kind:
            assert filed_abroad(found.normal, office, None, found.kind).normal == found.normal
        shown = published_abroad(text, office)
        if shown.startswith(office):
            assert published_abroad(shown) == shown
            assert series(series(shown)[0]) == series(shown)
