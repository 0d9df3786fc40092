"""Pages of published figures: the catalogue, one indicator, the rows behind it, downloads."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhixian.core.analysis.indicators import NOT_COMPUTABLE
from zhixian.web.indicators.charts import PERIODS, breakdown_chart, series_chart
from zhixian.web.indicators.downloads import FORMS, written
from zhixian.web.indicators.lineage import rows_behind
from zhixian.web.indicators.queries import figures_of, latest_edition, published
from zhixian.web.kit.doors import public
from zhixian.web.registry.queries import rights_open_to

ROWS_ON_A_PAGE = 50
USUAL_PERIOD = 3


@public
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every indicator with its value, and those the registry cannot carry."""
    edition = latest_edition()
    figures = list(figures_of(edition)) if edition else []
    facts: dict[str, Any] = {"edition": edition, "not_computable": NOT_COMPUTABLE.values()}
    facts["targets"] = [figure for figure in figures if figure.goal is not None]
    facts["others"] = [figure for figure in figures if figure.goal is None]
    return render(request, "indicators/catalogue.html", {**facts, "synthetic": edition and edition.labels})


@public
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator: definition, course with goal and forecast, breakdown, lineage, downloads."""
    figure = get_object_or_404(published(indicator))
    edition = figure.edition
    asked = request.GET.get("every", "")
    every = int(asked) if asked in map(str, PERIODS) else USUAL_PERIOD
    points = list(reversed(figure.points(every)))
    facts: dict[str, Any] = {"figure": figure, "edition": edition, "points": points, "every": every, "periods": PERIODS}
    facts["chart"] = series_chart(figure, every)
    facts["breakdowns"] = [(found, breakdown_chart(figure, found)) for found in figure.breakdown]
    return render(request, "indicators/indicator.html", {**facts, "synthetic": edition.labels})


@public
def rows(request: HttpRequest, indicator: str) -> HttpResponse:
    """The rows behind the number, where anybody may see them."""
    figure = get_object_or_404(published(indicator))
    edition = figure.edition
    behind = rows_behind(settings.DATA, edition, indicator)
    page = Paginator(behind.rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    facts = {"figure": figure, "edition": edition, "behind": behind, "page": page}
    facts["linked"] = rights_open_to(request.user, [row.right_id for row in page])
    return render(request, "indicators/rows.html", {**facts, "synthetic": edition.labels})


@public
def download(request: HttpRequest, indicator: str, form: str) -> HttpResponse:
    """The figure as CSV, XLSX or JSON."""
    if form not in FORMS:
        raise Http404
    figure = get_object_or_404(published(indicator))
    edition = figure.edition
    answer = HttpResponse(written(figure, edition, form), content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="{indicator}-{edition.as_of}.{form}"'
    return answer
