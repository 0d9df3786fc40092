"""Topics: made of exports or of a query, refreshed, merged, and never half."""

import json
import sys
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.console import Console

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "registry" / "xml"))
from factories import xml_samples as samples
from factories.exports import write_export
from registries import write_registry
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.folder import Busy, locked
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.reports.topics import made_table
from zhixian.core.search.lexing import QueryFault
from zhixian.core.topics import making
from zhixian.core.topics.making import Recipe, decide_applicants, make_topic, refresh_topic
from zhixian.core.topics.merge_list import FILE, HEADINGS, Proposal, read_list
from zhixian.core.topics.topic import home_of, open_topic, topics

DAY = date(2020, 12, 31)
GRANT = {"公开（公告）号": "CN104223352B", "公开（公告）日": "2016-03-02", "授权公告日": "2016-03-02", "摘要": "说明"}
OTHER = {
    "申请号": "CN201510000001.0",
    "公开（公告）号": "CN104500001A",
    "标题": "铜箔表面处理装置",
    "申请日": "2015-01-04",
}


def made_of(tmp_path, *rows, name="铜箔", **recipe):
    path = write_export(tmp_path / f"{name}.csv", *rows)
    return make_topic(tmp_path / "data", name, Recipe(DAY, paths=(path,), **recipe), made=DAY)


def records(topic):
    return {row["record"]: row for row in topic.rows("records")}


def test_publications_of_one_application_are_one_record_that_says_what_either_says(tmp_path):
    made = made_of(tmp_path, {}, GRANT, OTHER)
    found = records(made.topic)
    assert set(found) == {"CN201410408762.5", "CN201510000001.0"}
    first = found["CN201410408762.5"]
    assert (first["documents"], first["granted"], first["abstract"], first["published"]) == (
        2,
        date(2016, 3, 2),
        "说明",
        date(2014, 12, 17),
    )
    assert made.topic.manifest["merged"] == {"同一申请的另一公开文本": 1}
    assert [(r.rows, r.taken, r.merged, r.refused) for r in made.reports] == [(3, 2, 1, 0)]
    assert {row["number"] for row in made.topic.rows("publications")} >= {"CN104223352A", "CN104223352B"}


def test_a_row_without_application_number_joins_the_application_its_publication_names(tmp_path):
    made = made_of(tmp_path, {"申请号": "", **GRANT}, {}, {"申请号": "", "公开（公告）号": "US10123456B2"})
    assert set(records(made.topic)) == {"CN201410408762.5", "US10123456（公开）"}


