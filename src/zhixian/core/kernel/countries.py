"""Countries, territories and organisations by the two letters that stand before a patent's number (WIPO ST.3)."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from zhixian.core.kernel.yaml_file import load_once


@cache
def countries() -> Mapping[str, str]:
    """Chinese names by code, with those of codes of the past that old documents bear."""
    told = load_once(files("zhixian.core.kernel").joinpath("data", "countries.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({**told["names"], **told["former"]})


def country_name(code: str) -> str:
    """`US` → 美国; a code that is not in the table stays as it is."""
    return countries().get(code.upper(), code)
