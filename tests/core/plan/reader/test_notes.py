"""Notes of responsible units, layout by layout, in invented mini-texts."""

import pytest

from zhixian.core.plan.reader import read_plan

BODY = "1.办好第一件事。持续推进相关工作"

CASES = {
    "round brackets": ("（责任单位：县科技局、县财政局）", "县科技局|县财政局", ""),
    "tortoise brackets, nested": ("〔责任单位：县委组织部（人才办）、县人社局〕", "县委组织部（人才办）|县人社局", ""),
    "square brackets": ("[牵头单位: 县科技局, 县财政局]", "县科技局|县财政局", "县科技局|县财政局"),
    "angle brackets": ("〈责任单位：县科技局〉", "县科技局", ""),
    "lenticular brackets": ("【责任单位：县科技局、各乡镇】", "县科技局|各乡镇", ""),
    "half-width signs": ("(责任单位:县科技局,县财政局)", "县科技局|县财政局", ""),
    "lead and support": (
        "（牵头单位：县发改局；责任单位：县财政局、各乡镇人民政府）",
        "县发改局|县财政局|各乡镇人民政府",
        "县发改局",
    ),
    "lead and support by verbs": ("（县科技局牵头，县财政局、县税务局配合）", "县科技局|县财政局|县税务局", "县科技局"),
    "lead by verb, parted by 、": ("（县科技局牵头、县财政局配合）", "县科技局|县财政局", "县科技局"),
    "lead by 牵头负责": ("（县科技局牵头负责，县财政局等按职责分工负责）", "县科技局|县财政局", "县科技局"),
    "lead by 由": ("（由县科技局牵头，县财政局配合）", "县科技局|县财政局", "县科技局"),
    "lead together with": ("（县科技局牵头会同县财政局、县税务局负责）", "县科技局|县财政局|县税务局", "县科技局"),
    "lead in a bracket": ("（责任单位：县科技局（牵头）、县财政局）", "县科技局|县财政局", "县科技局"),
    "two leads": ("（县科技局、县发改局牵头，县财政局配合）", "县科技局|县发改局|县财政局", "县科技局|县发改局"),
    "persons are no units": ("（责任领导：张三；责任单位：县科技局、县财政局）", "县科技局|县财政局", ""),
    "lead person": ("（牵头领导：李四，牵头单位：县科技局，配合单位：县财政局）", "县科技局|县财政局", "县科技局"),
    "deadline beside": ("（责任单位：县科技局、县财政局；完成时限：2025年12月底前）", "县科技局|县财政局", ""),
    "deadline before": ("（完成时限：2025年12月；责任单位：县科技局）", "县科技局", ""),
    "deadline without label": ("（责任单位：县科技局、县财政局，2025年12月底前完成）", "县科技局|县财政局", ""),
    "deadline by space": ("（责任单位：县科技局 完成时限：长期坚持）", "县科技局", ""),
    "by duty": ("（市发展改革委、市财政局等按职责分工负责）", "市发展改革委|市财政局", ""),
    "by duty, each": ("（市发展改革委、市财政局按照各自职责分别负责）", "市发展改革委|市财政局", ""),
    "departments and so on": ("（县教育局、人社局等部门负责）", "县教育局|人社局", ""),
    "so many departments": ("（责任单位：县教育局、人社局等8个部门）", "县教育局|人社局", ""),
    "and every region": ("（财政部等国务院相关部门及各地区按职责分工负责）", "财政部|各地区", ""),
    "collective names": ("（各县区人民政府，市有关部门和单位按职责分工负责）", "各县区人民政府|市有关部门和单位", ""),
    "bracket within the name": (
        "（责任单位：各乡（镇）人民政府、县直各有关单位）",
        "各乡（镇）人民政府|县直各有关单位",
        "",
    ),
    "second name stays": (
        "（责任单位：县委宣传部（县新闻出版局）、县司法局）",
        "县委宣传部（县新闻出版局）|县司法局",
        "",
    ),
    "departments and then the counties": (
        "（市科技局、市财政局等部门和各县（市、区）负责）",
        "市科技局|市财政局|各县（市、区）",
        "",
    ),
    "as well as every province": ("（公安部、司法部以及各省人民政府负责）", "公安部|司法部|各省人民政府", ""),
    "scope goes": ("（责任单位：县科技局，各区人民政府〈含新区管委会，下同〉）", "县科技局|各区人民政府", ""),
    "scope in round brackets goes": (
        "〔责任单位：县科技局，各镇人民政府（包括街道办事处）〕",
        "县科技局|各镇人民政府",
        "",
    ),
    "counties, cities, districts": (
        "〔责任单位：市科技局，各县（市、区）人民政府〕",
        "市科技局|各县（市、区）人民政府",
        "",
    ),
    "parted by spaces": ("（责任单位：县发改局 县财政局　县税务局）", "县发改局|县财政局|县税务局", ""),
    "parted by semicolons": ("（责任单位：县发改局；县财政局）", "县发改局|县财政局", ""),
    "full stop inside": ("（责任单位：县发改局、县财政局。）", "县发改局|县财政局", ""),
    "all items above": ("（以上各项责任单位：县发改局、县财政局）", "县发改局|县财政局", ""),
    "line break inside": ("（责任单位：县发改局、县市场\n监管局、县财政局）", "县发改局|县市场监管局|县财政局", ""),
    "stray space inside": ("（责任单位：县发改局、县市场 监管局）", "县发改局|县市场监管局", ""),
    "inherited": ("（牵头单位：县发改局，以下任务均需各乡镇参与，不再列出）", "县发改局", "县发改局"),
    "marks are no part": ("（责任单位：*县发改局、县财政局▲）", "县发改局|县财政局", ""),
    "traditional": ("（責任單位：縣發改局、縣財政局）", "縣發改局|縣財政局", ""),
    "联合 names": ("（责任单位：县工商业联合会、县残疾人联合会、县残联）", "县工商业联合会|县残疾人联合会|县残联", ""),
    "和 inside a name": ("（责任单位：县工业和信息化局、县文化和旅游局）", "县工业和信息化局|县文化和旅游局", ""),
    "和 between names": ("（责任单位：县工业和信息化局和县财政局）", "县工业和信息化局|县财政局", ""),
    "等 inside a name": ("（责任单位：各高等院校、市中等职业学校）", "各高等院校|市中等职业学校", ""),
    "组织部 is no verb": ("（县委组织部、县委宣传部负责）", "县委组织部|县委宣传部", ""),
    "bank and company": ("（责任单位：人行上河县支行、国网上河供电公司）", "人行上河县支行|国网上河供电公司", ""),
    "lead of all kinds": ("（主要牵头单位：县科技局，参与单位：县财政局）", "县科技局|县财政局", "县科技局"),
    "label set wide": ("（责 任 单 位：县科技局）", "县科技局", ""),
    "jointly by 会同": ("（县科技局会同县财政局负责）", "县科技局|县财政局", ""),
    "label without colon": ("（责任单位为县科技局、县财政局）", "县科技局|县财政局", ""),
    "department label": ("（牵头部门：县科技局，责任部门：县财政局）", "县科技局|县财政局", "县科技局"),
    "short labels": ("（牵头：县科技局；配合：县财政局）", "县科技局|县财政局", "县科技局"),
    "names only": ("（县科技局、县财政局）", "县科技局|县财政局", ""),
    "never closed": ("（责任单位：县科技局、县财政局", "县科技局|县财政局", ""),
    "one office of the state": ("（税务总局）", "税务总局", ""),
    "an office called 室": ("（由县政府督查室会同有关部门负责）", "县政府督查室|有关部门", ""),
    "lead said behind the last name": (
        "（责任单位：县数据局、县科技局（排在第一位的为牵头单位，下同））",
        "县数据局|县科技局",
        "县数据局",
    ),
    "closed by another kind": ("〔责任单位：县科技局、县财政局）", "县科技局|县财政局", ""),
}


