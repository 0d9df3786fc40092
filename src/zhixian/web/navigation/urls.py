"""Addresses of topics."""

from django.urls import path

from zhixian.web.navigation.views import applicants, changing, landscapes, making, records, searches, topics

urlpatterns = [
    path("topics/", topics.topics, name="topics"),
    path("topics/upload/", making.of_files, name="topic_of_files"),
    path("topics/query/", making.of_query, name="topic_of_query"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/editions/<int:edition>/", topics.edition, name="topic_edition"),
    path("topics/<int:pk>/applicants/", applicants.applicants, name="topic_applicants"),
    path("topics/<int:pk>/applicants/upload/", applicants.upload, name="upload_topic_applicants"),
    path("topics/<int:pk>/applicants.xlsx", applicants.sheet, name="topic_applicants_sheet"),
    path("topics/<int:pk>/applicants/merge/", changing.merge, name="merge_topic_applicants"),
    path("topics/<int:pk>/refresh/", changing.refresh, name="refresh_topic"),
    path("topics/<int:pk>/again/", changing.again, name="make_topic_again"),
    path("topics/<int:pk>/files/", changing.files, name="topic_files"),
    path("topics/<int:pk>/files/replace/", changing.replace, name="replace_topic_files"),
    path("topics/<int:pk>/shares/", changing.share, name="share_topic"),
    path("topics/<int:pk>/shares/<int:share>/", changing.unshare, name="unshare_topic"),
    path("topics/<int:pk>/remove/", changing.remove, name="remove_topic"),
    path("topics/<int:pk>/topic.xlsx", topics.sheet, name="topic_sheet"),
    path("topics/<int:pk>/records/", records.records, name="topic_records"),
    path("topics/<int:pk>/records/<path:name>/", records.topic_record, name="topic_record"),
    path("topics/<int:pk>/records.xlsx", records.records_sheet, name="topic_records_sheet"),
    path("topics/<int:pk>/landscapes/", landscapes.analyse, name="analyse_topic"),
    path("landscapes/<int:pk>/", landscapes.landscape, name="landscape"),
    path("landscapes/<int:pk>/figures/<slug:figure>/", landscapes.edit, name="edit_landscape"),
    path("landscapes/<int:pk>/foreword/", landscapes.foreword, name="landscape_foreword"),
    path("landscapes/<int:pk>/<str:act>/", landscapes.act, name="landscape_act"),
    path("landscapes/<int:pk>.docx", landscapes.paper, name="landscape_paper"),
    path("searches/", searches.searches, name="saved_searches"),
    path("searches/save/", searches.save, name="save_search"),
    path("searches/watch/", searches.watch, name="watch"),
    path("searches/<int:pk>/", searches.search, name="saved_search"),
    path("searches/<int:pk>/<str:act>/", searches.act, name="saved_search_act"),
]
