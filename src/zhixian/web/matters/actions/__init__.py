"""What may be done to a dossier: apply, move it along its flow, handle it, publicise it, talk about it."""

from zhixian.web.matters.actions.applying import (
    ComesToNothing,
    about_to_start,
    attach_material,
    claim_of,
    refresh_facts,
    remove_material,
    save_draft,
    start_dossier,
    years_open,
)
from zhixian.web.matters.actions.handling import (
    claim_dossier,
    extend_handling,
    hand_over_dossier,
    resume_handling,
    send_message,
    suspend_handling,
)
from zhixian.web.matters.actions.moving import make_move
from zhixian.web.matters.actions.needs import AnswersWrong
from zhixian.web.matters.actions.opening import UnableToAct
from zhixian.web.matters.actions.publicity import answer_objection, raise_objection
from zhixian.web.matters.actions.reading import read_material
from zhixian.web.matters.actions.together import Together, claim_together, hand_over_together

__all__ = [
    "AnswersWrong",
    "ComesToNothing",
    "Together",
    "UnableToAct",
    "about_to_start",
    "answer_objection",
    "attach_material",
    "claim_dossier",
    "claim_of",
    "claim_together",
    "extend_handling",
    "hand_over_dossier",
    "hand_over_together",
    "make_move",
    "raise_objection",
    "read_material",
    "refresh_facts",
    "remove_material",
    "resume_handling",
    "save_draft",
    "send_message",
    "start_dossier",
    "suspend_handling",
    "years_open",
]
