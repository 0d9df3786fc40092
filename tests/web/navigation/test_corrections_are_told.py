"""What a newer export corrected: told on the topic's and the edition's page, and to who watches the application."""

from factories.exports import write_export
from factories.registry import as_upload
from factories.topics import DAY, SECOND, UNIT, make_topic
from zhixian.web.navigation import jobs
from zhixian.web.navigation.actions import searches
from zhixian.web.navigation.models import SearchNews


def test_a_corrected_applicant_and_title_are_told(sign_in, tmp_path):
    handler = sign_in("handler", unit=UNIT)
    topic = make_topic(tmp_path, {"简单同族ID": "F1"}, SECOND, by=handler.person)
    searches.watch("technology", "铜箔", name="铜箔", topic=topic, by=handler.person)
    searches.watch("family", "CN201410408762.5", name="同族", topic=topic, by=handler.person)
    newer = write_export(tmp_path / "v2.csv", {"申请人": "乙公司", "标题": "铜箔的制法"})
    jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=handler.person)
    topic.refresh_from_db()
    assert "著录变更 1 件" in handler.get(f"/topics/{topic.pk}/").content.decode()
    page = handler.get(f"/topics/{topic.pk}/editions/{topic.latest.pk}/").content.decode()
    assert "著录改了的申请" in page
    assert "申请人：紫金矿业集团股份有限公司 → 乙公司" in page
    assert "标题：一种电解铜箔的制备方法 → 铜箔的制法" in page
    counts = {"holder": 1, "applicant": 1, "title": 1}
    assert [one.counts for one in SearchNews.objects.all()] == [counts, counts]
    [told] = [one for one in SearchNews.objects.first().told if one["what"] == "applicant"]
    assert (told["was"], told["now"]) == ("紫金矿业集团股份有限公司", "乙公司")


def test_the_same_file_once_more_corrects_nothing(sign_in, tmp_path):
    handler = sign_in("handler", unit=UNIT)
    topic = make_topic(tmp_path, {}, SECOND, by=handler.person)
    searches.watch("technology", "铜箔", name="铜箔", topic=topic, by=handler.person)
    newer = write_export(tmp_path / "v2.csv", {"链接到incoPat": "x"})
    jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=handler.person)
    topic.refresh_from_db()
    page = handler.get(f"/topics/{topic.pk}/editions/{topic.latest.pk}/").content.decode()
    assert topic.latest.difference["counts"]["amended"] == 0
    assert "著录" not in page
    assert not SearchNews.objects.exists()
