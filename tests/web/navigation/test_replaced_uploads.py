"""Where nothing could be made of the uploads of a new topic, other files are uploaded in their place: its name, terms and shares stay."""

from datetime import date, timedelta
from pathlib import Path

from django.contrib.messages import get_messages
from django.utils.timezone import localdate

from factories.exports import write_export
from factories.registry import as_upload
from factories.topics import DAY, OTHER_UNIT, SECOND, TERMS, THIRD, UNIT, make_topic, seat_of
from zhixian.web.kit.models import Entry, Job
from zhixian.web.navigation import jobs
from zhixian.web.navigation.models import Topic, TopicFile


def bad(folder, name):
    path = folder / name
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    return path


def asked(handler, *paths, **given):
    """A topic of these uploads, of which nothing came."""
    sent = {"name": "铜箔", "exports": [as_upload(path) for path in paths], "terms": TERMS, "as_of": DAY.isoformat()}
    handler.post("/topics/upload/", sent | {"seat": seat_of(handler.person).pk} | given)
    topic = Topic.objects.get()
    assert topic.latest is None
    return topic


def replace(handler, topic, *paths, **given):
    sent = {"version": topic.version, "exports": [as_upload(path) for path in paths]}
    answer = handler.post(f"/topics/{topic.pk}/files/replace/", sent | given)
    topic.refresh_from_db()
    return answer


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def page(handler, topic):
    return handler.get(f"/topics/{topic.pk}/").content.decode()


def test_other_files_take_the_place_of_those_that_could_not_be_read_and_all_else_stays(handler, tmp_path):
    topic = asked(handler, bad(tmp_path, "一.csv"), bad(tmp_path, "二.csv"))
    handler.post(f"/topics/{topic.pk}/shares/", {"version": topic.version, "with_whom": f"unit:{OTHER_UNIT}"})
    topic.refresh_from_db()
    shown = page(handler, topic)
    assert "上传别的文件" in shown
    assert "名称、截止日、许可条款和给谁看都不变" in shown
    assert 'name="keep"' not in shown, "none of them can be read"
    good = write_export(tmp_path / "好.csv", {}, SECOND)
    answer = replace(handler, topic, good, exported="2019-06-30")
    assert said(answer) == ["不再读：一.csv、二.csv"]
    latest = topic.latest
    assert (latest.counts["records"], latest.as_of, latest.days["exported"]) == (2, DAY, ["2019-06-30"])
    assert (topic.name, topic.terms, topic.shares.get().unit) == ("铜箔", TERMS, OTHER_UNIT)
    assert not TopicFile.objects.exists()
    assert Entry.objects.get(action="leave_topic_files").detail["files"] == ["一.csv", "二.csv"]
    told = Entry.objects.get(action="replace_topic_files").detail
    assert (told["files"], told["exported"]) == (["好.csv"], "2019-06-30")
    assert "上传别的文件" not in page(handler, topic)


def test_files_that_go_are_taken_off_the_disk(handler, tmp_path, settings, django_capture_on_commit_callbacks):
    topic = asked(handler, bad(tmp_path, "一.csv"))
    (old,) = [Path(settings.MEDIA_ROOT) / file.path for file in topic.files.all()]
    assert old.exists()
    with django_capture_on_commit_callbacks(execute=True):
        replace(handler, topic, bad(tmp_path, "二.csv"))
    assert not old.exists()
    (waits,) = topic.files.all()
    assert (waits.name, (Path(settings.MEDIA_ROOT) / waits.path).exists()) == ("二.csv", True)
    assert topic.latest is None


def test_what_can_be_read_stays_unless_somebody_says_no(handler, tmp_path):
    good = write_export(tmp_path / "好.csv", {}, SECOND)
    topic = asked(handler, bad(tmp_path, "坏.csv"), good)
    shown = page(handler, topic)
    assert "原来的 好.csv 也留着，一起读" in shown
    assert 'name="keep"' in shown
    assert "checked" in shown.partition('name="keep"')[2].partition(">")[0]
    answer = replace(handler, topic, write_export(tmp_path / "新.csv", THIRD), keep="on")
    assert said(answer) == ["不再读：坏.csv"]
    assert [file["file"] for file in topic.latest.report["files"]] == ["好.csv", "新.csv"]
    assert topic.latest.counts["records"] == 3


def test_the_only_file_may_stay_beside_another_where_it_held_nothing_of_the_day(handler, tmp_path):
    topic = asked(handler, write_export(tmp_path / "晚.csv", {}), as_of="2014-01-01")
    shown = page(handler, topic)
    assert "都晚于截止日 2014-01-01" in shown
    assert "再试一次" in shown
    assert "原来的 晚.csv 也留着，一起读" in shown
    assert "checked" not in shown.partition('name="keep"')[2].partition(">")[0]
    early = SECOND | {"申请号": "CN201210000001.5", "公开（公告）号": "CN102500001A", "申请日": "2012-01-04"}
    replace(handler, topic, write_export(tmp_path / "早.csv", early), keep="on")
    assert topic.latest.as_of == date(2014, 1, 1)
    assert [file["file"] for file in topic.latest.report["files"]] == ["晚.csv", "早.csv"]


