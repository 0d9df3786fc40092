"""One small file in the shape of each source, with its mess."""

from datetime import date
from pathlib import Path

import pytest

from zhixian.core.registry.numbers import check_digit
from zhixian.core.registry.sheets import headings


def number(digits: str) -> str:
    return f"CN{digits}.{check_digit(digits)}"


INVENTION, MODEL, DESIGN, OLD = (
    number("201410408762"),
    number("201620000001"),
    number("202130000001"),
    number("99122288"),
)


def test_incopat(workbook, imported) -> None:
    heads = ["序号", "标题 (中文)", "申请人", "公开（公告）号", "公开（公告）日", "申请号", "申请日", "公开类型", "专利类型", "公开国别",
             "链接到incoPat", "IPC主分类", "IPC", "申请人地址", "中国申请人区县", "当前法律状态", "专利有效性", "当前权利人",
             "转让执行日", "受让人", "质押期限", "质权人", "失效日", "自定义列"]  # fmt: skip
    path = workbook([
        heads,
        [1, "一种\u00ad矿石筛分机", "上杭某矿业(集团)有限公司; 张三", "CN104223352A", "2014-12-24", INVENTION, "2014-08-20", "发明申请",
         "发明申请", "中国", "到incoPat中查看\r\nCN104223352A", "B07B1/00", "B07B1/00; B07B1/46", "364200 福建省龙岩市上杭县", "",
         "授权", "有效", "", "", "", "", "", "", ""],
        [2, "一种矿石筛分机", "上杭某矿业（集团）有限公司", "CN104223352B", "2016-08-17", INVENTION, "2014-08-20", "发明授权", "发明授权",
         "中国", "", "B07B1/00", "", "", "", "授权", "有效", "厦门某公司", "2018-03-02", "厦门某公司",
         "2019-01-05至2020-01-05", "上杭农商银行", "", ""],
        [3, "茶叶揉捻机", "李四", "CN205000000U", date(2016, 7, 6), MODEL, date(2016, 1, 2), "实用新型", "实用新型", "中国", "", "A23F3/12",
         "", "福建;35", "上杭县", "未缴年费", "失效", "", "", "", "", "", "2019-01-02", "x"],
        [4, "Drone", "X Inc.", "US20200062390A1", "2020-02-27", "US16/113519", "2018-08-27", "发明申请", "发明申请", "美国",
         "", "", "", "", "", "", "", "", "", "", "", "", "", ""],
    ])  # fmt: skip
    result = imported(path)
    assert (result.report.format, result.report.rows, result.report.refused) == ("incopat", 4, 1)
    assert result.report.unknown_headings == ["自定义列"]
    assert result.told() == [(5, "公开（公告）号", "不是中国专利，未导入（US）", True)]
    application, grant, model = result.table("rights")
    assert application["right_id"] == grant["right_id"] == f"no:{INVENTION}"
    assert (application["registered"], application["expires"]) == (None, None)
    assert (grant["registered"], grant["expires"]) == (date(2016, 8, 17), date(2034, 8, 20))
    assert (application["title"], application["classes"]) == ("一种矿石筛分机", "B07B1/00;B07B1/46")
    assert application["holder"] == grant["holder"] == "name:上杭某矿业(集团)有限公司"
    assert (model["kind"], model["registered"], model["expires"]) == (
        "utility_model",
        date(2016, 7, 6),
        date(2026, 1, 2),
    )
    assert [row["region"] for row in (application, model)] == ["350823", "350823"]
    events = {(e["event"], e["effective"], e["party"], e["until"]) for e in result.table("events")}
    assert events == {
        ("transferred", date(2018, 3, 2), "name:厦门某公司", None),
        ("pledged", date(2019, 1, 5), "name:上杭农商银行", date(2020, 1, 5)),
        ("lapsed", date(2019, 1, 2), None, None),
    }
    assert [(c["claimed"], c["alive"]) for c in result.table("claims")] == [
        ("授权", True),
        ("授权", True),
        ("未缴年费", False),
    ]
    parties = {p["name"]: (p["kind"], p["region"]) for p in result.table("parties")}
    assert parties == {
        "上杭某矿业(集团)有限公司": ("enterprise", "350823"), "李四": ("individual", "350823"),
        "厦门某公司": ("enterprise", None), "上杭农商银行": ("enterprise", None),
    }  # fmt: skip


