"""Tables of reports of infringement and of penalties."""

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
    "Report",
    "ReportEvent",
    "ReportFile",
    "ReportMessage",
    "SealedField",
]
