"""When a rule warns of what was found, and what becomes of the warnings that are open."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zhixian.core.warnings.model import Found, Rule


def warns(rule: Rule, found: Found, *, as_of: date) -> bool:
    """Whether the threshold is reached: from `before` days ahead of the day and for ever after it, or up to `after` days since it;
    or from `near` percent of the way to a limit."""
    if rule.near is not None:
        return found.gone is not None and found.gone >= rule.near
    if rule.before is None and rule.after is None:
        return True
    if found.day is None:
        return False
    ahead = (found.day - as_of).days
    return ahead <= rule.before if rule.before is not None else 0 <= -ahead <= (rule.after or 0)


def late(rule: Rule, day: date | None, *, as_of: date) -> bool:
    """Whether the day by which something was to be done has passed."""
    return rule.before is not None and day is not None and day < as_of


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be done to the warnings of one rule."""

    opens: tuple[Found, ...]
    """Warned of for the first time."""
    reopens: tuple[Found, ...]
    """Closed before, and here again."""
    stays: tuple[Found, ...]
    closes: tuple[str, ...]
    """Subjects of open warnings that no longer hold."""


def settle(rule: Rule, known: Mapping[str, bool], found: Iterable[Found], *, as_of: date) -> Settled:
    """Compare what holds on a day with what is known: `known` is subject → whether its warning is open. One warning a subject,
    whatever was found twice; the first found counts."""
    holds: dict[str, Found] = {}
    for one in found:
        if warns(rule, one, as_of=as_of):
            holds.setdefault(one.subject, one)
    return Settled(
        opens=tuple(one for subject, one in holds.items() if subject not in known),
        reopens=tuple(one for subject, one in holds.items() if known.get(subject) is False),
        stays=tuple(one for subject, one in holds.items() if known.get(subject)),
        closes=tuple(subject for subject, is_open in known.items() if is_open and subject not in holds),
    )


def places(rule: Rule, found: Found, *, lead_unit: str, lead_office: str) -> tuple[tuple[str, int | None], ...]:
    """Who hears a warning, each once, as (unit, organisation) of which one is empty."""
    heard: list[tuple[str, int | None]] = []
    if "concerned" in rule.hears:
        heard += [(unit, None) for unit in found.units] + [("", key) for key in found.organisations]
    if "lead_unit" in rule.hears and lead_unit:
        heard.append((lead_unit, None))
    if "lead_office" in rule.hears and lead_office:
        heard.append((lead_office, None))
    return tuple(dict.fromkeys(heard))


def roles_of(rules: Collection[Rule], role: str) -> tuple[str, ...]:
    """Ids of the rules that somebody with this role in a unit hears."""
    return tuple(rule.id for rule in rules if role in rule.roles)
