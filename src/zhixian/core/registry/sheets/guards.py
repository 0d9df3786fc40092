"""What a file really is, whatever its name says, and whether it is safe to open."""

import re
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.encodings import unmarked_utf16

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED = 3 << 30
"""Bytes a workbook may unpack to: a full sheet of 1,048,576 rows and 20 columns needs about 1 GB."""
MOST_RATIO = 250
"""Unpacked to packed: real sheets stay under 40."""
RATIO_COUNTS_FROM = 64 << 20
MOST_CELLS = 40_000_000
"""Cells within the outermost ones, empty ones included: the reader holds them all at 32 bytes each."""
_BINARY = "xl/workbook.bin"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".csv", ".tsv", ".txt")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<div", b"<style")
_TRIAL = """
import sys
from python_calamine import CalamineWorkbook
try:
    with open(sys.argv[1], "rb") as file:
        CalamineWorkbook.from_filelike(file)
except Exception:
    pass
"""
"""An ordinary error is told when the file is read in earnest; what ends a process ends only this one."""
WANTED = "xlsx、xls 或 csv 文件"


SAVE_AS_XLSX = "用 WPS 表格另存为 xlsx 的文件"
_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"), _ENCRYPTED)
"""Names of the streams that hold an old workbook: WPS writes the same into a file that it calls `.et`."""


def could_be_sheet(path: Path, head: bytes) -> bool:
    """By name and first bytes: a workbook, a text table, or an HTML table under a sheet's name."""
    if path.suffix.lower() not in _SUFFIXES:
        return False
    return not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and not head.startswith(b"%PDF")


def sort_of(path: Path) -> str:
    """`workbook`, `binary workbook`, `html` or `text`. Raises Refusal for an empty, encrypted, unsafe or foreign file."""
    with path.open("rb") as file:
        head = file.read(4096)
    where = path.name
    if not head:
        raise Refusal("文件是空的", where=where, expected=WANTED)
    if head.startswith(ZIP):
        return "binary workbook" if _BINARY in check_zip(path) else "workbook"
    if head.startswith(OLE):
        if path.suffix.lower() == ".et" and not _has_workbook(path):
            raise Refusal("是 WPS 表格（et），里面不是 Excel 的工作簿，读不了", where=where, expected=SAVE_AS_XLSX)
        if _is_encrypted(path):
            raise Refusal("工作簿有打开密码", where=where, expected="去掉密码后另存的文件")
        _check_old(path)
        return "binary workbook"
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").replace(b"\0", b"")[:200].lower()
    if start.startswith(b"<?xml") and b"html" not in start:
        raise Refusal("是 XML 文件，不是工作表", where=where, expected="用表格软件另存为 xlsx 的文件")
    if start.startswith((*_MARKUP, b"<?xml")):
        return "html"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and unmarked_utf16(head) is None:
        raise Refusal("不是表格文件（含有二进制内容）", where=where, expected=WANTED)
    return "text"


def is_named_rightly(path: Path) -> bool:
    """Whether a workbook's name says how it is packed: an `.xlsx` that somebody renamed `.xls` is still one."""
    with path.open("rb") as file:
        packed = file.read(len(ZIP)) == ZIP
    if not packed:
        return path.suffix.lower() == ".xls"
    with zipfile.ZipFile(path) as archive:
        binary = "xl/workbook.bin" in archive.namelist()
    return path.suffix.lower() in ((".xlsb",) if binary else (".xlsx", ".xlsm"))


def _check_old(path: Path) -> None:
    """Refuse an old workbook on which the reader breaks down: sizes in a damaged one make it ask for petabytes and abort."""
    trial = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", _TRIAL, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    if trial.returncode:
        raise Refusal("文件已损坏，打不开", where=path.name, expected=WANTED)


def check_zip(path: Path) -> set[str]:
    """The names in an archive, in lower case. Refuse a damaged archive, one that is no workbook, and one that unpacks to more than any real sheet."""
    where = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            wide = [m.filename for m in members if _SHEET.fullmatch(m.filename) and _claims_much(archive, m.filename)]
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, RuntimeError):
        raise Refusal("文件已损坏，打不开", where=where, expected=WANTED) from None
    if not any(member.filename.lower().startswith("xl/") for member in members):
        raise Refusal("是压缩包，不是工作簿", where=where, expected="先解压，再导入里面的文件")
    unpacked = sum(member.file_size for member in members)
    packed = max(path.stat().st_size, 1)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * packed):
        raise Refusal(
            f"解压后有 {unpacked >> 20:,} MB，是原文件的 {unpacked // packed} 倍，疑似压缩炸弹，没有打开", where=where,
            expected=f"解压后不超过 {MOST_UNPACKED >> 30} GB、不超过 {MOST_RATIO} 倍的工作簿",
        )  # fmt: skip
    for name in wide:
        _check_extent(path, name)
    return {member.filename.lower() for member in members}


def _claims_much(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as sheet:
        claimed = _DIMENSION.search(sheet.read(4096))
    return claimed is not None and _column(claimed[1]) * int(claimed[2]) > MOST_CELLS


def _check_extent(path: Path, name: str) -> None:
    """A range may only be claimed, and a reader that trusts the cells copes; one real cell far out costs all in between."""
    last_row = last_column = 0
    with zipfile.ZipFile(path) as archive, archive.open(name) as sheet:
        rest = b""
        while block := sheet.read(1 << 20):
            for column, row in _CELL.findall(rest + block):
                last_row, last_column = max(last_row, int(row)), max(last_column, _column(column))
            rest = block[-64:]
    if last_row * last_column > MOST_CELLS:
        raise Refusal(
            f"数据散布到第 {last_row:,} 行、第 {last_column:,} 列", where=f"{path.name} {name}",
            expected="删去数据以外的单元格后另存的文件",
        )  # fmt: skip


def _column(letters: bytes) -> int:
    """`A` is 1, `XFD` is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return _ENCRYPTED in file.read(1 << 20) or _tail_has(path)


def _has_workbook(path: Path) -> bool:
    data = path.read_bytes()
    return any(name in data for name in _BOOKS)


def _tail_has(path: Path) -> bool:
    """The directory of an OLE file may stand at its end."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - (1 << 20), 0))
        return _ENCRYPTED in file.read()
