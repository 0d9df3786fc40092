"""The minimal page behind the same middleware and server: three queries, twenty rows, one template; and every address of the site."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from zhixian.web.kit.doors import public
from zhixian.web.kit.models import Entry
from zhixian.web.matters.models import Dossier, PinnedDefinition

TEMPLATE = engines["django"].from_string(
    "<!doctype html><html lang=zh><title>{{ first }}</title><p>{{ head }}<table>"
    "{% for row in rows %}<tr><td>{{ row.number }}<td>{{ row.subject_name }}<td>{{ row.due }}<td>{{ row.unit }}{% endfor %}</table>"
)


@public
def minimal(request: HttpRequest) -> HttpResponse:
    """Twenty rows by primary key, and two rows more."""
    rows = list(Dossier.objects.order_by("pk").only("number", "subject_name", "due", "unit")[:20])
    head, first = Entry.objects.order_by("number").first(), PinnedDefinition.objects.first()
    return HttpResponse(TEMPLATE.render({"rows": rows, "head": head, "first": first}, request))


urlpatterns = [path("minimal/", minimal, name="minimal"), path("", include("zhixian.site.urls"))]
