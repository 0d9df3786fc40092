"""Promise: importing costs little more than reading. XLSX, GB18030 CSV and DOCDB XML against the bare reader of the same file.

Run `python benchmarks/imports.py [--folder DIR] [--share 0.1]`; inputs are made once and kept in the folder. Each line is
measured in a process of its own, so that its peak memory is its own; seconds are from the first import on, CPU seconds those of
the whole process on all its threads, which others on the machine disturb less. Prints a Markdown table.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from zhixian.core.registry.numbers import check_digit

XLSX_ROWS, LONG_XLSX_ROWS, CSV_ROWS, XML_DOCUMENTS = 100_000, 1_000_000, 1_000_000, 200_000
PROMISED = {"xlsx": 50_000, "long xlsx": 50_000, "csv": 200_000, "xml": 15_000}
"""Rows or documents a second with validation and row report."""
PROMISED_MB = 600
ABSTRACT = "本发明公开了一种合成样例的装置及其方法，包括机架、电机、传动机构和控制器，结构简单，成本低。" * 4


def rows(count: int, seed: int):
    """(application number, publication number, filed, published, holder, inventor) of invented utility models."""
    rng = Random(seed)
    for order in range(count):
        year = 2010 + order % 10
        digits = f"{year}2{order // 10:07}"
        month, day = rng.randint(1, 12), rng.randint(1, 28)
        yield (
            f"CN{digits}.{check_digit(digits)}", f"CN{200_000_000 + order}U", f"{year}{month:02}{day:02}",
            f"{year + 1}{month:02}{day:02}", f"拟造{order % 9973}有限公司", f"林拟{order % 997}",
        )  # fmt: skip


def make_xlsx(path: Path, count: int) -> None:
    """Twenty columns as incoPat names them."""
    import xlsxwriter

    headings = ["序号", "标题", "申请人", "公开(公告)号", "公开(公告)日", "申请号", "申请日", "专利类型", "公开国别", "链接到incoPat",
                "IPC主分类", "IPC", "国民经济分类", "授权公告日", "当前权利人", "申请人类型", "申请人地址", "发明人", "专利有效性", "当前法律状态"]  # fmt: skip
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("下载的著录项1")
    sheet.write_row(0, 0, headings)
    for at, (number, published, filed, granted, holder, inventor) in enumerate(rows(count, 1), 1):
        first, second = (f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in (filed, granted))
        sheet.write_row(at, 0, [
            at, f"一种样例装置{at}", holder, published, second, number, first, "实用新型", "中国", published, "A01G18/00",
            "A01G18/00; C02F1/58", "A0149", second, holder, "企业", "364200 福建省龙岩市上杭县样例大道1号", inventor, "有效", "授权",
        ])  # fmt: skip
    book.close()


def make_csv(path: Path, count: int) -> None:
    """Twenty columns as Patentics names them, GB18030."""
    headings = ["公开号", "申请号", "标题", "申请日", "公开日", "授权公告日", "国际分类", "国际主分类", "美国分类", "美国主分类", "权利要求数", "申请人",
                "标准化申请人", "发明人", "第一发明人", "本文引用专利数", "引用本文专利数", "法律状态", "同族专利数", "技术特征"]  # fmt: skip
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for at, (number, published, filed, granted, holder, inventor) in enumerate(rows(count, 2), 1):
            writer.writerow([
                published, number, f"一种样例装置{at}", filed, granted, granted, "A01G 18/00 | C02F  1/58", "A01G", "", "", "8",
                holder, holder, inventor, inventor, "0", "0", "有效", "0", "样例特征",
            ])  # fmt: skip


def make_xml(path: Path, count: int) -> None:
    """Documents of nearly two kilobytes, as DOCDB has them."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange">\n'
        )
        for at, (number, published, filed, granted, holder, inventor) in enumerate(rows(count, 3), 1):
            digits, kind = published[2:-1], published[-1]
            file.write(
                f'<exch:exchange-document country="CN" doc-number="{digits}" kind="{kind}" doc-id="{at}" date-publ="{granted}">'
                f'<exch:bibliographic-data><exch:publication-reference data-format="docdb"><document-id><country>CN</country>'
                f"<doc-number>{digits}</doc-number><kind>{kind}</kind><date>{granted}</date></document-id></exch:publication-reference>"
                f"<exch:classifications-ipcr><classification-ipcr><text>A01G  18/00        20180101AFI20190101BHCN</text>"
                f"</classification-ipcr><classification-ipcr><text>C02F   1/58        20060101ALI20190101BHCN</text>"
                f'</classification-ipcr></exch:classifications-ipcr><exch:application-reference data-format="docdb"><document-id>'
                f"<country>CN</country><doc-number>{number[2:-2]}</doc-number><kind>U</kind><date>{filed}</date></document-id>"
                f'</exch:application-reference><exch:parties><exch:applicants><exch:applicant sequence="1" data-format="docdba">'
                f"<exch:applicant-name><name>{holder}</name></exch:applicant-name></exch:applicant></exch:applicants><exch:inventors>"
                f'<exch:inventor sequence="1" data-format="docdba"><exch:inventor-name><name>{inventor}</name></exch:inventor-name>'
                f'</exch:inventor></exch:inventors></exch:parties><exch:invention-title lang="zh">一种样例装置{at}</exch:invention-title>'
                f'</exch:bibliographic-data><exch:abstract lang="zh"><exch:p>{ABSTRACT}</exch:p></exch:abstract>'
                "</exch:exchange-document>\n"
            )
        file.write("</exch:exchange-documents>\n")


