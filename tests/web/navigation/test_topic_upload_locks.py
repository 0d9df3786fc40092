"""Exports of a vendor may be large; they are copied before a topic is made or refreshed, and nobody waits for it."""

from pathlib import Path

from factories.exports import write_export
from factories.people import make_person
from factories.registry import as_upload
from factories.topics import DAY, THIRD, UNIT, make_topic
from zhixian.web.kit import private_files
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import Edition


def test_exports_are_copied_before_anything_is_locked(tmp_path, watched, settings):
    copies = watched(private_files, "_copy")
    clerk = make_person("handler", unit=UNIT)
    topic = make_topic(tmp_path, by=clerk)
    newer = write_export(tmp_path / "newer.csv", THIRD)
    jobs.refresh(topic, as_of=DAY, files=[as_upload(newer)], version=topic.version, by=clerk)
    assert copies == [0, 0]
    assert Edition.objects.filter(topic=topic).count() == 2
    assert list((Path(settings.MEDIA_ROOT) / private_files.INCOMING).rglob("*")) == []
