"""The stories of the super-deduction, for the tests and as examples on the page."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhixian.core.finance.deduction import LIMITED, MAIN, Costs, Project
from zhixian.core.kernel.money import yuan_to_fen
from zhixian.core.kernel.yaml_file import Node, reading_whole


@dataclass(frozen=True, slots=True)
class Story:
    """Costs, and what comes of them: either the sums in fen, or part of the reason of a refusal."""

    name: str
    costs: Costs
    base_fen: int
    extra_fen: int
    ip_fen: tuple[int, ...]
    """Least and most that the IP fees bring; empty where the story does not tell."""
    refused: str


@cache
def deduction_stories() -> tuple[Story, ...]:
    """All of them. Raises Refusal with every fault of the file."""
    path = Path(__file__).parent / "data" / "super_deduction_stories.yaml"
    with reading_whole(path) as head:
        return tuple(_story(node) for node in head.nodes("stories"))


def _story(node: Node) -> Story:
    projects = []
    for given in node.nodes("projects", default=[]):
        projects.append(
            Project(name=given.text("name", default=""), **{name: _fen(given, name) for name in (*MAIN, *LIMITED)})
        )
        given.done()
    costs = Costs(
        node.whole("year"), node.text("kind"), tuple(projects), excluded=node.flag("excluded"), home=_fen(node, "home"),
        abroad=_fen(node, "abroad"), formed=_fen(node, "formed"), months=node.whole("months", default=12),
    )  # fmt: skip
    ip = tuple(yuan_to_fen(one) for one in node.texts("ip"))
    story = Story(
        node.text("name"), costs, _fen(node, "base"), _fen(node, "extra"), ip, node.text("refused", default="")
    )
    node.done()
    return story


def _fen(node: Node, name: str) -> int:
    return yuan_to_fen(node.text(name, default="0"))
