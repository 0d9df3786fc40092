"""A matter's form as it was filled in: answers read by their kinds, numbers of rights by the registry's own spelling, what a study reads by its own."""

from collections.abc import Mapping
from typing import Any

from zhixian.core.registers.rights import wrong_numbers
from zhixian.core.workflow.answers import read_answers
from zhixian.core.workflow.model import Matter
from zhixian.web.kit.clock import today
from zhixian.web.matters.studies import study_of


def read_filled(
    matter: Matter, typed: Mapping[str, Any], known: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by field, and what is wrong by field. `known` are facts that the system has."""
    values, wrong = read_answers(matter, typed, known, today=today())
    study = study_of(matter)
    unread = study.wrong(values) if study else {}
    own = study.reads if study else frozenset()
    numbers = {name: why for name, why in wrong_numbers(matter, values).items() if name not in own}
    return values, {**unread, **numbers, **wrong}