def found(text: str) -> list[tuple[str, str]]:
    return [("|".join(note.units), "|".join(note.lead)) for note in read_plan(text).assignments]


@pytest.mark.parametrize("name", CASES)
def test_bracketed_note(name: str) -> None:
    note, units, lead = CASES[name]
    text = f"{BODY}。{note}\n2.办好第二件事。\n"
    draft = read_plan(text)
    assert found(text) == [(units, lead)]
    assert draft.assignments[0].note == note
    assert text[draft.assignments[0].start : draft.assignments[0].end] == note


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("责任单位：县科技局、财政局", [("县科技局|财政局", "")]),
        ("　　责任单位：县科技局、财政局　　", [("县科技局|财政局", "")]),
        ("责任单位：A县科技局、\n财政局", [("A县科技局|财政局", "")]),
        ("牵头部门：县科技局\n配合部门：县财政局、税务局", [("县科技局", "县科技局"), ("县财政局|税务局", "")]),
        ("牵头单位：县科技局；责任单位：县财政局", [("县科技局|县财政局", "县科技局")]),
        ("牵头单位：县科技局　责任单位：县财政局", [("县科技局|县财政局", "县科技局")]),
        ("责任单位：县科技局；完成时限：2025年12月底前", [("县科技局", "")]),
        ("责任单位：\n县科技局、县财政局", [("县科技局|县财政局", "")]),
        ("责任人：张三\n责任单位：县科技局", [("县科技局", "")]),
        ("（县委组织部、县人社局，县财政局）", [("县委组织部|县人社局|县财政局", "")]),
        ("责任领导：张三 责任单位：县科技局 各乡镇", [("县科技局|各乡镇", "")]),
        ("【牵头单位】县科技局 【配合单位】县财政局、县税务局", [("县科技局|县财政局|县税务局", "县科技局")]),
        ("【责任单位】县科技局、县财政局", [("县科技局|县财政局", "")]),
        ("牵头：县科技局；配合：县财政局", [("县科技局|县财政局", "县科技局")]),
        ("牵头：县科技局\n配合：县财政局、税务局", [("县科技局", "县科技局"), ("县财政局|税务局", "")]),
        ("支持企业。牵头：县科技局；配合：县财政局。", [("县科技局|县财政局", "县科技局")]),
        ("牵头：张三", []),
        ("牵头单位 县科技局", [("县科技局", "县科技局")]),
        ("责任单位　县科技局 县文旅局", [("县科技局|县文旅局", "")]),
        ("牵头单位\t县科技局\n配合单位\t县财政局", [("县科技局", "县科技局"), ("县财政局", "")]),
        ("牵头单位 | 县科技局\n完成时限 | 2027年底", [("县科技局", "县科技局")]),
        ("牵头单位\t配合单位", []),
        ("责任单位 要抓好落实", []),
        ("四、认真抓好组织实施", []),
        ("（三）区域导航——县发改局负责", [("县发改局", "")]),
        ("3.县发改局牵头，县科技局配合", [("县发改局|县科技局", "县发改局")]),
        ("由县科技局牵头，县财政局配合，12月底前完成。", [("县科技局|县财政局", "县科技局")]),
        ("责任单位：县科技局牵头，县财政局、县工信局等参加", [("县科技局|县财政局|县工信局", "县科技局")]),
        ("县科技局牵头，县财政局配合。", [("县科技局|县财政局", "县科技局")]),
    ],
)
def test_line_of_its_own(line: str, expected: list[tuple[str, str]]) -> None:
    assert found(f"{BODY}。\n{line}\n2.办好第二件事。\n") == expected


