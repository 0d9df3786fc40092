"""Each family of XML gives the rows it should."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from factories import xml_samples as samples
from zhixian.core.registry.staging import FileReport, Importer, staging
from zhixian.core.registry.xml import CnipaOldXml, CnipaXml, DocdbXml, St66Xml, St96Xml

FAMILIES: list[type] = [CnipaXml, CnipaOldXml, DocdbXml, St96Xml, St66Xml]
Run = Callable[..., tuple[dict[str, list[dict[str, Any]]], FileReport]]


def importer_of(path: Path) -> Importer:
    head = path.read_bytes()[:65536] if path.is_file() else b""
    (found,) = [family() for family in FAMILIES if family().recognises(path, head)]
    return found


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Stage a text, bytes or path and give its tables and report."""

    def stage(given: str | bytes | Path, name: str = "a.xml"):
        path = given if isinstance(given, Path) else tmp_path / name
        if not isinstance(given, Path):
            path.write_bytes(given if isinstance(given, bytes) else given.encode())
        importer = importer_of(path)
        out = tmp_path / "staged"
        with staging(out, file=path.name, format=importer.format) as staged:
            importer.stage(path, staged, progress=lambda done, total: None)
        tables = {file.stem: pq.read_table(file).to_pylist() for file in out.glob("*.parquet")}
        return tables, staged.report

    return stage


def test_a_cnipa_application_is_no_right_yet(run: Run) -> None:
    tables, report = run(samples.cnipa_new())
    (right,) = tables["rights"]
    assert right["number"] == "CN202111286633.X"
    assert right["right_id"] == "no:CN202111286633.X"
    assert (right["kind"], right["filed"]) == ("invention", date(2021, 11, 1))
    assert (right["registered"], right["expires"]) == (None, None)
    assert right["classes"] == "A23L27/50;C12J1/04"
    assert right["title"] == "一种酱油的制备方法"
    assert right["holder"] == "name:甲(上杭)食品有限公司"
    assert [p["name"] for p in tables["parties"]] == ["甲（上杭）食品有限公司"]
    assert (report.rows, report.refused, report.problems) == (1, 0, [])


def test_a_cnipa_grant_starts_the_right(run: Run) -> None:
    assignee = """<business:AssigneeDetails><business:Assignee sequence="1"><base:AddressBook>
      <base:Name>丁有限公司</base:Name></base:AddressBook></business:Assignee></business:AssigneeDetails>"""
    tables, _ = run(samples.cnipa_new(kind="B", day="20230502", assignee=assignee))
    (right,) = tables["rights"]
    assert (right["registered"], right["expires"]) == (date(2023, 5, 2), date(2041, 11, 1))
    assert right["holder"] == "name:丁有限公司"


def test_the_region_of_the_first_holder(run: Run) -> None:
    tables, _ = run(samples.cnipa_new())
    assert tables["rights"][0]["region"] == "350823"
    assert tables["parties"][0]["region"] == "350823"


def test_what_a_holder_is(run: Run) -> None:
    (party,) = run(samples.cnipa_new())[0]["parties"]
    assert party["kind"] == "enterprise"
    abroad = samples.cnipa_new().replace("</base:Address>", "<base:WIPOST3Code>KR</base:WIPOST3Code></base:Address>")
    assert run(abroad)[0]["parties"][0]["kind"] == "foreign"
    (university,) = run(samples.docdb(samples.exchange()))[0]["parties"]
    assert university["kind"] == "university"
    (latin,) = run(samples.docdb(samples.exchange().replace("丁大学", "DING UNIVERSITY")))[0]["parties"]
    assert (latin["name"], latin["kind"]) == ("DING UNIV", None)


def test_a_partial_invalidation_is_no_grant(run: Run) -> None:
    tables, _ = run(samples.cnipa_new(kind="C1", day="20230502"))
    assert tables["rights"][0]["registered"] is None
    (event,) = tables["events"]
    assert (event["event"], event["gazetted"]) == ("partly_invalidated", date(2023, 5, 2))


@pytest.mark.parametrize("kind", ["B8", "A9", "S9"])
def test_corrected_editions_grant_nothing(run: Run, kind: str) -> None:
    tables, _ = run(samples.cnipa_new(kind=kind))
    assert tables["rights"][0]["registered"] is None
    assert "events" not in tables


