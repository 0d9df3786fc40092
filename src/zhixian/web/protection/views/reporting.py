"""The public's pages of reports: what it is, the form, the receipt, what came of it, the check of an acknowledgement."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.signed_text import verify
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import public
from zhixian.web.kit.limits import Limit, limited
from zhixian.web.kit.sorry import OutOfOrder
from zhixian.web.protection.acknowledgements import public_key, submitted_text
from zhixian.web.protection.actions.reports import Enclosed, UnableToReport, lodge_report, see_answer, write_message
from zhixian.web.protection.forms.reports import ReceiptForm, ReporterMessageForm, ReportForm, VerifyForm
from zhixian.web.protection.models import Report
from zhixian.web.protection.models.reports import ANONYMOUS, NAMED, WAYS
from zhixian.web.protection.queries.reports import (
    keys_in_use,
    last_quarter_end,
    openings_told,
    published_statistics,
)
from zhixian.web.protection.receipt_codes import code_digest, shown_code, words_fit
from zhixian.web.protection.report_clock import limit_of
from zhixian.web.protection.report_desk import desk, subject_name
from zhixian.web.protection.report_passes import give_pass, in_memory, passed, take_pass
from zhixian.web.protection.right_search import find_rights
from zhixian.web.protection.views.report_sending import send_file, send_text

HOUR = 3600
PLACE = "protection/reports"


@public
def start(request: HttpRequest) -> HttpResponse:
    """我要举报: what it is, what happens, and what each way protects from."""
    limits = [limit_of(step) for step in ("received", "accepted", "handling")]
    sealable = keys_in_use().exists()
    return render(request, f"{PLACE}/start.html", {"limits": limits, "sealable": sealable, "desk": desk()})


@public
@never_cache
@in_memory
@sensitive_post_parameters()
@limited("report", Limit(20, HOUR))
def form(request: HttpRequest, way: str) -> HttpResponse:
    """The form of one way; sent, the receipt, which is shown this once."""
    if way not in WAYS:
        raise Http404
    if way != ANONYMOUS and not keys_in_use().exists():
        return redirect("report_start")
    if request.method != "POST":
        return _form_page(request, ReportForm(way))
    filled = ReportForm(way, request.POST, request.FILES)
    if "find" in request.POST:
        return _form_page(request, ReportForm(way, initial=request.POST.dict()), find=True)
    if not filled.is_valid():
        return _form_page(request, filled, status=422)
    files = filled.cleaned_data
    enclosed = Enclosed(files["evidence"], files.get("sealed_files", ()), filled.identity())
    try:
        lodged = lodge_report(filled.contents(), enclosed, way=way, token=files["token"])
    except UnableToReport as refused:
        filled.add_error(None, str(refused))
        return _form_page(request, filled, status=422)
    shown = {"report": lodged.report, "code": shown_code(lodged.code), "words": lodged.words.split()}
    return give_pass(render(request, f"{PLACE}/receipt.html", shown), lodged.report)


def _form_page(request: HttpRequest, filled: ReportForm, *, find: bool = False, status: int = 200) -> HttpResponse:
    asked = str(filled["right"].value() or "")
    shown: dict[str, Any] = {"form": filled, "way": filled.way, "way_name": WAYS[filled.way], "desk": desk()}
    shown |= {"anonymous": filled.way == ANONYMOUS, **(_rights_shown(asked) if find else {})}
    shown["sent"] = filled.is_bound
    return render(request, f"{PLACE}/form.html", shown, status=status)


@public
@never_cache
@limited("report_right", Limit(60, HOUR))
def right_search(request: HttpRequest) -> HttpResponse:
    """Rights that fit what was typed, for the form. Asked by POST: an address stays in histories and logs."""
    return render(request, f"{PLACE}/rights.html", _rights_shown(request.POST.get("right", "")))


def _rights_shown(asked: str) -> dict[str, Any]:
    """What was found; a registry out of order keeps nobody from reporting."""
    try:
        return {"find": True, "rights": find_rights(asked)}
    except OutOfOrder:
        return {"find": True, "unreadable": True}


@public
@never_cache
@sensitive_post_parameters()
@limited("report_follow", Limit(10, 600), key="code", key_limits=(Limit(10, HOUR),))
def follow(request: HttpRequest) -> HttpResponse:
    """Show the receipt, to see what came of it. A wrong code and wrong words are answered alike."""
    if request.method != "POST":
        return render(request, f"{PLACE}/follow.html", {"form": ReceiptForm()})
    filled = ReceiptForm(request.POST)
    if filled.is_valid():
        row = Report.objects.filter(code_digest=code_digest(filled.cleaned_data["code"])).first()
        if words_fit(row.words_hash if row else None, filled.cleaned_data["words"]) and row:
            return give_pass(redirect("report_mine"), row)
        filled.add_error(None, "没有编号和口令都对得上的举报。请对照回执再看一遍；试得太多会暂停一段时间")
    return render(request, f"{PLACE}/follow.html", {"form": filled}, status=422)


@public
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What came of a report, for whoever showed the receipt."""
    report = passed(request)
    if report is None:
        return redirect("report_follow")
    return give_pass(_mine_page(request, report, ReporterMessageForm(nameless=report.way != NAMED)), report)


