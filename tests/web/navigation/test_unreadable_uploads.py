"""Several uploads of which some cannot be read: each is told with its reason, and one goes on without choosing the rest again."""

from factories.exports import write_export
from factories.registry import as_upload
from factories.topics import DAY, SECOND, TERMS, THIRD, make_topic, seat_of
from zhixian.web.kit.models import Entry
from zhixian.web.navigation.models import Topic, TopicFile


def odd(folder, name, text="甲,乙\n1,2\n"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def upload(handler, *paths):
    sent = {"name": "铜箔", "exports": [as_upload(path) for path in paths], "terms": TERMS, "as_of": DAY.isoformat()}
    handler.post("/topics/upload/", sent | {"seat": seat_of(handler.person).pk})
    return Topic.objects.get()


def page(handler, topic):
    return handler.get(f"/topics/{topic.pk}/").content.decode()


def test_every_file_that_cannot_be_read_is_told_and_the_others_are_taken_without_choosing_them_again(handler, tmp_path):
    good = write_export(tmp_path / "好.csv", {}, SECOND)
    topic = upload(handler, odd(tmp_path, "无表头.csv"), good, odd(tmp_path, "图.png", "\x00\x01"))
    assert topic.latest is None
    shown = page(handler, topic)
    assert "2 个文件读不出，1 个读得出" in shown
    assert "<strong>无表头.csv</strong>：前 20 行没有认得的表头" in shown
    assert "<strong>图.png</strong>：不是认得的文件" in shown
    assert "用其余 1 个建库" in shown
    assert "再试一次" not in shown
    handler.post(f"/topics/{topic.pk}/files/", {"version": topic.version})
    topic.refresh_from_db()
    assert topic.latest.counts["records"] == 2
    assert [file["file"] for file in topic.latest.report["files"]] == ["好.csv"]
    assert not TopicFile.objects.exists()
    left = Entry.objects.get(action="leave_topic_files")
    assert left.detail["files"] == ["无表头.csv", "图.png"]
    assert handler.post(f"/topics/{topic.pk}/files/", {"version": topic.version}).status_code == 404


def test_where_none_can_be_read_nothing_is_offered_but_other_files_and_to_take_the_topic_away(handler, tmp_path):
    topic = upload(handler, odd(tmp_path, "一.csv"), odd(tmp_path, "二.csv", "丙,丁\n1,2\n"))
    shown = page(handler, topic)
    assert "2 个文件读不出，没有读得出的" in shown
    assert "请在下面上传读得出的文件" in shown
    assert shown.count("建库</button>") == shown.count("上传并建库</button>") == 1
    handler.post(f"/topics/{topic.pk}/files/", {"version": topic.version})
    assert TopicFile.objects.count() == 2, "nothing is left out where nothing would remain"


def refresh(handler, topic, *paths):
    topic.refresh_from_db()
    sent = {"version": topic.version, "as_of": DAY.isoformat(), "exports": [as_upload(path) for path in paths]}
    handler.post(f"/topics/{topic.pk}/refresh/", sent)
    topic.refresh_from_db()


def test_a_refresh_goes_on_without_the_unreadable_ones(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    refresh(handler, topic, odd(tmp_path, "坏.csv"), write_export(tmp_path / "新.csv", THIRD))
    assert topic.editions.count() == 1
    assert "用其余 1 个更新" in page(handler, topic)
    handler.post(f"/topics/{topic.pk}/files/", {"version": topic.version})
    topic.refresh_from_db()
    assert topic.latest.counts["records"] == 3


def test_an_upload_that_is_not_taken_beside_others_is_told_after_a_refresh_too(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    (tmp_path / "空.csv").write_bytes(b"")
    refresh(handler, topic, tmp_path / "空.csv", write_export(tmp_path / "新.csv", THIRD))
    assert topic.latest.counts["records"] == 3
    assert "没有上传：" in page(handler, topic)


def test_a_refresh_that_came_to_nothing_can_be_taken_back_and_does_not_stand_in_the_way_of_the_next(handler, tmp_path):
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    refresh(handler, topic, odd(tmp_path, "坏.csv"))
    shown = page(handler, topic)
    assert "没有认得的表头" in shown
    assert "等着收入的文件：坏.csv" in shown
    handler.post(f"/topics/{topic.pk}/files/", {"version": topic.version, "all": "1"})
    assert not TopicFile.objects.exists()
    assert "坏.csv" not in page(handler, topic).partition("来源和条款")[2]
    refresh(handler, topic, write_export(tmp_path / "新.csv", THIRD))
    assert topic.latest.counts["records"] == 3


def test_the_page_that_waited_for_the_first_edition_is_loaded_anew(handler, tmp_path):
    topic = make_topic(tmp_path, {}, by=handler.person)
    answer = handler.get(f"/topics/{topic.pk}/", headers={"X-Poll": "yes"})
    assert answer.headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in handler.get(f"/topics/{topic.pk}/").headers
