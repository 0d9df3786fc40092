"""YAML of officers: in the encoding their editor saves, and every refusal in Chinese with its place."""

import re
from decimal import Decimal

import pytest

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.yaml_file import Node, read_yaml


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encoding_it_was_saved_in(tmp_path, encoding):
    path = tmp_path / "方案.yaml"
    path.write_bytes("标题: 上杭县\n".encode(encoding))
    assert read_yaml(path) == {"标题": "上杭县"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("a: 1\nb: c: d\n", "第 2 行第 5 列：YAML 写法有误：一行里有两个冒号"),
        ("a: 'x\n", "引号没有合上"),
        ("a: [1\n", "方括号里缺少逗号，或者没有合上"),
        ("a: {x: 1\n", "花括号里缺少逗号，或者没有合上"),
        ("a: 1\n- b\n", "缩进没有对齐"),
        ("a: @x\n", "@"),
        ("\ta: 1\n", "第 1 行第 1 列：YAML 写法有误：值以制表符"),
        ("a: *x\n", "值以 * 开头，请加引号"),
        ("a: !x 1\n", "值以 ! 开头，请加引号"),
        ('a: "\\q"\n', "反斜杠"),
        ("b: 1\na: 1\x07\n", "第 2 行：YAML 写法有误：有控制字符"),
        ("a: 1\n---\nb: 2\n", "有几份内容"),
        ("b: 1\na: 2027-02-30\n", "第 2 行第 4 列：YAML 写法有误：有一个值读不懂（2027-02-30 不是日期）"),
        ("b: 1\na: 0123\n", "第 2 行第 4 列：YAML 写法有误：0123 不加引号会读成 83，请加引号"),
        ("a: 12:30\n", "12:30 不加引号会读成 750，请加引号"),
        ("a: 0x1F\n", "0x1F 不加引号会读成 31，请加引号"),
        ("a: !!int x\n", "有一个值读不懂"),
        ("%x\n", "YAML 写法有误"),
    ],
)
def test_what_the_parser_cannot_read_is_refused_in_chinese(tmp_path, written, said):
    path = tmp_path / "a.yaml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_yaml(path)
    assert said in str(refused.value)
    assert not re.search("[a-z]{3,}", refused.value.why)


def test_a_file_that_is_no_text_or_no_file_is_refused_in_chinese(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xff\xff\x00")
    with pytest.raises(Refusal, match="编码认不出"):
        read_yaml(tmp_path / "a.yaml")
    with pytest.raises(Refusal, match="读不了：这是一个目录"):
        read_yaml(tmp_path)


def test_a_fault_names_the_line_of_its_key_and_a_missing_key_that_of_its_mapping(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("rows:\n  - day: 明天\n    odd: 1\n  - text: x\n", encoding="utf-8")
    faults = Faults()
    head = Node(path.name, "", read_yaml(path), faults)
    for node in head.nodes("rows"):
        node.day("day")
        node.text("text")
        node.done()
    assert [(fault.line, fault.key) for fault in faults.found] == [
        (2, "rows[0].day"),
        (2, "rows[0].text"),
        (3, "rows[0].odd"),
        (4, "rows[1].day"),
    ]
    assert faults.found[0].sentence().startswith("a.yaml 第 2 行 rows[0].day：“明天”不是日期")


def test_figures_without_quotes_stay_as_written(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 123456789012345.678\n", encoding="utf-8")
    assert Node("a", "", read_yaml(path), Faults()).number("a") == Decimal("123456789012345.678")


def test_whole_numbers_without_quotes_are_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: [0, 7, -12, +3, 350823, 1_000]\n")
    assert read_yaml(path) == {"a": [0, 7, -12, 3, 350823, 1000]}
