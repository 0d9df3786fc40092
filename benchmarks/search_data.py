"""Synthetic rights to be found: titles of a few thousand different words, some in most of them and most in few; the same every time."""

# ruff: noqa: SIM905 -- words read better in a row

import base64
import json
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from zhixian.core.search.schema import NEVER, Row

_AT_A_TIME = 20_000
_MATERIALS = (
    "锂离子电池 电解铜箔 石墨烯 陶瓷隔膜 钛合金 聚氨酯 碳纤维 稀土永磁 硫化锂 金属有机框架 铜尾矿 低品位铜矿石 萝卜干 竹纤维 茶多酚 "
    "氮化镓 钙钛矿 硅碳负极 磷酸铁锂 不锈钢 镁铝合金 环氧树脂 活性炭 纳米银线 二氧化钛 沥青混凝土 再生塑料 生物柴油 壳聚糖 氧化锆"
).split()
_THINGS = (
    "制备系统 回收装置 检测设备 控制电路 散热结构 焊接夹具 输送机构 过滤器 搅拌罐 传感器 充电桩 逆变器 减速器 换热器 喷涂机器人 图像识别模型 "
    "数据处理平台 密封圈 支架 阀门 模具 烘干机 破碎机 浮选机 压力容器 显示面板 天线阵列 光伏组件 加密芯片 神经网络加速器 手术器械 灌溉管道"
).split()
_TRAITS = (
    "高强度 耐腐蚀 低功耗 可折叠 自清洁 抗菌 阻燃 防水 双层 轻量化 智能 便携式 多工位 全自动 超薄 节能 高导电 可降解 无人值守 快速"
).split()
_ENDS = ("的制备方法", "及其制备方法", "的方法", "及其控制方法", "及其应用", "及系统", "")
_SYLLABLES = "东方海明华科信达恒泰瑞金龙盛兴安宏远博创新源天成德隆"
_KINDS = ("invention", "invention", "utility_model", "utility_model", "design")
_CLASSES = [
    f"{section}{nr:02}{letter}{group}/00"
    for nr in range(1, 16)
    for section in "HGACBFED"
    for letter in "BCDFG"
    for group in (1, 3, 5, 7, 9)
]
"""Three thousand main groups of six hundred subclasses, of which the first is on one right in fourteen and most are on few."""


def titles(count: int, seed: int = 1) -> Iterator[str]:
    """Titles; six of seven end in a word that says method, use or system."""
    rng = Random(seed)
    for _ in range(count):
        mark = "".join(rng.choices(_SYLLABLES, k=2)) if rng.random() < 0.3 else ""
        words = (rng.choice(_TRAITS), mark, _MATERIALS[int(rng.random() ** 2 * len(_MATERIALS))], rng.choice(_THINGS))
        yield "一种" + "".join(words) + rng.choice(_ENDS)


def batches(count: int, seed: int = 1) -> Iterator[list[Row]]:
    """Documents of rights as the index takes them, some thousand at a time."""
    rng = Random(seed + 1)
    batch: list[Row] = []
    for nr, title in enumerate(titles(count, seed)):
        batch.append(_row(nr, title, rng))
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(nr: int, title: str, rng: Random) -> Row:
    filed = date(2003, 1, 1) + timedelta(days=int(rng.random() ** 0.5 * 8000))
    start = filed.toordinal() - date(1970, 1, 1).toordinal() + 500
    end = start + rng.randrange(300, 7000)
    holder = int(rng.random() ** 3 * 40_000)
    name = "".join(Random(holder).choices(_SYLLABLES, k=4)) + "科技有限公司"
    region = f"{110101 + int(rng.random() ** 2 * 2000):06}"
    kind, number, classes = (
        rng.choice(_KINDS),
        f"CN{filed.year}1{nr:07}",
        ";".join({_CLASSES[int(rng.random() ** 3 * len(_CLASSES))]: None for _ in range(rng.randint(1, 3))}),
    )
    facts = {
        "right_id": f"R{nr}", "kind": kind, "gi": False, "number": number, "title": title, "classes": classes,
        "filed": filed.isoformat(), "registered": None, "expires": None, "holder": f"P{holder}", "holder_name": name, "region": region,
        "start": start, "end": end,
    }  # fmt: skip
    told = base64.b64encode(json.dumps(facts, ensure_ascii=False).encode()).decode()
    return (
        nr, f"R{nr}", kind, False, number, title, classes, filed, None, None, f"P{holder}", name, name, region, start - 500, NEVER, start, end, told,
    )  # fmt: skip


def questions(number: int) -> dict[str, list[str]]:
    """Texts to look for, by sort: words of titles that there are, a phrase across two words, a word of most titles."""
    rng = Random(7)
    mixed = [(rng.choice(_TRAITS), rng.choice(_MATERIALS), rng.choice(_THINGS)) for _ in range(number)]
    return {
        "one word": [rng.choice(three) for three in mixed],
        "two words": [" ".join(three[1:]) for three in mixed],
        "three words": [" ".join(three) for three in mixed],
        "phrase": [f'"{three[1]}{three[2][:2]}"' for three in mixed],
        "very common word": ["方法"] * number,
    }
