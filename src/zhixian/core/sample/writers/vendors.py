"""Patent exports of three vendors, each with the habits of its kind: headings, separators, spellings, repeats."""

import csv
from datetime import date
from pathlib import Path

from zhixian.core.registry.numbers import check_digit
from zhixian.core.sample.model import County, Event, Right
from zhixian.core.sample.truth import in_force
from zhixian.core.sample.writers.written import Written, write_sheet

PATSNAP = (
    "序号", "公开(公告)号", "申请号", "法律状态/事件", "[标]当前申请(专利权)人", "申请日", "公开(公告)日", "被引用专利数量",
    "发明人数量", "标题(译)(简体中文)", "标题(译)(English)", "摘要(译)(简体中文)", "简单同族专利申请数量", "INPADOC法律状态",
    "专利类型", "当前申请(专利权)人数量", "诉讼案件数", "受理局", "[标]原始申请(专利权)人", "IPC分类号", "IPC主分类号",
)  # fmt: skip
INCOPAT = (
    "序号", "标题", "申请人", "公开(公告)号", "公开(公告)日", "申请号", "申请日", "专利类型", "公开国别", "链接到incoPat",
    "IPC主分类", "IPC", "国民经济分类", "授权公告日", "当前权利人", "申请人类型", "申请人地址", "中国申请人地市", "中国申请人区县",
    "发明人", "专利有效性", "当前法律状态", "摘要",
)  # fmt: skip
PATENTICS = (
    "公开号", "申请号", "标题", "申请日", "公开日", "授权公告日", "国际分类", "国际主分类", "美国分类", "美国主分类", "权利要求数",
    "申请人", "标准化申请人", "发明人", "第一发明人", "本文引用专利数", "引用本文专利数", "法律状态", "同族专利数", "技术特征",
)  # fmt: skip
_INPADOC = {
    "granted": "+PATENT GRANT", "lapsed": "-TERMINATION OF PATENT RIGHT DUE TO NON-PAYMENT OF ANNUAL FEE",
    "restored": "+REINSTATEMENT OF PATENT RIGHT", "expired": "-EXPIRY OF PATENT TERM",
    "invalidated": "-FULL INVALIDATION OF PATENT RIGHT", "partly_invalidated": "PARTIAL INVALIDATION OF PATENT RIGHT",
    "laid_open": "PUBLICATION", "examined": "ENTRY INTO FORCE OF REQUEST FOR SUBSTANTIVE EXAMINATION",
}  # fmt: skip
_STATUS = {"lapsed": "未缴年费", "expired": "期限届满", "invalidated": "全部无效", "restored": "授权 | 权利恢复"}
_INCOPAT_TYPE = {"utility_model": "实用新型", "design": "外观设计", "invention": "发明授权"}


def write_patsnap(county: County, out: Path) -> Written:
    """One row per publication: an application and its grant are two rows; legal events of both stand in one cell."""
    label = county.profile.label
    written = Written(out / f"{label}-智慧芽导出.xlsx")
    rows: list[list[object]] = [list(PATSNAP)]
    for right in _of(county, "patsnap"):
        holders = " | ".join(party.name for party in right.holders)
        for number, day, kind in _publications(right):
            events = _inpadoc(right)
            rows.append([
                len(rows), number, right.number, _patsnap_status(right), holders, right.filed.isoformat(), day.isoformat(), "0",
                str(len(right.inventors)), right.title, "-", f"{label}。", "1", events, kind, str(len(right.holders)), "0", "中国",
                holders, " | ".join(right.classes) or "-", right.classes[0] if right.classes else "-",
            ])  # fmt: skip
    wrong = _spoilt(rows[1], PATSNAP, {"公开(公告)号": "CN109999998A", "申请号": "", "申请日": "2017.13.2"})
    rows.append(wrong)
    written.refuse(len(rows), "申请日", "2017.13.2", "不是日期")
    written.rows = len(rows) - 1
    write_sheet(written.path, "sheet1", rows, label=label)
    return written


