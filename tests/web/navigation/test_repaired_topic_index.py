"""A spoiled index of a topic is made anew, and the first page that shows what it answers says so, as that of rights does."""

from factories.topics import make_topic
from zhixian.web.kit.models import Job
from zhixian.web.navigation import searching


def test_the_page_of_records_tells_a_repair_once(handler, tmp_path, settings):
    topic = make_topic(tmp_path, by=handler.person)
    address = f"/topics/{topic.pk}/records/"
    searching._opened.cache_clear()
    assert "已重建" not in handler.get(address).content.decode()
    next((settings.DATA / "topics").rglob("search.json")).unlink()  # without its list of files no index is whole
    searching._opened.cache_clear()
    shown = handler.get(address).content.decode()
    assert '<p class="alert alert-info">检索索引损坏，已重建</p>' in shown
    assert "共 <strong>" in shown
    assert "已重建" not in handler.get(address).content.decode()


def test_a_repair_by_a_job_is_told_once_to_who_looks_next(handler, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(searching, "MOST_WHILE_WAITING", 1)
    address = f"/topics/{make_topic(tmp_path, by=handler.person).pk}/records/"
    next((settings.DATA / "topics").rglob("search.json")).unlink()
    searching._opened.cache_clear()
    assert "共 <strong>" not in handler.get(address).content.decode()
    assert Job.objects.get(name="navigation.index").state == "done"
    searching._opened.cache_clear()
    assert '<p class="alert alert-info">检索索引损坏，已重建</p>' in handler.get(address).content.decode()
    assert "已重建" not in handler.get(address).content.decode()
