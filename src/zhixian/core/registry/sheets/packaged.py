"""The YAML that ships in this package."""

from importlib.resources import files
from typing import Any

from zhixian.core.kernel.yaml_file import load_once


def packaged(name: str) -> Any:
    """The content of one file, by its path in this package. Raises YAMLError when a key stands in it twice."""
    return load_once(files("zhixian.core.registry.sheets").joinpath(name).read_text(encoding="utf-8"))