def test_several_notes_in_one_paragraph() -> None:
    text = "1.办实事。支持甲。（责任单位：县科技局）支持乙。（责任单位：县财政局、县税务局）支持丙。（县人社局负责）\n"
    assert [units for units, _ in found(text)] == ["县科技局", "县财政局|县税务局", "县人社局"]


def test_note_nested_in_another_bracket() -> None:
    assert found("（以上为本条内容（责任单位：县科技局、县财政局））\n") == [("县科技局|县财政局", "")]


@pytest.mark.parametrize(
    "words",
    [
        "（以下简称“OPC”）",
        "（2025年12月底前完成）",
        "（见附件）",
        "（含县级）",
        "（此件公开发布）",
        "（优势、示范、试点）",
        "（政府引导、企业参与）",
        "（牵头单位不得少于三个）",
        "（市政府办公室代章）",
        "（县财政局负责解释）",
        "（由县科技局另行制定）",
        "（APP）",
        "（一）",
        "（全省、全国）",
    ],
)
def test_other_brackets_are_no_notes(words: str) -> None:
    assert found(f"为做好工作{words}，制定本方案{words}\n") == []


def test_units_in_running_text_are_no_note() -> None:
    text = "县科技局要会同县财政局做好工作。牵头单位要加强协调，责任单位要抓好落实。\n本方案由县科技局牵头负责，各责任单位：要认真落实。\n"
    assert [units for units, _ in found(text.split("\n", maxsplit=1)[0])] == []