def test_patsnap_without_application_numbers(workbook, imported) -> None:
    heads = ["序号", "公开(公告)号", "法律状态/事件", "[标]当前申请(专利权)人", "申请日", "公开(公告)日", "标题(译)(简体中文)", "INPADOC法律状态",
             "专利类型", "受理局", "[标]原始申请(专利权)人", "IPC分类号", "IPC主分类号"]  # fmt: skip
    story = (
        "2018-03-06 | -TERMINATION OF PATENT RIGHT DUE TO NON-PAYMENT OF ANNUAL FEE | CN | 2017-05-02 | TRANSFER OF PATENT RIGHT | CN | "
        "2016-03-16 | +GRANT OF PATENT OR UTILITY MODEL | CN | 2015-01-21 | +PUBLICATION | CN"
    )
    path = workbook([
        heads,
        [1, "CN104302547A", "未缴年费 | 权利转移", "乙公司", "2013-02-12", "2015-01-21", "装置", story, "发明申请", "中国", "甲公司",
         "B64D41/00 | B64D33/02", "B64D41/00"],
        [2, "CN104302547B", "未缴年费 | 权利转移", "乙公司", "2013-02-12", "2016-03-16", "装置", story, "授权发明", "中国", "甲公司", "-", "-"],
        [3, "CN1100000C", "-", "丙公司", "1995-02-12", "2003-01-29", "老装置", "-", "授权发明", "中国", "甲公司", "-", "-"],
    ])  # fmt: skip
    result = imported(path)
    application, grant, old = result.table("rights")
    assert application["number"] == grant["number"] == "CN104302547"
    assert old["number"] == "CN1100000C"
    assert (application["registered"], grant["registered"], old["registered"]) == (
        None,
        date(2016, 3, 16),
        date(2003, 1, 29),
    )
    assert application["expires"] == date(2033, 2, 12), "its history tells of the grant"
    assert application["holder"] == "name:甲公司"
    first = [e for e in result.table("events") if e["_row"] == 2]
    assert [(e["event"], e["gazetted"], e["national_code"], e["party"]) for e in first] == [
        ("lapsed", date(2018, 3, 6), "CF01", None),
        ("transferred", date(2017, 5, 2), "TR01", "name:乙公司"),
        ("granted", date(2016, 3, 16), "C14", None),
        ("other", date(2015, 1, 21), "C06", None),
    ]
    assert result.told() == [(4, "[标]当前申请(专利权)人", "与申请人不同而没有转让日期，权利人仍按申请人计", False)]
    assert [c["alive"] for c in result.table("claims")] == [False, False]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_patentics_csv_whose_rows_end_with_a_comma(text_file, imported, encoding) -> None:
    path = text_file(
        "公开号,申请号,标题,申请日,公开日,授权公告日,国际分类,国际主分类,权利要求数,申请人,标准化申请人,法律状态,技术特征\n"
        f'"CN114285873A","{INVENTION}","方法, 装置","20140820","20141224",,"H04L 67/12 | H04W  4/40","H04W","16","甲（北京）公司 | 乙公司","甲","公开","10",\n'
        f'"CN205000000U","{MODEL}","䶮形机","20160102","20160706","20160706","A23F  3/12","A23F","5","张三","张三","有效","7",\n',
        encoding=encoding,
    )
    result = imported(path)
    assert (result.report.format, result.report.rows, result.report.refused) == ("patentics", 2, 0)
    rights = result.rights()
    assert rights[INVENTION]["classes"] == "H04W4/40;H04L67/12"
    assert rights[INVENTION]["holder"] == "name:甲(北京)公司"
    assert rights[INVENTION]["title"] == "方法, 装置"
    assert (rights[MODEL]["title"], rights[MODEL]["registered"]) == ("䶮形机", date(2016, 7, 6))
    assert [(c["alive"], c["_row"]) for c in result.table("claims")] == [(True, 3)]


def test_patentics_client_with_the_same_heading_three_times(workbook, imported) -> None:
    heads = ["公开号", "申请号", "专利局", "价值谱", "标题", "申请人", "申请日", "申请日", "申请日", "公开/公告日", "公开/公告日", "公开/公告日",
             "授权日", "国际分类", "国际主分类", "专利类型", "法律状态", "法律描述", "省市", "地市"]  # fmt: skip
    path = workbook([
        heads,
        ["CN104223352B", INVENTION, "CN", "", "装置", "罗凯 |\n李进", "", 41871, "2014/08/20", "", "", "2016/08/17", 42599,
         "A47F  5/10|A47F  7/00", "A47F  5/10", "发明授权", "有效", "2016.08.17 授权;2019.05.14 专利权的转移", "福建省", "364200上杭县临江镇"],
    ])  # fmt: skip
    result = imported(path)
    (right,) = result.table("rights")
    assert (right["filed"], right["registered"], right["region"]) == (date(2014, 8, 20), date(2016, 8, 17), "350823")
    assert right["holder"] == "name:罗凯"
    assert [(e["event"], e["gazetted"]) for e in result.table("events")] == [
        ("granted", date(2016, 8, 17)), ("transferred", date(2019, 5, 14)),
    ]  # fmt: skip


