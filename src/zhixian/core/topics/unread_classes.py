"""Classes of an export that are of no system we know, or above a subclass: they are told with their cells, and not taken."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from zhixian.core.registry.sheets.cells import classes, designs, each
from zhixian.core.registry.sheets.fields import Fields
from zhixian.core.topics.technology import read_symbol

NO_CLASS, SOME_NO_CLASS = "不是完整的分类号，没有取", "其中有的不是完整的分类号，没有取"
_COLUMNS = ("classes_main", "classes", "locarno", "cpc")
_ONLY_CPC = re.compile(r"Y[0-9]{2}[A-Z]")
"""What the CPC alone has beside the sections of the IPC; a topic counts none of it."""
_NAMED = r"[A-HY][0-9]{2}[A-Z][^;；]*[㐀-鿿]"
"""A symbol with what it is called behind it, in which signs of a list part no symbols."""


def remark_unread_classes(fields: Fields) -> None:
    """Remark every cell of classes in which some or all cannot be read."""
    for name in _COLUMNS:
        if fields.has(name):
            cells = designs(fields.text(name)) if name == "locarno" else fields.text(name)
            reasons = each(classes(pa.nulls(len(fields), pa.string()), cells), _why, pa.string())
            named = pc.fill_null(pc.match_substring_regex(cells, _NAMED), fill_value=False)
            where = pc.and_not(pc.is_valid(reasons), named).to_numpy(zero_copy_only=False)
            fields.find(where, name, reasons, refused=False)


def _why(spelt: str) -> str | None:
    parts = spelt.split(";")
    read = [part for part in parts if _is_read(part)]
    if len(read) == len(parts):
        return None
    return SOME_NO_CLASS if read else NO_CLASS


def _is_read(text: str) -> bool:
    known = read_symbol(text) or read_symbol(text, of_design=True)
    return known is not None or _ONLY_CPC.match(text) is not None
