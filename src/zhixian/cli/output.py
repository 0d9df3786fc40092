"""What commands print, on terminals of any encoding."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhixian.core.registry.staging import FileReport


def ready() -> None:
    """Let what a terminal cannot show appear as a backslash sequence instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def print_json(found: Any, *, remarks: Sequence[str] = ()) -> None:
    """Two spaces deep; Chinese as it is where the encoding is Unicode, else as JSON's own escapes. What was remarked stands at its end."""
    unicode = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    told = {**found, "remarks": list(remarks)} if remarks else found
    print(json.dumps(told, ensure_ascii=not unicode, indent=2, default=str))


def say_cut_off(reports: "Sequence[FileReport]") -> bool:
    """Whether any of these files was cut off; on standard error which, and in which row."""
    torn = [report for report in reports if report.cut_off]
    for report in torn:
        print(f"zhixian：{report.file}：{report.cut_off}。断开以前的行已收下", file=sys.stderr)
    return bool(torn)
