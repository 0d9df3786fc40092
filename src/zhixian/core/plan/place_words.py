"""What the place of a plan is called: its own name, older ones, those of its townships; geographical indications stand for it."""

from dataclasses import dataclass

from zhixian.core.kernel.yaml_file import Node

KINDS = {"own": "本地名称", "old": "旧称、别称", "part": "下辖乡镇、村和山水"}


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """One name. `shared` says that other places bear it too, so that it alone points nowhere."""

    name: str
    kind: str
    shared: bool = False


def read_place_words(file: Node) -> tuple[PlaceWord, ...]:
    """The names in places.yaml, each once and of two characters at least."""
    found: list[PlaceWord] = []
    for node in file.nodes("places"):
        word = PlaceWord(node.text("name"), node.choice("kind", KINDS), node.flag("shared"))
        if len(word.name) < 2:
            node.fault("name", f"“{word.name}”", "两个字以上的名称")
        if any(known.name == word.name for known in found):
            node.fault("name", f"“{word.name}”写了两次", "每个名称一行")
        found.append(word)
        node.done()
    file.done()
    return tuple(found)
