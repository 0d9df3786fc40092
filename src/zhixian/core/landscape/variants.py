"""The variants of a landscape as dated data: which figures in which order, under which question, and what no figure answers."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from zhixian.core.kernel.yaml_file import load_once

WHOLE = "whole"
"""Every figure that there is; what a landscape is where none is named."""

_OF_ENTERPRISE = "enterprise_"
"""What the ids of figures about the one enterprise begin with."""


@dataclass(frozen=True, slots=True)
class Part:
    """Figures under one heading, with the question that they answer."""

    title: str
    figures: tuple[str, ...]
    question: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant. `standard` is the part of the standard that its name comes from; `open` are questions that patents do not answer."""

    id: str
    title: str
    parts: tuple[Part, ...]
    standard: str = ""
    needs_region: bool = False
    open: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of its figures, in its order."""
        return tuple(name for part in self.parts for name in part.figures)

    @property
    def tells_enterprise(self) -> bool:
        """Whether any of its figures is about an enterprise that is named."""
        return any(name.startswith(_OF_ENTERPRISE) for name in self.figures)

    @property
    def in_brackets(self) -> str:
        """What stands after the name of a report of it; nothing for the whole one."""
        return "" if self.id == WHOLE else f"（{self.title}）"

    @property
    def definition(self) -> str:
        """By which definition its parts are ordered; nothing for the whole one."""
        if self.id == WHOLE:
            return ""
        return f"类别按 {self.standard}《专利导航指南》的名称，各部分的问题和次序由本系统编排，{said_variants()}，不是标准原文"


@cache
def _told() -> dict[str, Any]:
    text = files("zhixian.core.landscape").joinpath("data", "variants.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = load_once(text)
    return told


@cache
def variants() -> dict[str, Variant]:
    """Every variant by its id, the whole one first."""
    return {
        id_: Variant(
            id_,
            one["title"],
            tuple(Part(part["title"], tuple(part["figures"]), part.get("question", "")) for part in one["parts"]),
            one.get("standard", ""),
            one.get("needs_region", False),
            tuple(one.get("open", ())),
        )
        for id_, one in _told()["variants"].items()
    }


def variant_named(text: str) -> Variant | None:
    """A variant by its id or its title, with or without 类."""
    return next((one for one in variants().values() if text in (one.id, one.title, one.title.removesuffix("类"))), None)


def named_in_vain(variant: Variant) -> tuple[str, str]:
    """Why an enterprise cannot be named where no figure of the variant is about one, and what serves instead."""
    telling = "、".join(f"“{one.title}”" for one in variants().values() if one.tells_enterprise)
    return f"{variant.title}报告没有一项图表说指名的企业", f"不写企业，或把类别换成{telling}"


def said_variants() -> str:
    """Which definitions of variants these are."""
    return f"第 {_told()['version']} 版（{_told()['dated']}）"
