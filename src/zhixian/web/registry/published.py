"""What other rooms do when another snapshot becomes the current one; rooms upstairs are connected in `site/wiring.py`."""

from collections.abc import Callable

from zhixian.core.registry.snapshot import Snapshot

Effect = Callable[[Snapshot], object]
_EFFECTS: list[Effect] = []


def after_publishing(effect: Effect) -> None:
    """Have `effect(snapshot)` called in the worker after each publication. It may be called again for the same snapshot."""
    if effect not in _EFFECTS:
        _EFFECTS.append(effect)


def tell_everybody(snapshot: Snapshot) -> None:
    """Call every effect."""
    for effect in _EFFECTS:
        effect(snapshot)
