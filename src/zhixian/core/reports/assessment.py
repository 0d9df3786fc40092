"""What an opinion on a project (评议意见) says, as plain data."""

from dataclasses import dataclass
from datetime import date

from zhixian.core.analysis.assessment.found import Assessment


@dataclass(frozen=True, slots=True)
class Comment:
    """A word of an expert or a unit."""

    day: date
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """An opinion. `found` holds what the applicant may read and nothing else; `grades` are names by id, "" for none."""

    number: str
    unit: str
    applicant: str
    dossier: str
    object: str
    project: str
    submitted: date
    accepted: date | None
    decided: date
    basis: tuple[str, ...]
    found: Assessment
    grades: dict[str, str]
    conclusion: str
    comments: tuple[Comment, ...]
    remedies: str
    label: str = ""
    """What must be said at the head of each page, such as 合成数据."""
