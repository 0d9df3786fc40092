"""What everything that is read from a plan's folder is proved against: the issued text and the faults found so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zhixian.core.kernel.faults import Faults
from zhixian.core.kernel.yaml_file import Node, read_yaml
from zhixian.core.plan.figures import Figures
from zhixian.core.plan.heads import Head
from zhixian.core.plan.placing import Placing
from zhixian.core.plan.quotes import Quotable


@dataclass
class Proof:
    """The files of one folder, its text as the different proofs need it, and one list of faults."""

    folder: Path
    faults: Faults
    words: Quotable
    figures: Figures
    placing: Placing
    head: Head

    @classmethod
    def of(cls, folder: Path, text: str) -> "Proof":
        """Nothing proved yet and no fault found."""
        words = Quotable(text)
        return cls(folder, Faults(), words, Figures(text), Placing(words), Head(words))

    def has(self, file: str) -> bool:
        """Whether the folder has this file; some parts of a plan may be left out."""
        return (self.folder / file).is_file()

    def node(self, file: str) -> Node:
        """The whole of a YAML file. Raises Refusal when it is missing or unreadable."""
        content = read_yaml(self.folder / file, missing="方案目录里有 text.txt 和四个 yaml 文件")
        return Node(file, "", content, self.faults)

    def quoted(self, node: Node, *, key: str = "quote", after: int = 0) -> tuple[str, tuple[int, int] | None]:
        """The words under the key and where they stand in the text, None when they do not; from `after` on."""
        quote = node.text(key, example="原文里的一句话")
        span = self.words.find(quote, after=after) if quote else None
        if quote and span is None:
            if self.words.find(quote):
                node.fault(key, f"“{quote}”在原文里排在上一条之前", "与原文同样的先后")
            else:
                node.fault(key, f"“{quote}”不在 text.txt 里", f"逐字引用原文，最接近的是“{self.words.nearest(quote)}”")
        return quote, span

    def known(self, node: Node, key: str, value: str, known: Iterable[str], *, what: str) -> None:
        """A fault with the choices unless the value is one of them."""
        choices = list(known)
        if value and value not in choices:
            node.unknown(key, value, choices, what=what)

    def once(self, node: Node, value: str, before: list[str]) -> None:
        """A fault when an id was given before."""
        if value in before:
            node.fault("id", f"“{value}”重复", "每个编号只用一次")