def test_the_standard_number_serves_when_there_is_no_other(run: Run) -> None:
    text = samples.cnipa_new().replace('dataFormat="original"', 'dataFormat="standard"')
    assert run(text)[0]["rights"][0]["number"] == "CN202111286633.X"


@pytest.mark.parametrize(
    "doctype", ["", '<!DOCTYPE cn-patent-document SYSTEM "local.dtd">', '<!DOCTYPE x SYSTEM "a.dtd" [ ]>']
)
def test_old_cnipa_files_need_no_dtd(run: Run, doctype: str) -> None:
    tables, report = run(samples.cnipa_old(doctype=doctype))
    (right,) = tables["rights"]
    assert (right["number"], right["classes"]) == ("CN201410408762.5", "A24B15/18")
    assert right["holder"] == "name:丙工业公司"
    assert report.refused == 0


def test_docdb_documents(run: Run) -> None:
    tables, report = run(
        samples.docdb(samples.exchange(), samples.exchange(kind="B", day="20151104"), samples.exchange("US"))
    )
    application, grant = tables["rights"]
    assert application["number"] == grant["number"] == "CN201210106458.6"
    assert (application["registered"], grant["registered"]) == (None, date(2015, 11, 4))
    assert grant["expires"] == date(2032, 4, 12)
    assert (grant["title"], grant["holder"]) == ("一种装置", "name:丁大学")
    assert grant["classes"] == "A61M31/00;G06F17/30"
    assert [p["name"] for p in tables["parties"]] == ["丁大学"]
    assert (report.rows, report.refused) == (3, 1)
    assert report.problems[0].reason == "不是中国权利，未导入"
    assert (report.problems[0].value, report.problems[0].row) == ("US102622450A", 3)


def test_legal_events_keep_both_days(run: Run) -> None:
    text = samples.family(
        samples.legal("CF01", "2018-05-01", ("Effective DATE", "20170412")),
        samples.legal("PP01", "2016-05-01", ("Effective DATE", "20160412")),
        samples.legal("TR01", "2017-01-02", ("Effective DATE", "20161212"), ("OWNER", "壬公司")),
    )
    tables, report = run(text)
    lapsed, preserved, transferred = tables["events"]
    assert (lapsed["event"], lapsed["effective"], lapsed["gazetted"]) == ("lapsed", date(2017, 4, 12), date(2018, 5, 1))
    assert (preserved["event"], preserved["national_code"]) == ("preserved", "PP01")
    assert (transferred["event"], transferred["party"]) == ("transferred", "name:壬公司")
    assert {e["right_id"] for e in tables["events"]} == {"no:CN201210106458.6"}
    assert report.problems == []


def test_days_that_stand_only_in_words(run: Run) -> None:
    text = samples.family(
        samples.legal(
            "CF01", "2018-05-01", ("Free Format Text", "Granted publication date: 20151104; Termination date: 20170412")
        ),
        samples.legal("PLDC", "2016-05-01", ("Free Format Text", "解除日：2016.04.12 登记号：1")),
        samples.legal("RN01", "2016-05-01"),
        samples.legal("TP01", "2025-05-01", ("Free Format Text", "期限届满日：2035-04-12")),
    )
    events, report = run(text)
    lapsed, released, extended, drug = events["events"]
    assert lapsed["effective"] == date(2017, 4, 12)
    assert (released["event"], released["effective"]) == ("pledge_released", date(2016, 4, 12))
    assert (extended["event"], extended["until"]) == ("renewed", date(2020, 4, 12))
    assert (drug["event"], drug["until"]) == ("renewed", date(2035, 4, 12))
    assert report.problems == []


def test_a_description_decides_nothing(run: Run) -> None:
    tables, report = run(samples.family(samples.legal("PLDC", "2016-05-01", ("Effective DATE", "20160412"))))
    assert tables["events"][0]["event"] == "other"
    assert "多种含义" in report.problems[0].reason


def test_unknown_codes_and_missing_things_are_remarked(run: Run) -> None:
    text = samples.family(
        samples.legal("ZZ01", "2018-05-01"), samples.legal("TR01", ""), samples.legal("CF01", "2018-13-45")
    )
    tables, report = run(text)
    assert [(e["event"], e["national_code"]) for e in tables["events"]] == [
        ("other", "ZZ01"), ("transferred", "TR01"), ("lapsed", "CF01"),
    ]  # fmt: skip
    assert [p.reason for p in report.problems] == [
        "未知事件代码", "没有生效日和公告日", "转移没有写明新的权利人", "不是日期", "没有生效日和公告日",
    ]  # fmt: skip
    assert not any(p.refused for p in report.problems)
    assert (report.rows, report.refused) == (1, 0)