def test_cnipa_with_soft_hyphens_in_the_headings(workbook, imported) -> None:
    path = workbook([
        ["专利检索结果"], [],
        ["申请号\u00ad", "申请日", "公开（公告）号\u00ad", "公开（公告）日", "发明名称", "IPC分类号", "申请（专利权）人", "发明人", "代理人", "代理机构",
         "申请人地址", "申请人邮编", "申请人所在国（省）", "文献类型", "法律状态"],
        [INVENTION, "2014.08.20", "CN104223352B", "2016.08.17", "装置", "B07B1/00;\nB07B1/46", "甲公司;\n乙公司;", "丙", "", "",
         "福建省上杭县紫金大道1号", "364200", "福建;35", "发明", "有效"],
    ])  # fmt: skip
    result = imported(path)
    assert result.report.format == "cnipa"
    assert result.report.unknown_headings == []
    (right,) = result.table("rights")
    assert (right["_row"], right["classes"], right["region"], right["registered"]) == (
        4, "B07B1/00;B07B1/46", "350823", date(2016, 8, 17),
    )  # fmt: skip


def test_cnipr_and_the_full_table_with_integer_days(workbook, imported) -> None:
    cnipr = workbook([
        ["SYSID", "申请号", "申请日", "公开（公告）号", "公开（公告）日", "专利类型", "名称", "主分类号", "分类号", "申请（专利权）人", "地址", "国省代码",
         "省", "市", "区", "专利权状态"],
        ["1", OLD, "1999.11.05", "CN1294000Y", "2001.01.31", "实用新型", "旧装置", "A01B1/00", "A01B1/00", "王五", "", "福建;35",
         "福建", "龙岩市", "上杭县", "无权"],
    ], name="cnipr.xlsx")  # fmt: skip
    result = imported(cnipr)
    (right,) = result.table("rights")
    assert (right["kind"], right["region"]) == ("invention", "350823"), "the number decides the kind"
    assert ("与号码不符，类型按号码认定", False) in {(reason, refused) for _, _, reason, refused in result.told()}
    table = workbook([
        ["序号", "申请日", "公开日", "授权公告日", "申请人", "申请号", "公开号", "授权公告号", "专利类型", "专利名称", "授权名称", "申请人地址", "法律状态",
         "主分类号", "分类号", "国省代码", "第一权利人", "当前权利人", "法律事件", "转让日期", "失效日期"],
        [1, 20140820, 20141224, 20160817, "甲公司", INVENTION, "CN104223352A", "CN104223352B", "发明", "原名", "授权名", "", "授权",
         "B07B1/00", "", "福建;35", "甲公司", "乙公司", "", 20180302, ""],
        [2, 20210602, "", 20211001, "丁公司", DESIGN, "", "CN306000000S", "外观设计", "瓶", "", "", "有效", "09-01", "", "35", "", "", "", "", ""],
    ], name="table.xlsx")  # fmt: skip
    result = imported(table)
    assert result.report.format == "patent_table"
    rights = result.rights()
    assert (rights[INVENTION]["title"], rights[INVENTION]["registered"]) == ("授权名", date(2016, 8, 17))
    assert rights[DESIGN]["expires"] == date(2036, 6, 2), "fifteen years when filed since 2021-06-01"
    assert rights[DESIGN]["region"] == "350000"
    (event,) = result.table("events")
    assert (event["event"], event["effective"], event["party"]) == ("transferred", date(2018, 3, 2), "name:乙公司")


