"""The transition table: every code has a considered event, and no sign decides."""

import csv
from datetime import date
from importlib.resources import files

import pytest

from zhixian.core.registry.event_codes import UNDECIDED, UNKNOWN, event_of, event_of_words, settle
from zhixian.core.registry.tables import CLOSING_EVENTS, EVENTS

OPEN = {"", "extent", "licence", "pledge", "preservation", "party", "term", "granted", "until"}


def table(name: str) -> list[dict[str, str]]:
    text = files("zhixian.core.registry").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_the_table_is_whole() -> None:
    rows = table("event_codes.csv")
    assert len({(r["authority"], r["code"]) for r in rows}) == len(rows)
    assert sum(r["authority"] == "CN" for r in rows) == 110
    assert sum(r["authority"] == "ST27" for r in rows) == 200
    for row in rows + table("event_words.csv"):
        assert row["event"] in EVENTS
        assert row["decided_by"] in OPEN
        assert row["concerns"] in {"right", "application", "right or application"}
    assert all(row["zh"] and row["note"] for row in rows)


def test_nothing_that_concerns_an_application_ends_or_opens_a_right() -> None:
    for row in table("event_codes.csv"):
        if row["concerns"] == "application":
            assert row["event"] in {"other", "transferred", "renamed"}, row["code"]


def test_what_words_must_decide_never_ends_a_right_by_itself() -> None:
    for row in table("event_codes.csv"):
        if row["decided_by"] in {"extent", "licence", "pledge", "preservation", "party", "granted"}:
            assert row["event"] == "other", row["code"]


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("CF01", "lapsed"), ("C19", "lapsed"), ("MM4A", "lapsed"), ("CX01", "expired"), ("MK1K", "expired"),
        ("IW01", "invalidated"), ("IP01", "partly_invalidated"), ("C26", "partly_invalidated"), ("RW01", "cancelled"),
        ("AR01", "surrendered"), ("AV01", "surrendered"), ("AV02", "other"), ("RR01", "restored"), ("C52", "other"),
        ("TR01", "transferred"), ("TA01", "transferred"), ("CP01", "renamed"), ("CP02", "other"), ("CP03", "renamed"),
        ("EE01", "licensed"), ("EM01", "other"), ("EC01", "licence_ended"), ("PE01", "pledged"), ("PM01", "pledge_changed"),
        ("PC01", "pledge_released"), ("PP01", "preserved"), ("PD01", "preservation_ended"), ("GR01", "granted"),
        ("GR02", "other"), ("RJ01", "other"), ("OL01", "other"), ("RN01", "renewed"), ("TP01", "renewed"), (" cf01 ", "lapsed"),
    ],
)  # fmt: skip
def test_codes(code: str, event: str) -> None:
    coded = event_of(code)
    assert coded is not None
    assert (coded.event, coded.problem) == (event, None)


def test_unknown_codes_are_kept() -> None:
    coded = event_of("ZZ99")
    assert coded is not None
    assert (coded.code, coded.event, coded.problem) == ("ZZ99", "other", UNKNOWN)
    assert event_of("  ") is None
    assert event_of_words("") is None


@pytest.mark.parametrize(
    ("code", "event"),
    [("H13", "lapsed"), ("N-4-6-H10-H14-nap", "expired"), ("A-4-4-F10-F00-nap", "granted"), ("C14", "other"),
     ("S20", "pledged"), ("N-2-6-B10-B12-exm", "other"), ("H00", "other")],
)  # fmt: skip
def test_st27(code: str, event: str) -> None:
    coded = event_of(code, authority="ST27")
    assert coded is not None
    assert coded.event == event


def test_the_same_letters_mean_different_things_in_the_two_lists() -> None:
    national, st27 = event_of("C14"), event_of("C14", authority="ST27")
    assert national is not None
    assert st27 is not None
    assert (national.event, st27.event) == ("granted", "other")


