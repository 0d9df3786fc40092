"""What programs are told of matters and dossiers."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class MatterTold(Schema):
    """A matter in a list."""

    id: str
    name: str
    clause: str
    who: str
    summary: str
    version: str = Field(description="定义的版本；办件固定在起草时的版本")


class QuestionTold(Schema):
    """A question of a matter's form."""

    id: str
    name: str
    kind: str
    required: bool
    field_class: str
    help: str
    choices: list[tuple[str, str]]
    fact: str = Field(description="登记数据里有这一事实时不必填")


class PaperAsked(Schema):
    """A material that a matter asks for."""

    id: str
    name: str
    required: bool
    kinds: list[str]
    megabytes: int
    help: str


class MatterStepTold(Schema):
    """A step of the flow, with the units that handle it here."""

    id: str
    name: str
    actor: str
    outcome: str | None
    public: bool
    units: list[str]


class MatterWhole(MatterTold):
    """A matter as it is defined."""

    starters: list[str]
    legal_basis: list[str]
    subject: str | None
    incentive: str | None
    handling_days: str = Field(description="办理期限，照法的说法")
    publicity_days: int
    fields: list[QuestionTold]
    materials: list[PaperAsked]
    steps: list[MatterStepTold]


class SaidTold(Schema):
    """A name and its value in words; `hidden` when it is masked for this reader."""

    name: str
    value: str
    source: str
    hidden: bool


class PublicityTold(Schema):
    """A dossier in 公示."""

    id: int
    number: str | None
    matter: str
    matter_name: str
    clause: str
    year: int
    party_name: str
    award_fen: int | None
    unit: str
    published_on: date | None
    until: date | None
    answers: list[SaidTold]


class DossierTold(Schema):
    """A dossier in a list; `version` is what an act has to name."""

    id: int
    version: int
    number: str | None
    matter: str
    clause: str
    step: str
    step_name: str
    outcome: str
    unit: str
    party: str
    party_name: str
    credit_code: str
    subject: str
    subject_name: str
    year: int
    award_fen: int | None
    submitted_on: date | None
    due: date | None
    changed_at: datetime


class MaterialTold(Schema):
    """A file handed in."""

    id: int
    material: str
    name: str
    kind: str
    size: int
    sha256: str
    at: datetime


class DossierEventTold(Schema):
    """Something that happened to a dossier."""

    kind: str
    name: str
    source: str
    target: str
    reason: str
    by_name: str
    day: date
    at: datetime
    version: int


class DossierWhole(DossierTold):
    """A dossier with what is known, answered and handed in, and what happened."""

    facts: list[SaidTold]
    answers: list[SaidTold]
    materials: list[MaterialTold]
    events: list[DossierEventTold]
