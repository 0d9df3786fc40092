"""The calendar that other programs fetch by its secret address, without a session."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhixian.web.kit.doors import public
from zhixian.web.kit.limits import Limit, TooMany, take
from zhixian.web.kit.sorry import too_many
from zhixian.web.warnings.actions import hashed, note_use
from zhixian.web.warnings.feed import calendar_file
from zhixian.web.warnings.queries import calendar_called

OFTEN = Limit(30, 3600)


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The deadlines that its owner may see now; 404 for any other secret, and when the account may not enter any more."""
    row = calendar_called(hashed(secret))
    if row is None or row.user.lacks_second_factor():
        raise Http404
    try:
        take("calendar", str(row.pk), OFTEN)
    except TooMany as refused:
        return too_many(request, refused.wait)
    note_use(row)
    site = request.build_absolute_uri("/").rstrip("/")
    answer = HttpResponse(calendar_file(row.user, site=site), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Robots-Tag"] = "noindex"
    return answer