@pytest.mark.parametrize(
    ("application", "publication", "other"),
    [
        ("JP2015-123456", "JP2017-005678A", "JP2015-123456A"),
        ("KR10-2015-0012345", "KR10-2017-0005678A", "KR10-2015-0012345A"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_an_application_and_a_publication_of_the_same_digits_are_two(tmp_path, application, publication, other, order):
    rows = [
        {"申请号": application, "公开（公告）号": publication, "申请日": "2015-06-01"},
        {"申请号": "", "公开（公告）号": other, "申请日": "2013-06-01"},
        OTHER | {"引证专利": f"{other}; {publication}"},
    ][::order]
    made = made_of(tmp_path, *rows)
    known, published = application.replace("-", ""), f"{other[:-1].replace('-', '')}（公开）"
    assert set(records(made.topic)) == {known, published, OTHER["申请号"]}
    cited = {row["number"]: row["other"] for row in made.topic.rows("citations")}
    assert cited == {published.removesuffix("（公开）"): published, publication[:-1].replace("-", ""): known}


def test_a_citation_of_a_publication_is_none_of_an_application_of_the_same_digits(tmp_path):
    row = {"申请号": "JP2015-123456", "公开（公告）号": "JP2017-005678A"}
    made = made_of(tmp_path, row, OTHER | {"引证专利": "JP2015-123456A"})
    assert [(row["number"], row["other"]) for row in made.topic.rows("citations")] == [("JP2015123456", None)]


def test_a_publication_before_1989_names_its_application_by_its_own_number(tmp_path):
    row = {"申请号": "CN85100001", "公开（公告）号": ""}
    made = made_of(tmp_path, row, {"申请号": "", "公开（公告）号": "CN85100001A"}, OTHER | {"引证专利": "CN85100001A"})
    (old,) = set(records(made.topic)) - {OTHER["申请号"]}
    assert [row["other"] for row in made.topic.rows("citations")] == [old]


def test_rows_of_other_countries_are_taken_with_their_own_numbers(tmp_path):
    made = made_of(tmp_path, {"申请号": "US16/113,519", "公开（公告）号": "US20200062390A1"})
    (row,) = made.topic.rows("records")
    assert (row["record"], row["country"], row["kind"]) == ("US16/113519", "US", "invention")


def test_a_row_that_names_nothing_is_refused_and_kept_as_it_came(tmp_path):
    made = made_of(tmp_path, {}, {"申请号": "201410408762.9", "公开（公告）号": ""})
    (report,) = made.reports
    assert (report.taken, report.refused) == (1, 1)
    (problem,) = report.problems
    assert (problem.row, problem.column, problem.value, problem.reason) == (
        3,
        "申请号",
        "201410408762.9",
        "校验位应为 5",
    )
    (line,) = (made.topic.folder / "refused.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["raw"]["标题"] == "一种电解铜箔的制备方法"


def test_a_number_of_no_use_is_remarked_where_the_publication_names_the_application(tmp_path):
    made = made_of(tmp_path, {"申请号": "201410408762.9"})
    (report,) = made.reports
    assert (report.taken, report.refused) == (1, 0)
    assert [problem.reason for problem in report.problems] == ["校验位应为 5，按公开号认"]


def test_cells_that_cannot_be_read_are_told_and_their_rows_taken(tmp_path):
    made = made_of(tmp_path, {"申请日": "2014.13.2", "被引证次数": "许多", "权利要求数量": "9"})
    (row,) = made.topic.rows("records")
    assert (row["filed"], row["cited_by"], row["claims"]) == (None, None, 9)
    assert {(p.column, p.reason) for p in made.reports[0].problems} == {
        ("申请日", "不是日期，应写成 2017-03-02 这样，没有取"),
        ("被引证次数", "不是件数，没有取"),
    }


def test_spellings_of_one_name_are_joined_and_variants_only_proposed(tmp_path):
    made = made_of(
        tmp_path,
        {"申请人": "紫金矿业（上海）有限公司; Apple, Inc."},
        OTHER | {"申请人": "紫金矿业(上海) 有限公司; APPLE INCORPORATED; 紫金矿业有限公司; 紫金山实验室"},
    )
    parties = {row["party"] for row in made.topic.rows("parties") if row["role"] == "applicant"}
    assert parties == {"紫金矿业(上海)有限公司", "APPLE INC", "紫金矿业有限公司", "紫金山实验室"}
    assert [(p.name, p.into) for p in made.proposals] == [("紫金矿业有限公司", "紫金矿业(上海) 有限公司")]


def test_what_a_vendor_calls_one_is_proposed(tmp_path):
    made = made_of(
        tmp_path, {"申请人": "甲公司", "标准化申请人": "甲"}, OTHER | {"申请人": "乙公司", "标准化申请人": "甲"}
    )
    assert [(p.name, p.into, p.reason) for p in made.proposals] == [("甲公司", "乙公司", "来源的标准化申请人相同")]


def test_decisions_join_names_and_survive_a_refresh(tmp_path):
    made = made_of(tmp_path, {"申请人": "紫金矿业有限公司"}, OTHER)
    data = tmp_path / "data"
    (proposal,) = made.proposals
    listed = read_list(home_of(data, "铜箔") / FILE)
    assert [(p.name, p.into, p.decision) for p in listed] == [(proposal.name, proposal.into, "")]
    decided = decide_applicants(data, "铜箔", [Proposal(proposal.name, 0, proposal.into, 0, "", "是")], made=DAY)
    assert decided.topic.id != made.topic.id
    assert len({row["party"] for row in decided.topic.rows("parties") if row["role"] == "applicant"}) == 1
    again = refresh_topic(data, "铜箔", as_of=DAY, made=DAY)
    assert again.topic.id == decided.topic.id
    more = write_export(tmp_path / "more.csv", {"申请号": "CN201620000002.5", "公开（公告）号": "CN205500002U"})
    later = refresh_topic(data, "铜箔", as_of=DAY, paths=[more], made=DAY)
    assert (later.added, later.removed, later.before) == (1, 0, decided.topic.id)
    assert len({row["party"] for row in later.topic.rows("parties") if row["role"] == "applicant"}) == 1
    assert open_topic(data, "铜箔", decided.topic.id).id == decided.topic.id


def test_a_decision_no_keeps_two_apart_and_is_not_asked_again(tmp_path):
    made = made_of(tmp_path, {"申请人": "紫金矿业有限公司"}, OTHER)
    (proposal,) = made.proposals
    told = decide_applicants(
        tmp_path / "data", "铜箔", [Proposal(proposal.name, 0, proposal.into, 0, "", "否")], made=DAY
    )
    assert told.topic.id == made.topic.id
    assert [p.decision for p in refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, made=DAY).proposals] == ["否"]


def test_a_decision_in_other_words_is_refused_with_its_row(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(",".join(HEADINGS) + "\n甲,1,乙,2,,也许\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"list.csv 第 2 行 决定：决定写的是“也许”。应为：是、否，或者空着"):
        read_list(path)


@pytest.mark.parametrize(
    ("first", "second", "families", "reason"),
    [
        ({"简单同族ID": "77"}, {"简单同族ID": "77"}, 1, "family_number"),
        ({"优先权号": "US61/1"}, {"优先权号": "us 61/1"}, 1, "priority"),
        ({}, {"优先权号": "CN201410408762.5"}, 1, "priority"),
        ({"优先权号": "US61/1"}, {"优先权号": "US61/1; US61/2"}, 2, None),
        ({"简单同族ID": "77"}, {"简单同族ID": "78", "优先权号": "US61/1"}, 2, None),
    ],
)
def test_simple_families_go_by_number_else_by_the_very_same_priorities(tmp_path, first, second, families, reason):
    made = made_of(tmp_path, first, OTHER | second)
    assert len({row["family"] for row in made.topic.rows("records")}) == families
    assert made.topic.manifest["families"] == ({reason: 1} if reason else {})


def test_a_family_is_unknown_where_no_row_of_its_source_tells_of_any(tmp_path):
    untold = made_of(tmp_path, {}, OTHER, name="没有")
    assert {row["family_by"] for row in untold.topic.rows("records")} == {"untold"}
    told = made_of(tmp_path, {"简单同族ID": "77"}, OTHER, name="有")
    assert {row["family_by"] for row in told.topic.rows("records")} == {"alone"}


def test_citations_inside_the_topic_name_its_records(tmp_path):
    made = made_of(tmp_path, {}, OTHER | {"引证专利": "CN104223352B; US9000000B2"})
    told = [(row["record"], row["number"], row["other"]) for row in made.topic.rows("citations")]
    assert told == [
        ("CN201510000001.0", "CN104223352", "CN201410408762.5"),
        ("CN201510000001.0", "US9000000", None),
    ]


def test_the_same_sources_make_the_same_edition_in_whatever_order_they_were_read(tmp_path):
    one = made_of(tmp_path, {}, OTHER, name="甲")
    assert refresh_topic(tmp_path / "data", "甲", as_of=DAY, made=date(2021, 5, 5)).topic.id == one.topic.id
    assert [topic.name for topic in topics(tmp_path / "data")[0]] == ["甲"]


def test_a_file_that_nobody_can_read_leaves_nothing_behind(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(Refusal, match="前 20 行没有认得的表头"):
        make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    assert not home_of(tmp_path / "data", "铜箔").exists()


def test_two_at_once_or_one_that_is_killed_leave_the_edition_before(tmp_path, monkeypatch):
    made = made_of(tmp_path, {})
    data = tmp_path / "data"
    with locked(home_of(data, "铜箔"), "更新专题库“铜箔”"), pytest.raises(Busy, match="：正在更新专题库“铜箔”。"):
        refresh_topic(data, "铜箔", as_of=DAY, made=DAY)

    def killed(*_):
        raise KeyboardInterrupt

    more = write_export(tmp_path / "more.csv", OTHER)
    with monkeypatch.context() as patched:
        patched.setattr(making, "point_current", killed)
        with pytest.raises(KeyboardInterrupt):
            refresh_topic(data, "铜箔", as_of=DAY, paths=[more], made=DAY)
    assert records(open_topic(data, "铜箔")).keys() == records(made.topic).keys()
    assert refresh_topic(data, "铜箔", as_of=DAY, paths=[more], made=DAY).topic.manifest["tables"]["records"] == 2


def files_of(home):
    return {path.relative_to(home): path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.mark.parametrize("lost", [("CURRENT",), ("CURRENT", "snapshots"), ("CURRENT", "snapshots", "sources")])
def test_a_topic_that_lost_its_current_edition_is_not_made_over(tmp_path, lost):
    made = made_of(tmp_path, {"申请人": "紫金矿业有限公司"}, OTHER)
    home = home_of(tmp_path / "data", "铜箔")
    for name in lost:
        (home / name).rename(tmp_path / name)
    before = files_of(home)
    bad = tmp_path / "x.csv"
    bad.write_text("甲,乙\n1,2\n", encoding="utf-8")
    for path in (bad, tmp_path / "铜箔.csv"):
        with pytest.raises(Refusal, match=r"专题库“铜箔”的文件还在，但缺少 CURRENT.*从备份恢复"):
            make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    with pytest.raises(Refusal, match="缺少 CURRENT"):
        refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, made=DAY)
    assert files_of(home) == before
    for name in lost:
        (home / name).exists() and (home / name).rmdir()
        (tmp_path / name).rename(home / name)
    assert open_topic(tmp_path / "data", "铜箔").id == made.topic.id


def test_a_first_edition_that_fails_leaves_nothing_and_one_that_is_killed_is_made_anew(tmp_path, monkeypatch):
    path = write_export(tmp_path / "a.csv", {})
    data, home = tmp_path / "data", home_of(tmp_path / "data", "铜箔")

    def stopped(room, _):
        seen.append(files_of(room.data))
        raise KeyboardInterrupt

    seen = []
    with monkeypatch.context() as patched:
        patched.setattr(making, "point_current", stopped)
        with pytest.raises(KeyboardInterrupt):
            make_topic(data, "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    assert not home.exists()
    for name, content in seen[0].items():  # as a kill leaves it, which runs nothing more
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    made = make_topic(data, "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    assert list(records(open_topic(data, "铜箔"))) == list(records(made.topic))


def test_another_run_that_holds_a_first_edition_keeps_what_it_has(tmp_path):
    home = home_of(tmp_path / "data", "铜箔")
    with locked(home, "建立专题库") as room:
        (room.sources / "mine").write_text("1", encoding="utf-8")
        with pytest.raises(Busy):
            made_of(tmp_path, {})
        assert (room.sources / "mine").exists()


@pytest.mark.parametrize("moment", ["write_list", "point_current"])
def test_decisions_outlive_a_kill_at_any_moment(tmp_path, monkeypatch, moment):
    (proposal,) = made_of(tmp_path, {"申请人": "紫金矿业有限公司"}, OTHER).proposals
    data = tmp_path / "data"

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(making, moment, killed)
        with pytest.raises(KeyboardInterrupt):
            decide_applicants(data, "铜箔", [Proposal(proposal.name, 0, proposal.into, 0, "", "是")], made=DAY)
    joined = {row["party"] for row in open_topic(data, "铜箔").rows("parties") if row["role"] == "applicant"}
    again = refresh_topic(data, "铜箔", as_of=DAY, made=DAY)
    after = {row["party"] for row in again.topic.rows("parties") if row["role"] == "applicant"}
    assert len(joined) == 2
    assert len(after) == (1 if moment == "point_current" else 2)


@pytest.mark.parametrize("written", ["", "what?"])
def test_a_damaged_current_of_a_topic_names_its_editions_and_no_command_of_the_registry(tmp_path, written):
    made = made_of(tmp_path, {"申请人": "紫金矿业有限公司"}, OTHER)
    home = home_of(tmp_path / "data", "铜箔")
    (home / "CURRENT").write_text(written, encoding="utf-8")
    ways = (
        lambda: open_topic(tmp_path / "data", "铜箔"),
        lambda: refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, made=DAY),
        lambda: made_of(tmp_path, OTHER),
    )
    for way in ways:
        with pytest.raises(
            Refusal, match=rf"CURRENT.*已损坏.*在其中写上一个版本的编号（现有：{made.topic.id}）"
        ) as refused:
            way()
        assert "rebuild" not in str(refused.value)


def test_a_snapshot_of_a_registry_in_the_folder_of_a_topic_is_no_edition(tmp_path):
    made = made_of(tmp_path, {"申请人": "紫金矿业有限公司"}, OTHER)
    (made.topic.folder / "manifest.json").write_text('{"tables": {}}', encoding="utf-8")
    with pytest.raises(Refusal, match="不是专题库的版本"):
        open_topic(tmp_path / "data", "铜箔")
    with pytest.raises(Refusal, match="不是专题库的版本"):
        refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, made=DAY)


def test_a_damaged_edition_is_refused_and_made_again(tmp_path):
    made = made_of(tmp_path, {})
    made.topic.path("records").write_bytes(b"PAR1")
    with pytest.raises(Refusal, match=r"文件损坏：records.parquet.*应为：用 zhixian topic refresh 铜箔 重新生成"):
        open_topic(tmp_path / "data", "铜箔")
    again = refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, made=DAY)
    assert again.topic.id == made.topic.id
    assert len(open_topic(tmp_path / "data", "铜箔").rows("records")) == 1


def test_a_refresh_that_is_refused_keeps_nothing_of_the_file(tmp_path):
    made = made_of(tmp_path, {})
    bad = tmp_path / "x.csv"
    bad.write_text("甲,乙\n1,2\n", encoding="utf-8")
    kept = sorted(path.name for path in (home_of(tmp_path / "data", "铜箔") / "sources").iterdir())
    with pytest.raises(Refusal, match="没有认得的表头"):
        refresh_topic(tmp_path / "data", "铜箔", as_of=DAY, paths=[bad], made=DAY)
    assert sorted(path.name for path in (home_of(tmp_path / "data", "铜箔") / "sources").iterdir()) == kept
    assert open_topic(tmp_path / "data", "铜箔").id == made.topic.id


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".x", "甲" * 61, "甲 "])
def test_names_that_no_folder_should_have_are_refused(tmp_path, name):
    with pytest.raises(Refusal, match="专题库不能叫"):
        home_of(tmp_path, name)


def test_a_query_becomes_a_topic_as_of_its_day(tmp_path):
    parties = [{"party_id": "P1", "name": "甲公司", "region": "350823"}, {"party_id": "P2", "name": "乙公司"}]
    right = {"right_id": "R1", "kind": "invention", "number": "CN201410408762.5", "title": "锂电池隔膜", "classes": "H01M50/40",
             "filed": "2014-08-15", "registered": "2016-01-02", "holder": "P1", "region": "350823"}  # fmt: skip
    other = right | {"right_id": "R2", "number": "CN201510000001.0", "title": "铜箔"}
    span = {"kind": "invention", "gi": False, "holder_kind": "enterprise"}
    spans = [
        span | {"right_id": "R1", "holder": "P1", "region": "350823", "start": "2016-01-02", "end": "2018-01-01"},
        span | {"right_id": "R1", "holder": "P2", "region": "320100", "start": "2018-01-01", "end": None},
    ]
    events = [{"right_id": "R1", "event": "transferred", "effective": "2018-01-01", "party": "P2"}]
    written = write_registry(
        tmp_path / "data" / "snapshots" / "s", parties=parties, rights=[right, other], spans=spans, events=events
    )
    snapshot = Snapshot("s", written.folder, {"labels": ["合成数据"]})
    for day, holder, happened in ((date(2017, 1, 1), "甲公司", 0), (DAY, "乙公司", 1)):
        name = f"隔膜{day.year}"
        recipe = Recipe(day, query="隔膜", snapshot=snapshot, shows_raw=True)
        made = make_topic(tmp_path / "data", name, recipe, made=DAY)
        (row,) = made.topic.rows("records")
        assert (row["record"], row["state"], row["granted"]) == ("R1", "in_force", date(2016, 1, 2))
        told = {row["role"]: row["name"] for row in made.topic.rows("parties")}
        assert told == {"applicant": "甲公司", "holder": holder}
        assert len(made.topic.rows("events")) == happened
        assert made.topic.labels == ["合成数据"]
        last = date(2018, 1, 1) if happened else date(2016, 1, 2)
        assert made.topic.known_until == last, "the registry tells of nothing later"
        assert made.topic.remarks == [
            f"登记数据里最晚的日期是 {last}，以后到截止日 {day} 的申请、授权和变动还没有收入。"
        ]
    with pytest.raises(QueryFault):
        make_topic(tmp_path / "data", "坏", Recipe(DAY, query="(隔膜", snapshot=snapshot), made=DAY)


def test_a_query_that_finds_nothing_today_is_an_empty_topic_that_says_so(tmp_path):
    right = {
        "right_id": "R1",
        "kind": "invention",
        "number": "CN201410408762.5",
        "title": "铜箔",
        "filed": "2014-08-15",
    }
    written = write_registry(tmp_path / "data" / "snapshots" / "s", parties=[], rights=[right], spans=[], events=[])
    snapshot = Snapshot("s", written.folder, {"labels": []})
    topic = make_topic(tmp_path / "data", "隔膜", Recipe(DAY, query="隔膜", snapshot=snapshot), made=DAY).topic
    assert topic.manifest["tables"] == dict.fromkeys(
        ("records", "classes", "publications", "citations", "parties", "events"), 0
    ) | {"sources": 1}
    assert pq.read_table(topic.path("records")).num_rows == 0
    console = Console(width=200)
    with console.capture() as said:
        console.print(made_table(topic.manifest))
    assert "现在一件也没有找到，专题库是空的" in said.get()


def test_papers_of_every_office_become_records(tmp_path):
    path = tmp_path / "a.xml"
    papers = samples.docdb(samples.exchange(), samples.exchange(kind="B", day="20151104"), samples.exchange("US"))
    path.write_text(papers, encoding="utf-8")
    made = make_topic(tmp_path / "data", "文献", Recipe(DAY, paths=(path,)), made=DAY)
    found = records(made.topic)
    assert {(row["country"], row["kind"]) for row in found.values()} == {("CN", "invention"), ("US", "invention")}
    chinese = found["CN201210106458.6"]
    assert (chinese["documents"], chinese["granted"], chinese["title"]) == (2, date(2015, 11, 4), "一种装置")
    assert [row["name"] for row in made.topic.rows("parties") if row["record"] == "CN201210106458.6"] == ["丁大学"]
    assert made.reports[0].format == "patent-xml"


FAMILY = """<?xml version="1.0" encoding="UTF-8"?>
<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org"><ops:patent-family>{}</ops:patent-family></ops:world-patent-data>
"""
CITED = """<exchange-document country="{0}" doc-number="{1}" kind="A1" family-id="77"><bibliographic-data><references-cited>
 <citation><patcit><document-id document-id-type="epodoc"><doc-number>WO2009085664</doc-number></document-id>
  <document-id document-id-type="docdb"><country>WO</country><doc-number>2009085664</doc-number><kind>A2</kind></document-id></patcit></citation>
 <citation><nplcit><text>A book</text></nplcit></citation></references-cited></bibliographic-data></exchange-document>"""


def member(country, published, filed, kind="A", inner=""):
    return f"""<ops:family-member family-id="77">
 <publication-reference><document-id document-id-type="docdb"><country>{country}</country><doc-number>{published}</doc-number>
  <kind>A2</kind><date>20090709</date></document-id></publication-reference>
 <application-reference><document-id document-id-type="docdb"><country>US</country><doc-number>{filed}</doc-number><kind>{kind}</kind>
  <date>20081212</date></document-id></application-reference>
 <priority-claim sequence="1"><document-id document-id-type="docdb"><country>US</country><doc-number>96495207</doc-number><kind>A</kind>
  <date>20071227</date></document-id></priority-claim>{inner}</ops:family-member>"""


def test_papers_of_one_family_number_are_one_family_and_say_what_they_claim_and_cite(tmp_path):
    later = member("US", "2009123456", "33481208", inner=CITED.format("US", "2009123456"))
    path = tmp_path / "family.xml"
    path.write_text(FAMILY.format(member("WO", "2009085664", "2008086599", "W") + later), encoding="utf-8")
    topic = make_topic(tmp_path / "data", "同族", Recipe(DAY, paths=(path,)), made=DAY).topic
    found = records(topic)
    assert set(found) == {"PCT/US2008/086599", "US33481208"}
    assert {(row["family"], row["family_by"]) for row in found.values()} == {("PCT/US2008/086599", "family_number")}
    assert {(row["priority"], row["priority_country"]) for row in found.values()} == {(date(2007, 12, 27), "US")}
    assert [(row["record"], row["direction"], row["other"]) for row in topic.rows("citations")] == [
        ("US33481208", "cites", "PCT/US2008/086599")
    ]


def test_repeats_within_a_record_are_marked(tmp_path):
    made = made_of(tmp_path, {"申请人": "甲公司; 甲 公司; 乙公司", "IPC": "C25D1/04; C25D3/00; H01M10/0525"})
    told = [
        (row["name"], row["again"], row["part"]) for row in made.topic.rows("parties") if row["role"] == "applicant"
    ]
    assert told == [("甲公司", False, 0.5), ("甲 公司", True, 0.5), ("乙公司", False, 0.5)]
    marks = [
        tuple(row[f"new_{level}"] for level in ("section", "class", "subclass", "main_group", "field"))
        for row in made.topic.rows("classes")
    ]
    assert marks == [(True,) * 5, (False, False, False, True, False), (True,) * 5]
