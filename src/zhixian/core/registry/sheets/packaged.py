"""The YAML that ships in this package."""

from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where PyYAML was built with it: ten times as fast."""


def packaged(name: str) -> Any:
    """The content of one file, by its path in this package."""
    text = files("zhixian.core.registry.sheets").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 -- a safe loader, whichever it is