@pytest.mark.parametrize(
    ("code", "words", "event"),
    [
        ("C32", "宣告专利权全部无效", "invalidated"),
        ("C35", "维持权利要求2，宣告部分无效", "partly_invalidated"),
        ("C35", "无效", None),
        ("PLDC", "登记生效日：20150302 出质人：甲", "pledged"),
        ("PLDC", "解除日：20160302 登记号：2015990000123", "pledge_released"),
        ("PLDC", "变更日：20150702 变更事项：质权人", "pledge_changed"),
        ("PLDC", "登记号：2015990000123", None),
        ("LICC", "合同备案的注销", "licence_ended"),
        ("LICC", "Date of entry into force", "licensed"),
        ("RINS", "保全解除日：20150302", "preservation_ended"),
        ("RINS", "Preservation of patent", "preserved"),
    ],
)
def test_the_announcement_decides(code: str, words: str, event: str | None) -> None:
    coded = event_of(code)
    assert coded is not None
    settled = settle(coded, words=words)
    assert settled.event == (event or "other")
    assert settled.problem == (None if event else UNDECIDED)


def test_the_term_tells_lapse_from_expiry() -> None:
    coded = event_of("CE01")
    assert coded is not None
    assert settle(coded, day=date(2020, 5, 1), expires=date(2030, 5, 1)).event == "lapsed"
    assert settle(coded, day=date(2030, 5, 1), expires=date(2030, 5, 1)).event == "expired"
    assert settle(coded).event == "lapsed"


def test_an_application_cannot_be_restored_into_a_right() -> None:
    coded = event_of("REIN")
    assert coded is not None
    assert settle(coded, granted=True).event == "restored"
    assert settle(coded, granted=False).event == "other"
    assert settle(coded).problem == UNDECIDED


@pytest.mark.parametrize(
    ("words", "event", "decided_by"),
    [
        ("未缴年费专利权终止", "lapsed", ""),
        ("专利申请权、专利权的转移", "transferred", ""),
        ("专利权人的姓名或者名称、地址的变更", "renamed", ""),
        ("专利权质押合同登记的生效、变更及注销", "other", "pledge"),
        ("专利权质押合同登记的注销", "pledge_released", ""),
        ("专利实施许可合同备案的生效、变更及注销", "other", "licence"),
        ("专利权的视为放弃", "surrendered", ""),
        ("避免重复授予专利权", "surrendered", ""),
        ("专利权全部无效", "invalidated", ""),
        ("专利权部分无效宣告", "partly_invalidated", ""),
        ("专利权有效期届满", "expired", ""),
        ("专利权的主动放弃", "surrendered", ""),
        ("专利权的恢复", "restored", ""),
        ("专利权的保全及其解除", "other", "preservation"),
        ("发明专利申请公布后的驳回", "other", ""),
        ("商标续展", "renewed", "until"),
    ],
)
def test_words(words: str, event: str, decided_by: str) -> None:
    coded = event_of_words(words)
    assert coded is not None
    assert (coded.event, coded.decided_by, coded.problem) == (event, decided_by, None)


def test_unknown_words_are_kept() -> None:
    coded = event_of_words("天降甘霖")
    assert coded is not None
    assert (coded.event, coded.zh) == ("other", "天降甘霖")
    assert coded.problem


def test_no_word_ends_a_right_before_grant() -> None:
    for row in table("event_words.csv"):
        if row["concerns"] == "application":
            assert row["event"] not in CLOSING_EVENTS


def test_the_reference_page_has_every_code(request: pytest.FixtureRequest) -> None:
    page = (request.config.rootpath / "docs" / "reference" / "event-codes.md").read_text(encoding="utf-8")
    listed = {tuple(line.strip("| ").split(" | ")[:3]) for line in page.splitlines() if line.startswith("| ")}
    for row in table("event_codes.csv"):
        if row["authority"] == "CN" or row["event"] != "other":
            assert (row["code"], row["zh"], row["event"]) in listed