def test_a_wrong_day_of_the_export_is_said_right_with_the_file(handler, tmp_path):
    good = write_export(tmp_path / "好.csv", {}, SECOND)
    topic = asked(handler, good, exported="2014-12-31")
    assert "晚于所说的导出日 2014-12-31" in page(handler, topic)
    replace(handler, topic, good, exported="2015-12-31")
    assert topic.latest.days["exported"] == ["2015-12-31"]


def of(topic, name):
    """The field of the day of a file that waits."""
    return f"day_{topic.files.get(name=name).pk}"


def test_a_wrong_day_is_said_right_without_the_file(handler, tmp_path):
    topic = asked(handler, write_export(tmp_path / "好.csv", {}, SECOND), exported="2014-12-31")
    shown = page(handler, topic)
    assert "好.csv（导出日 2014-12-31）" in shown
    assert "或改导出日" in shown
    field = shown.partition(f'name="{of(topic, "好.csv")}"')[2].partition(">")[0]
    assert 'value="2014-12-31"' in field
    assert "required" not in shown.partition('name="exports"')[2].partition(">")[0]
    replace(handler, topic, keep="on", **{of(topic, "好.csv"): "2015-12-31"})
    assert topic.latest.days["exported"] == ["2015-12-31"]
    told = Entry.objects.get(action="say_day_of_topic_file").detail
    assert told == {"file": "好.csv", "exported": "2015-12-31", "before": "2014-12-31"}
    assert not Entry.objects.filter(action__in=("replace_topic_files", "leave_topic_files")).exists()


def test_files_of_which_the_day_is_said_anew_stay_where_no_other_is_chosen(handler, tmp_path):
    topic = asked(handler, write_export(tmp_path / "好.csv", {}, SECOND), exported="2014-12-31")
    replace(handler, topic, **{of(topic, "好.csv"): "2015-12-31"})
    assert topic.latest.days["exported"] == ["2015-12-31"]


def test_a_wrong_day_is_taken_back_and_one_that_is_still_wrong_waits(handler, tmp_path):
    topic = asked(handler, write_export(tmp_path / "好.csv", {}, SECOND), exported="2014-12-31")
    replace(handler, topic, keep="on", **{of(topic, "好.csv"): "2014-12-30"})
    assert topic.latest is None
    assert "晚于所说的导出日 2014-12-30" in page(handler, topic)
    replace(handler, topic, keep="on", **{of(topic, "好.csv"): ""})
    assert (topic.latest.days["exported"], topic.latest.days["unsaid"]) == ([], 1)


def test_files_of_two_days_have_a_field_each_and_keep_theirs(handler, tmp_path):
    topic = asked(handler, write_export(tmp_path / "好.csv", {}, SECOND), exported="2014-12-31")
    replace(handler, topic, write_export(tmp_path / "新.csv", THIRD), keep="on", exported="2018-12-31")
    assert topic.latest is None, "the day of the first is as wrong as it was"
    one, two = of(topic, "好.csv"), of(topic, "新.csv")
    assert page(handler, topic).count('name="day_') == 2
    replace(handler, topic, keep="on", **{one: "2015-12-31", two: "2018-12-31"})
    assert topic.latest.days["exported"] == ["2015-12-31", "2018-12-31"]
    assert Entry.objects.filter(action="say_day_of_topic_file").count() == 1


def test_files_of_one_day_have_one_field(handler, tmp_path):
    files = write_export(tmp_path / "好.csv", {}, SECOND), write_export(tmp_path / "新.csv", THIRD)
    topic = asked(handler, *files, exported="2014-12-31")
    shown = page(handler, topic)
    assert shown.count('name="day_') == 1
    assert "好.csv、新.csv 的导出日" in shown
    replace(handler, topic, keep="on", **{of(topic, "好.csv"): "2018-12-31"})
    assert (topic.latest.days["exported"], topic.latest.days["unsaid"]) == (["2018-12-31"], 0)