def _mine_page(
    request: HttpRequest, report: Report, message_form: ReporterMessageForm, status: int = 200
) -> HttpResponse:
    if report.outcome:
        see_answer(report)
    shown = {
        "report": report,
        "subject": subject_name(report.subject),
        "events": report.events.exclude(kind="extend"),
        "letters": report.messages.prefetch_related("files"),
        "files": report.files.filter(message=None),
        "openings": openings_told(report),
        "message_form": message_form,
        "anonymous": report.way == ANONYMOUS,
    }
    return render(request, f"{PLACE}/mine.html", shown, status=status)


@public
@never_cache
@in_memory
@require_POST
@sensitive_post_parameters()
@limited("report_message", Limit(20, HOUR))
def mine_message(request: HttpRequest) -> HttpResponse:
    """Write to the unit."""
    report = passed(request)
    if report is None:
        return redirect("report_follow")
    filled = ReporterMessageForm(request.POST, request.FILES, nameless=report.way != NAMED)
    if filled.is_valid():
        try:
            write_message(report, filled.cleaned_data["body"], filled.cleaned_data["attached"], by=record.PUBLIC)
            return give_pass(redirect("report_mine"), report)
        except UnableToReport as refused:
            filled.add_error(None, str(refused))
    return _mine_page(request, report, filled, status=422)


@public
@never_cache
def mine_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of either side; a sealed one not even for the reporter, whom nobody can tell from a finder of the receipt."""
    report = passed(request)
    if report is None:
        raise Http404
    return send_file(get_object_or_404(report.files.filter(sealed=False), pk=pk))


@public
@never_cache
def acknowledgement(request: HttpRequest) -> HttpResponse:
    """The signed acknowledgement, to keep."""
    return _own_text(request, "acknowledgement")


@public
@never_cache
def submitted(request: HttpRequest) -> HttpResponse:
    """What was reported, as its hash in the acknowledgement counts it."""
    return _own_text(request, "submitted")


def _own_text(request: HttpRequest, which: str) -> HttpResponse:
    report = passed(request)
    if report is None:
        return redirect("report_follow")
    if which == "acknowledgement":
        return send_text(report.acknowledgement, "举报回执.txt")
    return send_text(submitted_text(report), "举报内容.txt")


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The browser forgets the report."""
    return take_pass(redirect("report_start"))


@public
def verify_acknowledgement(request: HttpRequest) -> HttpResponse:
    """Whether an acknowledgement was signed by this site."""
    filled = VerifyForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"form": filled, "public_key": public_key()}
    if filled.is_bound and filled.is_valid():
        try:
            shown["holds"] = verify(filled.cleaned_data["signed"], public_key())
        except Refusal as refused:
            shown["refusal"] = refused
    return render(request, f"{PLACE}/verify.html", shown)


@public
def signing_key(request: HttpRequest) -> HttpResponse:
    """The public key, as a file."""
    return send_text(public_key() + "\n", "zhixian-public-key.txt")


@public
def statistics(request: HttpRequest) -> HttpResponse:
    """Numbers of reports up to the end of the last quarter, none small enough to point at anybody."""
    shown = published_statistics(until=last_quarter_end(today()))
    return render(request, f"{PLACE}/statistics.html", {"statistics": shown})
