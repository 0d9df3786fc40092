"""Rights of the county by number or name, for whoever reports an infringement."""

from dataclasses import dataclass

from zhixian.core.registry.kind_words import KIND_WORDS
from zhixian.web.registry.models import IndexedRight
from zhixian.web.registry.queries import current_edition
from zhixian.web.registry.rights import find_plainly

MOST = 8
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class FoundRight:
    """A right as the public knows it."""

    id: str
    kind: str
    number: str
    title: str
    holder: str

    @property
    def words(self) -> str:
        """`发明专利 201510000001 一种装置（某公司）`."""
        return f"{self.kind} {self.number} {self.title}（{self.holder}）".replace("（）", "").strip()


def find_rights(asked: str) -> list[FoundRight]:
    """Up to eight whose number, name or holder fits what was asked; none where there is no registry.

    Raises RegistryUnreadable, NotYet.
    """
    edition = current_edition()
    asked = asked.strip()
    if len(asked) < LEAST_LETTERS or edition is None:
        return []
    told = (hit.facts for hit in find_plainly(edition, asked, holders=None, limit=MOST))
    return [_found(*(fact[name] for name in ("right_id", "kind", "number", "title", "holder_name"))) for fact in told]


def right_of(right: str) -> FoundRight | None:
    """The right of that id, if the registry has it."""
    row = IndexedRight.objects.filter(edition__current=True, right_id=right).first() if right else None
    return _found(row.right_id, row.kind, row.number, row.title, row.holder_name) if row else None


def _found(right: str, kind: str, number: str | None, title: str | None, holder: str | None) -> FoundRight:
    return FoundRight(right, KIND_WORDS.get(kind, kind), number or "", title or "", holder or "")
