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
        headings = list(dict.fromkeys([*HEADINGS, *(heading for row in rows for heading in row)]))
        writer = csv.DictWriter(out, headings, restval="")
        writer.writeheader()
        writer.writerows(ROW | row for row in rows)
    return path


PATSNAP = {
    "公开(公告)号": "CN204597451U", "法律状态/事件": "授权", "[标]当前申请(专利权)人": "乙公司", "申请日": "2015-04-01",
    "公开(公告)日": "2015-08-26", "标题(译)(简体中文)": "旋翼", "简单同族专利申请数量": "9", "3年内被引用次数": "4", "5年内被引用次数": "7",
    "被引用专利数量": "8", "引用专利数量": "2", "INPADOC法律状态": "-", "专利类型": "实用新型", "受理局": "中国",
    "[标]原始申请(专利权)人": "甲公司", "IPC主分类号": "B64C27/12", "PatSnap同族被引用专利总数": "9",
}  # fmt: skip


def write_patsnap(path: Path, *rows: dict[str, str]) -> Path:
    """An export of PatSnap with these rows, each told by what differs from `PATSNAP`."""
    with path.open("w", encoding="utf-8", newline="") as out:
        headings = list(dict.fromkeys([*PATSNAP, *(heading for row in rows for heading in row)]))
        writer = csv.DictWriter(out, headings, restval="")
        writer.writeheader()
        writer.writerows(PATSNAP | row for row in rows)
    return path