def raw_xlsx(path: Path) -> int:
    """Calamine alone."""
    from python_calamine import CalamineWorkbook

    return sum(1 for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()) - 1


def raw_csv(path: Path) -> int:
    """Python's csv module."""
    with path.open(encoding="gb18030", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def raw_csv_arrow(path: Path) -> int:
    """Arrow, streaming, one thread."""
    import pyarrow.csv as pacsv

    read = pacsv.ReadOptions(encoding="gb18030", use_threads=False)
    return sum(len(batch) for batch in pacsv.open_csv(path, read_options=read))


def raw_xml(path: Path) -> int:
    """lxml's iterparse, elements thrown away."""
    from lxml import etree

    count = 0
    for _, element in etree.iterparse(str(path), tag="{http://www.epo.org/exchange}exchange-document"):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


def stage(path: Path) -> int:
    """Our importer: every cell checked, good rows staged as Parquet, the others kept with their reasons."""
    from zhixian.core.registry.finding_files import choose_importer
    from zhixian.core.registry.formats import importers
    from zhixian.core.registry.staging import staging

    importer = choose_importer(path, "auto", importers())
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
        staging(Path(folder), file=path.name, format=importer.format) as into,
    ):
        importer.stage(path, into, progress=lambda _done, _total: None)
        if into.report.refused:
            raise SystemExit(f"{path.name}: {into.report.refused} refused, {into.report.problems[:3]}")
        return into.report.rows


def whole(path: Path) -> int:
    """From file to snapshot: kept, staged, merged, folded into spans, written."""
    from zhixian.core.registry.formats import importers
    from zhixian.core.registry.importing import import_paths

    with tempfile.TemporaryDirectory(dir=path.parent) as data:
        return import_paths([path], data=Path(data), importers=importers()).tables["rights"]


WAYS: dict[str, Callable[[Path], int]] = {
    "raw_xlsx": raw_xlsx, "raw_csv": raw_csv, "raw_csv_arrow": raw_csv_arrow, "raw_xml": raw_xml, "stage": stage, "whole": whole,
}  # fmt: skip
PLAN = {
    "xlsx": [("calamine", "raw_xlsx"), ("import", "stage"), ("import to snapshot", "whole")],
    "long xlsx": [("calamine", "raw_xlsx"), ("import", "stage"), ("import to snapshot", "whole")],
    "csv": [("csv", "raw_csv"), ("Arrow", "raw_csv_arrow"), ("import", "stage"), ("import to snapshot", "whole")],
    "xml": [("lxml", "raw_xml"), ("import", "stage"), ("import to snapshot", "whole")],
}
INPUTS = {
    "xlsx": (XLSX_ROWS, make_xlsx), "long xlsx": (LONG_XLSX_ROWS, make_xlsx), "csv": (CSV_ROWS, make_csv),
    "xml": (XML_DOCUMENTS, make_xml),
}  # fmt: skip


def measured(way: str, path: Path) -> dict[str, float]:
    """Run one way in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way} {path.name}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def main() -> None:
    """Make the inputs, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "zhixian-benchmark-imports")
    parser.add_argument("--share", type=float, default=1.0, help="share of the full sizes")
    parser.add_argument("--only", choices=list(PLAN), action="append")
    parser.add_argument("--way")
    parser.add_argument("--file", type=Path)
    args = parser.parse_args()
    if args.way:
        started = time.perf_counter()
        count = WAYS[args.way](args.file)
        seconds = time.perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = used.ru_utime + used.ru_stime
        print(json.dumps({"rows": count, "seconds": seconds, "cpu": cpu, "mb": used.ru_maxrss / 1024}))
        return
    args.folder.mkdir(parents=True, exist_ok=True)
    print("| input | way | rows | s | rows/s | × first | CPU s | × first | peak MB | promised |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---|")
    for name in args.only or PLAN:
        rows_in_all, make = INPUTS[name]
        count = int(rows_in_all * args.share)
        path = args.folder / f"{count}.{name.rpartition(' ')[2]}"
        if not path.exists():
            make(path, count)
        first = first_cpu = 0.0
        for label, way in PLAN[name]:
            result = measured(way, path)
            first, first_cpu = first or result["seconds"], first_cpu or result["cpu"]
            speed = result["rows"] / result["seconds"]
            promised = f"≥ {PROMISED[name]:,}/s" if way == "stage" else f"≤ {PROMISED_MB} MB" if way == "whole" else ""
            print(
                f"| {name} | {label} | {result['rows']:,} | {result['seconds']:.2f} | {speed:,.0f} | {result['seconds'] / first:.2f} "
                f"| {result['cpu']:.2f} | {result['cpu'] / first_cpu:.2f} | {result['mb']:.0f} | {promised} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