@pytest.mark.parametrize(
    ("declared", "lead"),
    [
        ("（县科技局、县财政局负责。列第一位者为牵头单位，下同）", ["县科技局", "县税务局"]),
        ("（县科技局、县财政局负责，排在第一位的部门为牵头部门，下同）", ["县科技局", "县税务局"]),
        ("（责任单位：县科技局、县财政局，列首位的为牵头单位，下同）", ["县科技局", "县税务局"]),
        ("（责任单位：县科技局、县财政局。排名第一的为牵头单位）", ["县科技局", "县税务局"]),
        ("（责任单位：县科技局、县财政局。第一个逗号前为牵头单位，下同）", ["县科技局|县财政局", "县税务局"]),
    ],
)
def test_lead_by_convention(declared: str, lead: list[str]) -> None:
    text = f"1.办事。{declared}\n2.再办事。（责任单位：县税务局，县人社局、县审计局）\n"
    assert [names for _, names in found(text)] == lead


def test_lead_by_convention_declared_at_the_end_or_by_a_mark() -> None:
    text = (
        "1.办事。（责任单位：县科技局*、县财政局）\n2.办事。（责任单位：县人社局、县税务局*）\n注：带*的为牵头单位。\n"
    )
    assert [names for _, names in found(text)] == ["县科技局", "县税务局"]
    text = "1.办事。（责任单位：县科技局、县财政局）\n各项任务责任单位中，排在第一位的为牵头单位。\n"
    assert [names for _, names in found(text)] == ["县科技局"]


@pytest.mark.parametrize(
    ("text", "inherited"),
    [
        ("（责任单位：县科技局。以下均涉及各乡镇，不再重复列出）", "以下均涉及各乡镇，不再重复列出"),
        (
            "〔责任单位：县科技局，以下各项任务均需各县（市、区）政府落实，不再列出〕",
            "以下各项任务均需各县（市、区）政府落实，不再列出",
        ),
        ("各乡镇人民政府为以下各项任务责任单位，不再一一列明。", "以下各项任务责任单位，不再一一列明"),
        ("（责任单位：县科技局）", None),
    ],
)
def test_inherited_units(text: str, inherited: str | None) -> None:
    assert read_plan(f"1.办事。{text}\n").inherited == inherited


def test_table_columns() -> None:
    text = (
        "序号\t重点任务\t牵头单位\t配合单位\n1\t建设平台\t县科技局\t县财政局、各乡镇\n2\t培育企业\t县工信局\t县税务局\n"
        "三、保障\n3\t宣传\t县委宣传部\t各单位\n"
    )
    assert found(text) == [
        ("县科技局", "县科技局"),
        ("县财政局|各乡镇", ""),
        ("县工信局", "县工信局"),
        ("县税务局", ""),
        ("县委宣传部", "县委宣传部"),
        ("各单位", ""),
    ]


def test_a_heading_of_another_wording_begins_another_table() -> None:
    text = "牵头领导\t牵头部门\t任务\t责任人\n张某\t县科技局\t创建\t李某\n任务\t主责单位\t协同单位\n办好服务站\t县工信局\t各乡镇\n"
    assert found(text) == [("县科技局", "县科技局"), ("县工信局", ""), ("各乡镇", "")]


def test_table_with_empty_cells() -> None:
    text = "序号\t任务\t牵头单位\t配合单位\t时限\n1\t建设平台\t县科技局\t\t2025年\n2\t办实事\t\t县工信局\t2025年\n"
    assert found(text) == [("县科技局", "县科技局"), ("县工信局", "")]


