"""Registers as their files put them: what ships holds together, and what does not is told to its editor."""

import pytest
import yaml

from zhixian.core.catalogue import CHECKS, registers
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.reading import read_register

GOOD = {
    "id": "things",
    "name": "物品台账",
    "row": "一件物品",
    "summary": "记物品。",
    "keepers": ["unit"],
    "fields": [
        {"id": "name", "name": "名称", "kind": "text"},
        {"id": "until", "name": "有效期", "kind": "day", "required": False},
        {"id": "state", "name": "状态", "kind": "choice", "choices": [{"id": "good", "name": "好"}]},
        {"id": "owner", "name": "物主", "kind": "text", "required": False, "field_class": "personal"},
    ],
    "key": ["name"],
    "title": ["name"],
    "columns": ["name", "state"],
    "filters": ["state"],
    "dues": [{"id": "ends", "name": "到期", "day": "until"}],
}


def read(folder, **changes):
    path = folder / "things.yaml"
    path.write_text(yaml.safe_dump({**GOOD, **changes}, allow_unicode=True), "utf-8")
    return read_register(path, checks=CHECKS)


def test_what_ships_is_read():
    assert [register.id for register in registers().values()] == list(registers())


def test_a_register_is_read_with_its_defaults(tmp_path):
    register = read(tmp_path)
    assert (register.seen, register.public, register.checks) == ("keepers", (), ())
    assert register.dues[0].before == 30
    assert register.sealed == {"owner"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": ["nmae"]}, "key：“nmae”没有定义。应为：字段之一，是不是“name”？"),
        ({"key": []}, "key：是空的"),
        ({"key": ["until"]}, "“有效期”可以不填。应为：必填的字段"),
        ({"title": ["owner"]}, "“物主”是个人信息"),
        ({"public": ["owner"]}, "“物主”是个人信息"),
        ({"filters": ["name"]}, "“名称”不是选项"),
        ({"filters": ["owner"]}, "“物主”不是选项"),
        ({"name": "物品/台账"}, "“物品/台账”里有 /"),
        ({"fields": [*GOOD["fields"], {"id": "again", "name": "名 称", "kind": "text"}]}, "“名 称”与 name 的名称相同"),
        ({"fields": [*GOOD["fields"], {"id": "keeper", "name": "保管", "kind": "text"}]}, "“keeper”已由页面使用"),
        ({"checks": ["licence_gap"]}, "“licence_gap”要用的字段 software 没有"),
        (
            {
                "fields": [*GOOD["fields"], {"id": "born", "name": "生日", "kind": "day", "field_class": "personal"}],
                "day": "born",
            },
            "day：“生日”是个人信息",
        ),
        ({"day": "name"}, "“名称”不是日期"),
        ({"dues": [{"id": "ends", "name": "到期", "day": "state"}]}, "dues[0].day：“状态”不是日期"),
        ({"dues": [{"id": "ends", "name": "到期", "day": "until", "unless": ["gone"]}]}, "“gone”没有定义"),
        ({"dues": [{"id": "ends", "name": "到期", "day": "until", "only": ["state"]}]}, "[字段, 它的答案]"),
        ({"dues": [{"id": "ends", "name": "到期", "day": "until", "only": ["state", "bad"]}]}, "“bad”没有定义"),
        ({"public": ["name"], "public_when": ["state"]}, "public_when：['state']。应为：[字段, 它的答案]"),
        ({"public": ["name"], "public_when": ["state", "bad"]}, "“bad”没有定义"),
        ({"public": ["name"], "public_when": ["name", "good"]}, "“名称”不是选项"),
        ({"public_when": ["state", "good"]}, "public_when：写了而没有 public"),
        ({"checks": ["pledge_ground"]}, "是不是“pledge_grounds”？"),
        ({"keepers": ["everybody"]}, "everybody"),
        ({"id": "thing"}, "与文件名相同：things"),
        ({"fields": [*GOOD["fields"], {"id": "q", "name": "问", "kind": "text"}]}, "“q”已由页面使用"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_fault_names_file_key_found_and_expected(tmp_path, changes, said):
    with pytest.raises(Refusal) as caught:
        read(tmp_path, **changes)
    assert said in str(caught.value)
    assert "things.yaml 第" in str(caught.value)
