"""Tells which names in the notes of a reading mean one unit, and gives each the prefix that its list leaves out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhixian.core.plan.reader.draft import Assignment
from zhixian.core.plan.reader.page import even

_KINDS = (
    (r"法院$", "court"),
    (r"检察院$", "procuratorate"),
    (r"^各|各.*(?:单位|部门|政府|管委会)$|成员单位$|有关", "set"),
    (r"领导小组|专班", "leading_group"),
    (r"人民银行|外汇(?:管理)?局|金融监管|银保?监", "agency"),
    (r"公司$|集团$|银行|[分支]行$|资本$|电网", "company"),
    (r"人民政府$|政府$|街道$|镇$|乡$", "government"),
    (r"协会$|联合会$|商会$|学会$|联$|团委$", "association"),
    (r"县委|市委|区委|省委|州委|中央", "party_organ"),
    (r"(?:政府|管委会)?办公?室?$", "office"),
    (r"局$|厅$|委$|部$|委员会$", "bureau"),
)
_LEVELS = "县市区省州"
_LEVEL = re.compile(r"[县区省州]|市(?!场|政|容|民)")
_SECOND_NAME = re.compile(r"[(]([^()]*)[)]$")
_OF_THE_LIST = re.compile(r"(?:局|委|办|办公室|法院|检察院|中心|联|社|团委|总工会|武装部|[支大]队)$")
_NOT_OF_THE_LIST = re.compile(
    r"^(?:各|有关|相关|国(?![资税土])|中|省|县|州|驻|人行|行业)|领导小组|人民银行|金融监管总局|税务总局|组织部|宣传部|统战部|编办|政法委|网信办|人才办|老干部局|"
    r"(?<!城)市(?!场|政|容|民)|.县|省.|区"
)
"""Names that carry a place of their own, belong to the party committee, or stand above the place."""


@dataclass(frozen=True, slots=True)
class DraftUnit:
    """A unit as the plan folder wants it: `names` the plain one first, `remark` what a person should look at."""

    id: str
    kind: str
    names: tuple[str, ...]
    remark: str


class UnitNames:
    """The units of all notes, in the order of the text."""

    def __init__(self, notes: tuple[Assignment, ...], places: Sequence[str]) -> None:
        self.prefix = _prefix(notes)
        self._places = [place.rstrip(_LEVELS) for place in places]
        self._spelled = {form for note in notes for name in note.units for form in (name, _plain(name))}
        self._listed = {
            name for note in notes if self.prefix and note.units[0].startswith(self.prefix) for name in note.units[1:]
        }
        printed = {even(name) for note in notes for name in note.units}
        self._alone = {self.full(name) for name in printed if name == _plain(name)}
        spellings: dict[str, dict[str, str]] = {}
        for note in notes:
            for name in note.units:
                spellings.setdefault(self._key(name), {})[self.full(name)] = name
        self.units = tuple(
            self._unit(number, key, forms) for number, (key, forms) in enumerate(spellings.items(), start=1)
        )
        self._ids = {key: unit.id for key, unit in zip(spellings, self.units, strict=True)}

    def ids_of(self, names: tuple[str, ...]) -> list[str]:
        """The unit ids of the names of a note, each once."""
        return list(dict.fromkeys(self._ids[self._key(name)] for name in names))

    def full(self, name: str) -> str:
        """财政局 → 县财政局, where the text writes the latter too or a list that opens with 县 leaves it out."""
        if not self.prefix or name.startswith(self.prefix):
            return name
        spelled = self.prefix + _plain(name) in self._spelled
        return self.prefix + name if spelled or (name in self._listed and self._is_of_the_list(name)) else name

    def _is_of_the_list(self, name: str) -> bool:
        own_place = any(place in name for place in self._places if place)
        plain = _plain(name)
        return not own_place and bool(_OF_THE_LIST.search(plain)) and not _NOT_OF_THE_LIST.search(plain)

    def _key(self, name: str) -> str:
        """县市场监管局（知识产权局） is 县市场监管局 where the text writes that too."""
        full = even(self.full(name))
        plain = _plain(full)
        if plain in self._alone and kind_of(plain) != "set":
            return plain
        return _SECOND_NAME.sub(lambda second: f"({second[1].removeprefix(self.prefix)})", full)

    def _unit(self, number: int, key: str, forms: dict[str, str]) -> DraftUnit:
        names = tuple(sorted(forms, key=lambda name: even(name) != key))
        remarks = []
        if len(names) > 1:
            remarks.append(f"文中又写作{'、'.join(names[1:])}，请核对是不是一个单位")
        if all(name != said for name, said in forms.items()) and not any(name in self._spelled for name in names):
            remarks.append(f"原文写“{forms[names[0]]}”，“{self.prefix}”字承同一份名单的第一个单位")
        return DraftUnit(f"unit_{number:02d}", kind_of(_plain(even(names[0]))), names, "；".join(remarks))


def kind_of(name: str) -> str:
    """The kind of unit that a name tells."""
    return next((kind for pattern, kind in _KINDS if re.search(pattern, name)), "agency")


def _plain(name: str) -> str:
    """A name without the second one in brackets behind it."""
    return _SECOND_NAME.sub("", even(name))


def _prefix(notes: tuple[Assignment, ...]) -> str:
    """县, 市, 区 or 省 when lists of units begin with it and leave it out afterwards."""
    opened = [(_LEVEL.match(note.units[0]), note.units) for note in notes if len(note.units) > 1]
    counts = Counter(level[0] for level, _ in opened if level)
    left_out = any(level and not unit.startswith(level[0]) for level, units in opened for unit in units[1:])
    return counts.most_common(1)[0][0] if counts and left_out else ""