def test_a_day_needs_those_that_it_is_of_and_is_not_after_the_real_one(handler, tmp_path):
    topic = asked(handler, write_export(tmp_path / "好.csv", {}, SECOND), exported="2014-12-31")
    field, version = of(topic, "好.csv"), topic.version
    tomorrow = localdate() + timedelta(days=1)
    for sent, wrong in (
        ({field: "2014-12-31"}, {"exports": ["请选择导出表，或者勾选留着原来的"]}),
        ({"keep": "on", "exported": "2015-12-31"}, {"exported": ["没有选文件。原来的文件的导出日，在它自己那一栏里改"]}),
        ({"keep": "on", field: tomorrow.isoformat()}, {field: [f"晚于今天（{localdate()}）"]}),
    ):  # fmt: skip
        answer = replace(handler, topic, **sent)
        assert (answer.status_code, answer.context["replace_form"].errors) == (422, wrong)
    assert (topic.version, topic.files.get().exported) == (version, date(2014, 12, 31))


def test_no_file_is_no_answer_and_leaves_what_waits(handler, tmp_path):
    topic = asked(handler, bad(tmp_path, "坏.csv"))
    answer = replace(handler, topic)
    assert answer.status_code == 422
    assert answer.context["replace_form"].errors["exports"] == ["请选择导出表，或者勾选留着原来的"]
    assert [file.name for file in topic.files.all()] == ["坏.csv"]


def test_where_none_can_stay_the_browser_asks_for_files(handler, tmp_path):
    topic = asked(handler, bad(tmp_path, "一.csv"), bad(tmp_path, "二.csv"))
    assert "required" in page(handler, topic).partition('name="exports"')[2].partition(">")[0]
    assert replace(handler, topic, keep="on").context["replace_form"].errors["exports"] == ["请选择导出表"]


def test_who_is_later_takes_nothing_away(handler, tmp_path):
    topic = asked(handler, bad(tmp_path, "坏.csv"))
    seen = topic.version
    replace(handler, topic, bad(tmp_path, "先.csv"))
    answer = handler.post(
        f"/topics/{topic.pk}/files/replace/", {"version": seen, "exports": as_upload(bad(tmp_path, "后.csv"))}
    )
    assert answer.status_code == 302
    assert "这件刚被改动过" in said(answer)[-1]
    assert "这次选的文件没有收下" in said(answer)[-1]
    assert [file.name for file in topic.files.all()] == ["先.csv"]


def test_while_it_is_being_made_nothing_is_replaced(handler, tmp_path):
    topic = asked(handler, bad(tmp_path, "坏.csv"))
    Job.objects.filter(pk=topic.job_id).update(state="running")
    assert "上传别的文件" not in page(handler, topic)
    answer = replace(handler, topic, write_export(tmp_path / "好.csv", {}))
    assert "后台还在处理这个专题库" in said(answer)[-1]
    assert [file.name for file in topic.files.all()] == ["坏.csv"]
    assert not Entry.objects.filter(action="replace_topic_files").exists()


def test_what_lies_made_and_is_not_noted_is_not_replaced(handler, tmp_path, monkeypatch):
    def stumble(*_args, **_given):
        raise OSError("disk")

    with monkeypatch.context() as cut:
        cut.setattr(jobs, "edition_made", stumble)
        topic = make_topic(tmp_path, {}, by=handler.person)
    assert topic.latest is None
    answer = replace(handler, topic, write_export(tmp_path / "别的.csv", THIRD))
    assert "原来的文件已经读完，还没有登记" in said(answer)[-1]
    assert [file.name for file in topic.files.all()] == ["铜箔.csv"]


def test_only_where_nothing_was_made_of_files_and_for_who_may_change_it(handler, tmp_path, sign_in, county):
    topic = make_topic(tmp_path, {}, by=handler.person)
    other = write_export(tmp_path / "别的.csv", THIRD)
    assert replace(handler, topic, other).status_code == 404
    failed = jobs.make("坏的", seat=seat_of(handler.person), as_of=DAY, files=[as_upload(bad(tmp_path, "坏.csv"))], terms=TERMS, by=handler.person)  # fmt: skip
    assert replace(sign_in("handler", unit=OTHER_UNIT), failed, other).status_code == 404
    assert replace(sign_in("auditor", unit=UNIT), failed, other).status_code in (403, 404)
    assert [file.name for file in failed.files.all()] == ["坏.csv"]


def test_files_that_go_make_room_for_those_that_come(handler, tmp_path, settings):
    topic = asked(handler, bad(tmp_path, "坏.csv"))
    good = write_export(tmp_path / "好.csv", {})
    settings.STORED_LIMIT = good.stat().st_size
    assert said(replace(handler, topic, good)) == ["不再读：坏.csv"]
    assert topic.latest.counts["records"] == 1


def test_the_page_that_waited_is_loaded_anew_where_nothing_came_of_it(handler, tmp_path):
    topic = asked(handler, bad(tmp_path, "坏.csv"))
    replace(handler, topic, bad(tmp_path, "也坏.csv"))
    answer = handler.get(f"/topics/{topic.pk}/", headers={"X-Poll": "yes"})
    assert answer.headers["HX-Refresh"] == "true"
