"""Addresses of supervision."""

from django.urls import path

from zhixian.web.supervision.views import board, papers, requests

urlpatterns = [
    path("supervision/", board.board, name="supervision_board"),
    path("supervision/rule/", board.rule, name="supervision_rule"),
    path("supervision/table.docx", papers.table_docx, name="supervision_table_docx"),
    path("supervision/table.xlsx", papers.table_xlsx, name="supervision_table_xlsx"),
    path("supervision/quarterly/", papers.ask_quarterly, name="supervision_quarterly"),
    path("supervision/quarterly/<int:pk>.docx", papers.quarterly, name="supervision_quarterly_file"),
    path("supervision/clauses/<str:clause>/", board.clause, name="supervision_clause"),
    path("supervision/clauses/<str:clause>/<slug:unit>/", board.cell, name="supervision_cell"),
    path("supervision/requests/", requests.requests, name="progress_requests"),
    path("supervision/requests/new/", requests.send, name="send_progress_requests"),
    path("supervision/requests/<int:pk>/", requests.one, name="progress_request"),
    path("supervision/requests/<int:pk>/answer/", requests.answer, name="answer_progress_request"),
    path("supervision/requests/<int:pk>/accept/", requests.accept, name="accept_progress_answer"),
    path("supervision/requests/<int:pk>/return/", requests.send_back, name="return_progress_answer"),
    path("supervision/requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw_progress_request"),
    path("supervision/requests/<int:pk>/order.docx", papers.order, name="progress_request_docx"),
    path("supervision/files/<int:pk>/", papers.file, name="progress_answer_file"),
]
