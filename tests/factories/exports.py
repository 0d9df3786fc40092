"""A vendor's export small enough to read, written as CSV."""

import csv
from pathlib import Path

HEADINGS = (
    "申请号", "公开（公告）号", "标题", "摘要", "申请日", "公开（公告）日", "授权公告日", "申请人", "标准化申请人", "发明人", "IPC", "CPC",
    "优先权号", "最早优先权日", "简单同族ID", "引证专利", "被引证次数", "权利要求数量", "专利有效性", "申请人地址", "链接到incoPat",
)  # fmt: skip
ROW = {
    "申请号": "CN201410408762.5", "公开（公告）号": "CN104223352A", "标题": "一种电解铜箔的制备方法", "申请日": "2014-08-15",
    "公开（公告）日": "2014-12-17", "申请人": "紫金矿业集团股份有限公司", "发明人": "张三; 李四", "IPC": "C25D1/04; H01M10/0525",
    "专利有效性": "有效",
}  # fmt: skip


def write_export(path: Path, *rows: dict[str, str]) -> Path:
    """An export of incoPat with these rows, each told by what differs from `ROW`."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, HEADINGS, restval="")
        writer.writeheader()
        writer.writerows(ROW | row for row in rows)
    return path
