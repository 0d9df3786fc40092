"""What changes between two versions of a definition, in words, so that an editor sees it before publishing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhixian.core.workflow.matter import Definition, to_plain

PARTS = {
    "fields": "问题",
    "materials": "材料",
    "steps": "步骤",
    "moves": "动作",
    "limits": "期限",
    "units": "办理单位",
    "public_fields": "公开的问题",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` or `after` is empty for what was added or taken away."""

    what: str
    before: str
    after: str

    def sentence(self) -> str:
        """One line, as an editor reads it."""
        if not self.before:
            return f"增加{self.what}：{self.after}"
        if not self.after:
            return f"删去{self.what}：{self.before}"
        return f"{self.what}：{self.before} → {self.after}"


def changes(before: Definition, after: Definition) -> tuple[Change, ...]:
    """Every difference, in the order of the definition; empty exactly when the versions are the same."""
    old, new = to_plain(before), to_plain(after)
    return (*_mapping("事项", old["matter"], new["matter"]), *_mapping("流程", old["flow"], new["flow"]))


def stranded(before: Definition, after: Definition, step: str) -> bool:
    """Whether a dossier in this step of the old version could not go on by the new one; it goes on by the old."""
    steps = {found.id for found in after.flow.steps}
    return step not in steps or any(
        move.id not in {m.id for m in after.flow.moves_from(step)} for move in before.flow.moves_from(step)
    )


def _mapping(place: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        name = PARTS.get(key, f"{place}的 {key}")
        if _has_ids(was) or _has_ids(now):
            yield from _items(name, _by_id(was), _by_id(now))
        elif isinstance(was, dict) and isinstance(now, dict):
            yield from _items(name, was, now)
        else:
            yield Change(name, _said(was), _said(now))


def _items(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        if isinstance(was, dict) and isinstance(now, dict):
            label = now.get("name") or key
            for part in dict.fromkeys((*was, *now)):
                if was.get(part) != now.get(part):
                    yield Change(f"{name}“{label}”的 {part}", _said(was.get(part)), _said(now.get(part)))
        else:
            yield Change(f"{name} {key}", "" if was is None else _said(was), "" if now is None else _said(now))
    if list(old) != list(new) and set(old) == set(new):
        yield Change(f"{name}的顺序", "、".join(old), "、".join(new))


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) and "id" in item for item in value)


def _by_id(value: Any) -> dict[str, Any]:
    """Items by id; moves by step and id, because an id is scoped to its step."""
    return {f"{item['source']}.{item['id']}" if "source" in item else item["id"]: item for item in value or ()}


def _said(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "（无）"
    if isinstance(value, dict):
        return str(value.get("name") or "，".join(f"{k}={_said(v)}" for k, v in value.items()))
    return "、".join(_said(item) for item in value) if isinstance(value, list) else str(value)
