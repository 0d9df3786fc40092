"""What commands print, on terminals of any encoding."""

import json
import sys
from collections.abc import Sequence
from typing import Any


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