def test_lens_and_google(text_file, imported) -> None:
    lens = text_file(
        "#,Jurisdiction,Kind,Display Key,Lens ID,Publication Date,Publication Year,Application Number,Application Date,Title,Applicants,"
        "Owners,URL,Document Type,Has Full Text,IPCR Classifications,Legal Status\n"
        f"1,CN,B,CN 104223352 B,000-1,2016-08-17,2016,CN {INVENTION[2:14]} A,2014-08-20,Device,甲公司;;乙公司,,https://x,Granted Patent,yes,B07B1/00;;B07B1/46,Active\n"
        "2,WO,A1,WO 2021/234742 A1,000-2,2021-11-25,2021,CN 2020091234 W,2020-05-20,Thing,X,,https://x,Patent Application,yes,,\n",
        name="lens.csv",
    )
    result = imported(lens)
    assert (result.report.format, result.report.rows, result.report.refused) == ("lens", 2, 1)
    (right,) = result.table("rights")
    assert (right["number"], right["registered"], right["classes"], right["holder"]) == (
        INVENTION, date(2016, 8, 17), "B07B1/00;B07B1/46", "name:甲公司",
    )  # fmt: skip
    google = text_file(
        "search URL:,https://patents.google.com/?q=x\n"
        "id,title,assignee,inventor/author,priority date,filing/creation date,publication date,grant date,result link,representative figure link\n"
        'CN-104223352-B,装置,"甲公司, 乙公司",丙,2014-08-20,2014-08-20,2016-08-17,2016-08-17,https://x,https://y\n'
        'CN-205000000-U,机,"Acme Co., Ltd.",丙,2016-01-02,2016-01-02,2016-07-06,,https://x,https://y\n',
        name="google.csv",
    )
    result = imported(google)
    assert result.report.format == "google_patents"
    invention, model = result.table("rights")
    assert (invention["number"], invention["holder"], invention["_row"]) == ("CN104223352", "name:甲公司", 3)
    assert (model["registered"], model["holder"]) == (date(2016, 7, 6), "name:AcmeCo.,Ltd.")


def test_announcements_become_events(workbook, imported) -> None:
    path = workbook([
        ["序号", "申请号", "事务数据公告日", "事务数据"],
        ["1", INVENTION, "2018.10.09", "未缴年费专利权终止 IPC(主分类):B07B1/00 申请日:20140820 授权公告日:20160817 终止日期:20180820"],
        ["2", INVENTION, "2017.13.2", "专利权的转移 登记生效日:20170206"],
        ["3", INVENTION, "2017.02.28", "专利权的转移 登记生效日:20170206 变更事项:专利权人 变更前权利人:甲公司 变更后权利人:乙公司"],
    ])  # fmt: skip
    result = imported(path)
    assert result.report.format == "announcements"
    assert [(e["event"], e["effective"], e["gazetted"], e["right_id"]) for e in result.table("events")] == [
        ("lapsed", date(2018, 8, 20), date(2018, 10, 9), f"no:{INVENTION}"),
        ("transferred", date(2017, 2, 6), date(2017, 2, 28), f"no:{INVENTION}"),
    ]
    assert result.told() == [(3, "事务数据公告日", "不是日期，应写成 2017-03-02 这样", True)]
    assert result.table("rights") == []


def test_a_list_of_ones_own(workbook, imported) -> None:
    path = workbook([
        ["上杭县有效专利清单"], ["单位：件"],
        ["序号", "专利号", "专利名称", "专利类型", "专利权人", "申请日期", "授权日期", "地址", "联系电话", "奖补金额"],
        ["1", f"ZL{INVENTION[2:]}", "装置", "发明", "甲公司", "2014年8月20日", "2016年8月17日", "上杭县", "", "3000"],
    ])  # fmt: skip
    result = imported(path)
    assert (result.report.format, result.report.unknown_headings) == ("patent_list", ["奖补金额"])
    (right,) = result.table("rights")
    assert (right["number"], right["registered"], right["holder"], right["_row"]) == (
        INVENTION,
        date(2016, 8, 17),
        "name:甲公司",
        4,
    )


@pytest.mark.parametrize("name", headings.names())
def test_every_map_is_recognised_by_its_own_headings(name: str) -> None:
    chosen = headings.load(name)
    row = [*(spellings[0] for spellings in chosen.fields.values() if spellings), *chosen.ignored]
    layout = headings.recognise([["标题行"], row])
    assert layout is not None
    assert (layout.map.format, layout.row, layout.unknown) == (name, 1, ())


def test_a_forced_source_is_the_only_one_tried(workbook, imported) -> None:
    path = workbook([["公开号", "申请号", "标题", "申请日"], ["CN104223352B", INVENTION, "装置", "2014-08-20"]])
    assert imported(path, only="patentics").report.format == "patentics"
    assert Path(path).exists()
