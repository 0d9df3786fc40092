"""What a file tells beside its rights: what happened to them, their families, counts that list nobody."""

from datetime import date

import pytest

from factories.exports import write_export, write_patsnap
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.everything import landscape
from zhixian.core.landscape.value.telling import valuation
from zhixian.core.topics.making import Recipe, make_topic, refresh_topic
from zhixian.core.topics.topic import home_of, open_topic

DAY = date(2020, 12, 31)
PLEDGE = "ENTRY INTO FORCE OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT"
HISTORY = (
    f"2017-05-10 | +TRANSFER OF PATENT RIGHT | CN | 2018-03-06 | +{PLEDGE} | CN | 2018-09-09 | -PRESERVATION OF PATENT RIGHT | CN | "
    "2021-02-02 | +TRANSFER OF PATENT RIGHT | CN"
)


def made_of(tmp_path, *rows, day=DAY, files=()):
    path = write_patsnap(tmp_path / "patsnap.csv", *rows)
    return make_topic(tmp_path / "data", "旋翼", Recipe(day, paths=(path, *files), shows_raw=True), made=day)


def figure(topic, name):
    return next(one for one in landscape(topic).figures if one.id == name)


def test_what_a_file_says_happened_is_told_until_the_day(tmp_path):
    other = {"公开(公告)号": "CN304597452S", "[标]当前申请(专利权)人": "甲公司"}
    topic = made_of(tmp_path, {"INPADOC法律状态": HISTORY}, other).topic
    told = [(row["record"], row["event"], row["day"]) for row in topic.rows("events")]
    assert told == [
        ("CN204597451（公开）", "pledged", date(2018, 3, 6)),
        ("CN204597451（公开）", "transferred", date(2017, 5, 10)),
    ]
    assert "转让 1 次、质押 1 次、许可 0 次" in figure(topic, "events").sentence


def test_publications_of_one_application_tell_an_event_once_and_the_last_transfer_went_to_the_holder(tmp_path):
    history = "2017-05-10 | +TRANSFER OF PATENT RIGHT | CN"
    rows = [{"公开(公告)号": f"CN104223352{code}", "INPADOC法律状态": history} for code in "AB"]
    (told,) = made_of(tmp_path, *rows).topic.rows("events")
    assert (told["event"], told["day"], told["party"]) == ("transferred", date(2017, 5, 10), "乙公司")


def test_a_file_without_such_events_is_said_to_have_been_read_without_any(tmp_path):
    topic = made_of(tmp_path, {}).topic
    assert figure(topic, "events").silence == "来源里没有读到转让、质押或许可的登记"


def test_a_size_alone_makes_no_families_and_the_number_of_them_is_not_told(tmp_path):
    topic = made_of(tmp_path, {}, {"公开(公告)号": "CN304597452S"}).topic
    scale = figure(topic, "scale")
    assert scale.sentence == "共 2 件申请，有 1 家申请人。"
    assert ("同族（组）", None) in scale.rows
    assert "来源没有写明同族，有多少不知道" in scale.limits


def test_of_two_sources_the_families_of_the_one_that_tells_them_are_counted(tmp_path):
    path = write_export(tmp_path / "incopat.csv", {"简单同族ID": "77"})
    topic = made_of(tmp_path, {}, files=(path,)).topic
    scale = figure(topic, "scale")
    assert scale.sentence == "共 2 件申请，其中 1 件分属 1 组同族，有 2 家申请人。"
    assert "1 件（共 2 件）的来源没有说同族，没有计入" in scale.limits


def test_counts_that_list_nobody_are_said_to_be_counts(tmp_path):
    nothing = {"3年内被引用次数": "", "5年内被引用次数": ""}
    late = {"公开(公告)号": "CN213000003U", "申请日": "2020-01-01", "公开(公告)日": "2020-11-28"}
    (one,) = valuation(made_of(tmp_path, nothing, late).topic, names=["CN204597451U"]).valued
    told = {measure.indicator.id: measure.reason for measure in one.measures}
    assert told["forward_5"] == "来源只给被引次数（8 次），没有列出谁引用它"
    assert told["generality"] == told["generality_corrected"] == "来源只给次数（8 次），没有列出引用它的申请是哪些"
    assert told["originality"] == "来源只给次数（2 次），没有列出它引用的申请是哪些"


def test_a_file_that_was_cut_off_leaves_its_torn_row_out_and_says_where(tmp_path):
    path = write_export(
        tmp_path / "断了.csv",
        {},
        {"申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A", "标题": "铜箔，装置"},
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex("铜箔，".encode()) + 6])
    made = make_topic(tmp_path / "data", "断了", Recipe(DAY, paths=(path,)), made=DAY)
    (report,) = made.reports
    assert [row["record"] for row in made.topic.rows("records")] == ["CN201410408762.5"]
    assert (report.rows, report.taken, report.refused) == (2, 1, 1)
    assert "第 3 行没有写完，文件就断了，后面的行可能都没有传来，请重新导出或下载" in report.notes


