"""The PBOC benchmark loan rates as dated data."""

from decimal import Decimal
from functools import cache
from pathlib import Path

from zhixian.core.kernel.yaml_file import Node, reading_whole
from zhixian.core.rules.rates import TENOR_NAMES, RateTable, RateVersion

HIGHEST_RATE = Decimal(25)
"""Percent. Keeps every product of the bulk evaluator within 64 bits; the highest rate so far was 15.3."""


@cache
def pboc_benchmark() -> RateTable:
    """The rates that ship."""
    return load_rates(Path(__file__).parent / "data" / "pboc_benchmark.yaml")


def load_rates(path: Path) -> RateTable:
    """A rate table from YAML. Raises Refusal with every fault."""
    with reading_whole(path) as head:
        head.texts("tenors")
        versions: list[RateVersion] = []
        for node in head.nodes("versions"):
            effective = node.day("effective")
            hundredths = tuple(_hundredths(node, text) for text in node.texts("rates"))
            if len(hundredths) != len(TENOR_NAMES):
                node.fault("rates", f"{len(hundredths)} 个利率", f"{len(TENOR_NAMES)} 个，每个期限一个")
            if versions and effective <= versions[-1].effective:
                node.fault("effective", f"{effective} 不晚于上一行", "按日期先后排列")
            versions.append(RateVersion(effective, hundredths))
            node.done()
        return RateTable(head.text("name"), head.text("source"), tuple(versions))


def _hundredths(node: Node, text: str) -> int:
    try:
        rate = Decimal(text)
    except ArithmeticError:
        rate = Decimal(-1)
    if not 0 < rate <= HIGHEST_RATE or rate * 100 % 1:
        node.fault("rates", f"“{text}”", f"不超过 {HIGHEST_RATE}、最多两位小数的百分数")
        return 0
    return int(rate * 100)
