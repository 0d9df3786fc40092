"""The groups a number can be broken down by, and their names."""

from typing import Literal

By = Literal[
    "county", "prefecture", "province", "kind", "holder_kind", "holder", "industry",
    "ipc_section", "ipc_class", "ipc_subclass", "nice",
]  # fmt: skip
BY_ZH: dict[By, str] = {
    "county": "县（市、区）",
    "prefecture": "设区市",
    "province": "省",
    "kind": "权利类型",
    "holder_kind": "权利人类型",
    "holder": "权利人",
    "industry": "行业门类及大类",
    "ipc_section": "国际专利分类（部）",
    "ipc_class": "国际专利分类（大类）",
    "ipc_subclass": "国际专利分类（小类）",
    "nice": "商标国际分类（尼斯）",
}