def write_incopat(county: County, out: Path) -> Written:
    """Utility models: dates are date cells, lists end in “; ”, brackets are half-width, the last row is a notice."""
    label = county.profile.label
    written = Written(out / f"{label}-incoPat导出.xlsx")
    rows: list[list[object]] = [list(INCOPAT)]
    for right in _of(county, "incopat"):
        names = [party.name.replace("（", "(").replace("）", ")") for party in right.holders]
        address = f"{county.profile.postcode} {right.holders[0].address}"
        rows.append([
            len(rows), right.title, "; ".join(names), right.granted_as, right.registered, right.number, right.filed,
            _INCOPAT_TYPE[right.kind], "中国", f"到incoPat中查看\r\n{right.granted_as}", right.classes[0], "; ".join(right.classes),
            right.holders[0].industry, right.registered, "; ".join(names), "企业" if len(names) == 1 else "企业; 企业",
            address, "", "", "; ".join(right.inventors), *_incopat_status(right, county.profile.last_day), f"{label}。",
        ])  # fmt: skip
    digits = "201720999999"
    wrong = f"CN{digits}.{'0' if check_digit(digits) != '0' else '1'}"
    rows.append(_spoilt(rows[1], INCOPAT, {"申请号": wrong, "公开(公告)号": "CN209999999U"}))
    written.refuse(len(rows), "申请号", wrong, "校验位不对")
    written.rows = len(rows) - 1
    rows.append(["注：本导出仅供内部使用（" + label + "）"])
    write_sheet(written.path, "下载的著录项1", rows, label=label)
    return written


def write_patentics(county: County, out: Path) -> Written:
    """GB18030 with days as eight digits; applications and grants of one right, some of them also in the other export."""
    label = county.profile.label
    written = Written(out / f"{label}-Patentics导出.csv")
    with written.path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        file.write(",".join((*PATENTICS, "")) + "\r\n")
        for right in _of(county, "patentics"):
            names = [party.name for party in right.holders]
            short = [name.replace("有限公司", "").replace("（", "").replace("）", "") for name in names]
            for number, day, _ in _publications(right):
                granted = right.registered.strftime("%Y%m%d") if right.registered else ""
                writer.writerow([
                    number, right.number, right.title, f"{right.filed:%Y%m%d}", f"{day:%Y%m%d}", granted, " | ".join(right.classes),
                    right.classes[0], "", "", "8", " | ".join(names), " | ".join(short), " | ".join(right.inventors),
                    right.inventors[0], "0", "0", _patentics_status(right, county.profile.last_day), "0", label, "",
                ])  # fmt: skip
                written.rows += 1
        writer.writerow(["CN109999999A", "CN20171099999", "少一位的申请号（样例）", "20170901", "20190301", "", "A01G 18/00", "A01G", "", "", "1", "某某", "某某", "某某", "某某", "0", "0", "公开", "0", label, ""])  # fmt: skip
        written.rows += 1
        written.refuse(written.rows + 1, "申请号", "CN20171099999", "不是申请号")
    return written


def _spoilt(row: list[object], headings: tuple[str, ...], changes: dict[str, object]) -> list[object]:
    """A copy of a row with other cells."""
    return [changes.get(heading, cell) for heading, cell in zip(headings, row, strict=True)]


def _of(county: County, source: str) -> list[Right]:
    return [right for right in county.rights if source in right.sources]


def _publications(right: Right) -> list[tuple[str, date, str]]:
    """(number, day, PatSnap's word) of the publications there were."""
    found: list[tuple[str, date, str]] = []
    if right.published:
        found.append((right.laid_open, right.published, "发明申请"))
    if right.registered:
        word = "授权发明" if right.kind == "invention" else "外观设计" if right.kind == "design" else "实用新型"
        found.append((right.granted_as, right.registered, word))
    return found


def _inpadoc(right: Right) -> str:
    """“day | words | CN”, newest first, all in one cell."""
    entries = [(event.gazetted or event.day, _INPADOC[event.event]) for event in right.events]
    if right.registered:
        entries.append((right.registered, _INPADOC["granted"]))
    if right.published:
        entries += [(right.published, _INPADOC["laid_open"]), (right.published, _INPADOC["examined"])]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    return " | ".join(f"{day.isoformat()} | {words} | CN" for day, words in entries)


def _last(right: Right) -> Event | None:
    decisive = [e for e in right.events if e.event in ("lapsed", "expired", "invalidated", "restored")]
    return max(decisive, key=lambda e: e.day) if decisive else None


def _patsnap_status(right: Right) -> str:
    if not right.registered:
        return "实质审查"
    last = _last(right)
    return _STATUS[last.event] if last else "授权"


def _incopat_status(right: Right, day: date) -> tuple[str, str]:
    if in_force(right, day):
        return "有效", "授权"
    last = _last(right)
    words = {"lapsed": "未缴年费", "expired": "期限届满", "invalidated": "全部无效"}
    return "失效", words.get(last.event, "权利终止") if last else "期限届满"


def _patentics_status(right: Right, day: date) -> str:
    if not right.registered:
        return "公开"
    return "有效" if in_force(right, day) else "无效"
