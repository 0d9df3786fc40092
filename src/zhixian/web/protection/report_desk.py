"""The desk that takes reports at this site: the plan's, or the leading group's office for every kind when it names none."""

from zhixian.core.plan.report_desk import ReportDesk, ReportSubject
from zhixian.web.kit.plan import lead_office, the_plan

OPEN_SUBJECT = ReportSubject("other", "侵犯知识产权", "", "", ())


def desk() -> ReportDesk:
    """Who takes reports here, and the kinds told apart."""
    return the_plan().report_desk or ReportDesk(lead_office(), (OPEN_SUBJECT,))


def subject_name(subject: str) -> str:
    """How people call a kind; its id when the plan no longer knows it."""
    return next((known.name for known in desk().subjects if known.id == subject), subject)


def proposed_units(subject: str) -> tuple[str, ...]:
    """Units that the plan makes responsible for the kind, first the one to propose."""
    return next((known.units for known in desk().subjects if known.id == subject), ())