def make(tmp_path, *paths, name="专题"):
    return make_topic(tmp_path / "data", name, Recipe(DAY, paths=paths), made=DAY, real=date(2026, 6, 30))


def folder_of(tmp_path):
    """Files of which one has no headings, one is cut off in a quotation over lines, and one is no data at all."""
    folder = tmp_path / "几份"
    folder.mkdir()
    (folder / "a没有表头.csv").write_text("随便,写写\n1,2\n", encoding="utf-8")
    broken = write_export(folder / "b引号.csv", {}, {"申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A"})
    broken.write_bytes(broken.read_bytes() + ('"一格\n' + "又一行," * 40).encode())
    write_export(folder / "c好.csv", {"申请号": "CN201610000007.X", "公开（公告）号": "CN105500001A"})
    (folder / "d说明.docx.png").write_bytes(b"\x89PNG\r\n")
    return folder


def test_a_file_of_a_folder_that_cannot_be_read_is_told_and_the_others_are_taken(tmp_path):
    made = make(tmp_path, folder_of(tmp_path))
    assert [(report.file, report.taken) for report in made.reports] == [("c好.csv", 1)]
    assert [row["name"] for row in made.topic.rows("sources")] == ["c好.csv"]
    assert [row["source"] for row in made.topic.rows("records")] == [0]
    assert {skip.file: skip.unreadable for skip in made.skipped} == {
        "d说明.docx.png": False,
        "a没有表头.csv": True,
        "b引号.csv": True,
    }
    assert "前 20 行没有认得的表头" in next(skip.why for skip in made.skipped if skip.file.startswith("a"))
    kept = [path.name for path in (home_of(tmp_path / "data", "专题") / "sources").glob("*/*")]
    assert kept == ["c好.csv"]


def test_a_file_that_was_named_must_be_readable_and_one_of_a_folder_at_least(tmp_path):
    folder = folder_of(tmp_path)
    with pytest.raises(Refusal, match="没有认得的表头"):
        make(tmp_path, folder / "c好.csv", folder / "a没有表头.csv")
    (folder / "c好.csv").unlink()
    with pytest.raises(Refusal, match=r"没有一个读得出的文件（.*a没有表头\.csv.*b引号\.csv"):
        make(tmp_path, folder)
    assert not home_of(tmp_path / "data", "专题").exists()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "文件里一行专利也没有"),
        (
            [{"申请号": "", "申请日": "2021-05-05", "公开（公告）日": "2021-08-05"}],
            "文件里的 1 件申请都晚于截止日 2020-12-31",
        ),
        ([{"申请号": "", "公开（公告）号": ""}], "文件里的 1 行没有一行能用（退回 1 行）.*没有申请号"),
    ],
)
def test_files_without_one_application_make_no_topic_and_no_edition(tmp_path, rows, why):
    path = write_export(tmp_path / "空.csv", *rows)
    with pytest.raises(Refusal, match=why):
        make(tmp_path, path)
    assert not home_of(tmp_path / "data", "专题").exists()
    before = make(tmp_path, write_export(tmp_path / "好.csv", {})).topic
    with pytest.raises(Refusal, match="文件里的 1 件申请都晚于截止日 2010-01-01"):
        refresh_topic(tmp_path / "data", "专题", as_of=date(2010, 1, 1), made=DAY, earlier=True)
    assert open_topic(tmp_path / "data", "专题").id == before.id


def test_a_file_with_too_few_headings_is_told_the_missing_ones(tmp_path):
    path = tmp_path / "少列.csv"
    path.write_text("公开号,标题\nCN101234567A,一种装置\n", encoding="utf-8")
    with pytest.raises(Refusal) as told:
        make_topic(tmp_path / "data", "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    assert told.value.where == "少列.csv"
    assert "第 1 行认得的只有 公开号、标题；至少要 3 列" in told.value.why
    assert "申请日（或 申请日期、专利申请日）" in told.value.expected


@pytest.mark.parametrize(
    ("others", "people"), [("Hefner; Levi | Easley; Dakota", ["Priest, Lee"]), ("Hefner; Levi", ["Priest", "Lee"])]
)
def test_a_semicolon_is_part_of_a_name_where_bars_part_the_names_of_the_sheet(tmp_path, others, people):
    path = write_export(
        tmp_path / "a.csv",
        {"发明人": "Priest; Lee", "申请人": "甲公司; 乙公司"},
        {"申请号": "CN201510000001.0", "公开（公告）号": "CN104500001A", "发明人": others},
    )
    topic = make_topic(tmp_path / "data", "旋翼", Recipe(DAY, paths=(path,), shows_raw=True), made=DAY).topic
    told = [(row["role"], row["name"]) for row in topic.rows("parties") if row["record"] == "CN201410408762.5"]
    assert [name for role, name in told if role == "inventor"] == people
    assert [name for role, name in told if role == "applicant"] == ["甲公司", "乙公司"]