def test_reinstatement_restores_only_what_was_granted(run: Run) -> None:
    reinstated = samples.legal("REIN", "2018-05-01", ("Effective DATE", "20180412"))
    assert run(samples.family(reinstated, kind="B", day="20151104"))[0]["events"][0]["event"] == "restored"
    tables, report = run(samples.family(reinstated, kind="A", day="20120801"))
    assert tables["events"][0]["event"] == "other"
    assert "多种含义" in report.problems[0].reason


def test_events_listed_again_with_the_next_publication_count_once(run: Run) -> None:
    text = samples.family(samples.legal("CF01"))
    member = text[text.index("<ops:family-member") : text.index("</ops:patent-family>")]
    tables, report = run(text.replace("</ops:patent-family>", member + "</ops:patent-family>"))
    assert (len(tables["rights"]), len(tables["events"])) == (2, 1)
    assert report.rows == 2


def test_a_termination_at_the_end_of_the_term_is_expiry(run: Run) -> None:
    text = samples.family(samples.legal("CE01", "2032-06-01", ("Effective DATE", "20320412")))
    assert run(text)[0]["events"][0]["event"] == "expired"


def test_a_mark_is_a_right_for_each_class(run: Run) -> None:
    tables, report = run(samples.st96_mark(category="Collective Trademark", classes=("031", "029", "031")))
    assert [(r["number"], r["classes"], r["kind"]) for r in tables["rights"]] == [
        ("12345678/31", "31", "collective_mark"), ("12345678/29", "29", "collective_mark"),
    ]  # fmt: skip
    assert tables["rights"][0]["holder"] == "name:上杭县槐猪协会"
    assert tables["rights"][0]["registered"] == date(2017, 3, 28)
    assert tables["rights"][0]["expires"] == date(2027, 3, 28)
    assert (report.rows, report.refused) == (1, 0)


def test_a_geographical_indication_that_is_a_mark(run: Run) -> None:
    text = samples.st96_mark(category="Geographical indication certification mark")
    (right,) = run(text)[0]["rights"]
    assert (right["kind"], right["gi"]) == ("certification_mark", True)


def test_a_geographical_indication_of_a_product(run: Run) -> None:
    (right,) = run(samples.st96_indication())[0]["rights"]
    assert (right["kind"], right["number"], right["title"]) == ("gi_product", "AGI01234", "上杭萝卜干")
    assert (right["classes"], right["holder"]) == ("29", "name:上杭县萝卜干协会")


def test_a_design_of_the_new_term(run: Run) -> None:
    (right,) = run(samples.st96_design())[0]["rights"]
    assert (right["kind"], right["expires"]) == ("design", date(2036, 6, 1))
    assert right["classes"] == "06-01"


def test_an_st96_patent(run: Run) -> None:
    (right,) = run(samples.st96_patent())[0]["rights"]
    assert (right["number"], right["registered"]) == ("CN201410408762.5", date(2016, 5, 4))
    assert (right["title"], right["classes"], right["holder"]) == ("方法", "H01L21/302", "name:庚研究院")


def test_an_st66_mark(run: Run) -> None:
    (right,) = run(samples.st66())[0]["rights"]
    assert (right["number"], right["kind"], right["filed"]) == ("7654321/9", "collective_mark", date(2000, 4, 3))
    assert (right["title"], right["holder"]) == ("古田", "name:辛公司")


@pytest.mark.parametrize(
    "text",
    [
        samples.st96_mark(office="US"), samples.st96_indication("FR"), samples.st96_design("XX"), samples.st96_patent("US"),
        samples.st66("US"), samples.docdb(samples.exchange("EP")), samples.family(country="WO"),
    ],
)  # fmt: skip
def test_what_other_offices_gave_is_refused_with_its_number(run: Run, text: str) -> None:
    tables, report = run(text)
    assert "rights" not in tables
    assert (report.rows, report.refused) == (1, 1)
    assert report.problems[0].reason == "不是中国权利，未导入"
    assert report.problems[0].value
