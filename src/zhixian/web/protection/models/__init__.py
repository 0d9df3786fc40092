"""Tables of reports of infringement and of penalties."""

from zhixian.web.protection.models.penalties import Penalty, PenaltyEvent, PenaltyRepair, PublishedPenalty
from zhixian.web.protection.models.reports import (
    CustodianKey,
    LastReport,
    OpenedField,
    Opening,
    Report,
    ReportEvent,
    ReportFile,
    ReportMessage,
    SealedField,
)

__all__ = [
    "CustodianKey",
    "LastReport",
    "OpenedField",
    "Opening",
    "Penalty",
    "PenaltyEvent",
    "PenaltyRepair",
    "PublishedPenalty",
    "Report",
    "ReportEvent",
    "ReportFile",
    "ReportMessage",
    "SealedField",
]