def test_whole_document_on_one_line() -> None:
    text = (
        "总则"
        + "说明情况。" * 400
        + "　　1.办事。　　责任单位：县科技局、财政局　　2.再办事。（县税务局负责）　　3.又办事。　　责任单位：县人社局"
    )
    assert [units for units, _ in found(text)] == ["县科技局|财政局", "县税务局", "县人社局"]


def test_label_without_a_colon_above_the_names() -> None:
    draft = read_plan(f"{BODY}。\n责任单位\n县农业局、县水利局\n完成时限\n12月底\n")
    assert [note.units for note in draft.assignments] == [("县农业局", "县水利局")]


def test_names_of_a_cell_on_two_lines() -> None:
    draft = read_plan("任务\t责任单位\n办学\t县教育局 县体育中心\n")
    assert [note.units for note in draft.assignments] == [("县教育局", "县体育中心")]


def test_only_the_declared_sign_marks_the_lead() -> None:
    draft = read_plan("1.甲。（★县水利局、县林业局；标★的为牵头单位）\n2.乙。（☆县教育局、县财政局）\n")
    assert [note.lead for note in draft.assignments] == [("县水利局",), ()]


def running(words: str) -> tuple[list[tuple[str, str]], list[str]]:
    """(units, lead) of the notes of a task with these words, and the quotes of what waits for a person."""
    read = read_plan(f"行动方案\n一、重点任务\n（一）加强保护。{words}\n")
    return [("|".join(note.units), "|".join(note.lead)) for note in read.assignments], [
        doubt.quote for doubt in read.undecided
    ]


@pytest.mark.parametrize(
    ("words", "units", "lead"),
    [
        ("县公安局牵头，县法院、检察院参与，建立行刑衔接机制。", "县公安局|县法院|检察院", "县公安局"),
        ("县政府督查室牵头，2024年6月30日前完成中期评估。", "县政府督查室", "县政府督查室"),
        ("由县科技局牵头，会同县财政局落实。", "县科技局|县财政局", "县科技局"),
        (
            "县科技局、县发改局牵头，县财政局，县税务局配合，推进转化。",
            "县科技局|县发改局|县财政局|县税务局",
            "县科技局|县发改局",
        ),
        ("县公安局牵头、县法院参与，建立机制。", "县公安局|县法院", "县公安局"),
        ("县公安局牵头，企业参与，建立机制。", "县公安局", "县公安局"),
    ],
)
def test_who_leads_and_takes_part_in_running_text(words: str, units: str, lead: str) -> None:
    assert running(words) == ([(units, lead)], [])


@pytest.mark.parametrize(
    "words",
    [
        "落实公安局牵头，县法院参与的机制。",
        "县科技局牵头制定实施办法。",
        "由镇政府牵头，企业配合。",
    ],
)
def test_a_lead_of_which_the_name_is_not_sure_waits_for_a_person(words: str) -> None:
    assert running(words) == ([], ["（一）加强保护", words.rstrip("。")])


@pytest.mark.parametrize(
    "words", ["企业牵头，高校参与，建立联合体。", "县域龙头企业牵头，建立联盟。", "专人牵头，层层落实。"]
)
def test_who_is_no_unit_leads_no_task(words: str) -> None:
    assert running(words) == ([], ["（一）加强保护"])


def test_a_partner_that_is_not_sure_waits_while_the_lead_stands() -> None:
    words = "县公安局牵头，会同县法院建立行刑衔接机制。"
    assert running(words) == ([("县公安局", "县公安局")], [words.rstrip("。")])


def test_a_note_of_the_clause_speaks_before_its_running_text() -> None:
    words = "县公安局牵头，县法院参与，建立机制。开展巡查。（责任单位：县公安局、县司法局）"
    assert running(words) == ([("县公安局|县司法局", "")], [])


def test_a_note_right_below_goes_on_with_the_running_text() -> None:
    notes, doubts = running("由县科技局牵头，会同县财政局落实。\n责任单位：县科技局")
    assert (notes, doubts) == ([("县科技局|县财政局", "县科技局"), ("县科技局", "")], [])
