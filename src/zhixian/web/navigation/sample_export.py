"""A small export in PatSnap's shape, as the demonstration's topic of files is made of: invented, and marked so wherever a figure of it shows."""

import csv
from datetime import date, timedelta
from pathlib import Path

from zhixian.core.kernel.periods import add_months
from zhixian.core.registry.finding_files import LABEL_FILE

LABEL = "合成数据"
FILE = "铜箔表面处理 样例导出.csv"
_HEADINGS = (
    "序号", "公开(公告)号", "标题", "摘要", "申请日", "公开(公告)日", "专利类型", "受理局", "[标]原始申请(专利权)人",
    "[标]当前申请(专利权)人", "原始申请(专利权)人地址", "发明人", "IPC主分类号", "IPC分类号", "法律状态/事件", "INPADOC法律状态",
    "优先权国家/地区", "被引用专利数量", "引用专利数量", "3年内被引用次数", "5年内被引用次数", "简单同族专利申请数量", "PatSnap同族被引用专利总数",
)  # fmt: skip
APPLICATIONS = 48
_MONTHS_BETWEEN = 3
_WHOM = (
    "拟岚铜业有限公司",
    "拟溪新材料股份有限公司",
    "样例大学",
    "拟峰电子有限公司",
    "拟川设备有限公司",
    "Sample Foil Co., Ltd.",
)
_VARIANT = "拟岚铜业有限责任公司"
_FAR = ("北京市海淀区样例路 1 号", "广东省深圳市南山区样例路 2 号", "江苏省苏州市样例路 3 号")
_WHAT = ("铜箔粗化处理", "铜箔防氧化处理", "电解铜箔生箔", "铜箔剥离强度检测", "铜箔收卷", "载体铜箔剥离")
_THING = ("方法", "装置", "系统", "设备", "溶液")
_SYMBOLS = ("C25D1/04", "C25D3/38", "C25D5/48", "G01N19/04", "B65H18/10", "H05K3/02", "C25D7/06", "H01M4/66")
_PLEDGE = "ENTRY INTO FORCE OF THE REGISTRATION OF THE CONTRACT FOR PLEDGE OF PATENT RIGHT"
_TRANSFER = "TRANSFER OF PATENT RIGHT"
_OFFICES = {"CN": "中国", "US": "美国", "JP": "日本"}


def write_sample_export(folder: Path, *, today: date, place: str) -> Path:
    """The export in a folder that says what it is; `place` is the county's name, from where every third application is."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / LABEL_FILE).write_text(LABEL + "\n", encoding="utf-8")
    path = folder / FILE
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, _HEADINGS, restval="-")
        writer.writeheader()
        number = 0
        for nr in range(APPLICATIONS):
            for row in _publications(nr, today, place):
                number += 1
                writer.writerow({"序号": number, **row})
    return path


def _publications(nr: int, today: date, place: str) -> list[dict[str, object]]:
    """The publications of one application; of every fourth invention of China that is old enough the granted one too."""
    filed = add_months(today, -_MONTHS_BETWEEN * (APPLICATIONS - nr)) + timedelta(days=nr % 20)
    utility = nr % 3 == 0
    office = "CN" if utility or nr % 8 != 5 else ("US", "JP")[nr % 2]
    told = _told(nr, today, place) | {
        "申请日": f"{filed}",
        "受理局": _OFFICES[office],
        "专利类型": "实用新型" if utility else "发明申请",
    }
    shown = add_months(filed, 7 if utility else 18)
    if shown >= today:
        return []
    number = f"{office}{2 if utility else 1}99{nr:06}"
    first: dict[str, object] = {
        **told,
        "公开(公告)号": f"{number}{'U' if utility else 'A'}",
        "公开(公告)日": f"{shown}",
    }
    first["法律状态/事件"] = "授权" if utility and nr % 4 else "未缴年费" if utility else "实质审查"
    granted = add_months(filed, 34)
    if utility or office != "CN" or nr % 4 == 2 or granted >= today:
        return [first]
    return [
        first | {"法律状态/事件": "授权"},
        first
        | {"公开(公告)号": f"{number}B", "公开(公告)日": f"{granted}", "专利类型": "授权发明", "法律状态/事件": "授权"},
    ]


def _told(nr: int, today: date, place: str) -> dict[str, object]:
    """What every publication of an application says alike."""
    who, cited = _WHOM[(nr + nr // len(_WHOM)) % len(_WHOM)], (APPLICATIONS - nr) % 11
    if nr % 17 == 8:
        who = _VARIANT  # so that the merge list has a line to decide
    told: dict[str, object] = {
        "标题": f"一种{_WHAT[nr % len(_WHAT)]}{_THING[nr % len(_THING)]}（样例 {nr + 1}）", "摘要": "样例：合成的著录事项，不是真实的专利。",
        "[标]原始申请(专利权)人": who, "[标]当前申请(专利权)人": _WHOM[1] if nr % 9 == 4 else who,
        "原始申请(专利权)人地址": f"{place}样例路 {nr} 号" if nr % 3 == 1 else _FAR[nr % len(_FAR)],
        "发明人": f"样例{'甲乙丙丁戊己'[nr % 6]} | 样例{'子丑寅卯辰'[nr % 5]}", "IPC主分类号": _SYMBOLS[nr % len(_SYMBOLS)],
        "IPC分类号": f"{_SYMBOLS[nr % len(_SYMBOLS)]} | {_SYMBOLS[(nr + 3) % len(_SYMBOLS)]}",
        "优先权国家/地区": "US" if nr % 8 == 5 else "-", "被引用专利数量": cited, "引用专利数量": nr % 6, "3年内被引用次数": cited // 3,
        "5年内被引用次数": cited // 2, "简单同族专利申请数量": 1 + 2 * (nr % 8 == 5), "PatSnap同族被引用专利总数": cited,
    }  # fmt: skip
    happened = add_months(today, -6 - nr % 30)
    if nr % 9 == 4:
        told["INPADOC法律状态"] = f"{happened} | +{_TRANSFER} | CN"
    elif nr % 10 == 3:
        told["INPADOC法律状态"] = f"{happened} | +{_PLEDGE} | CN"
    return told
