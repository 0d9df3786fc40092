"""From an upload to the current snapshot: read, corrected, compared, published, taken back."""

import shutil
import stat
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from factories.registry import MARK, as_upload, filled_template, marks
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.drafts import draft_folder, publish_draft
from zhixian.core.registry.folder import Busy
from zhixian.core.registry.formats import importers
from zhixian.core.registry.importing import import_paths
from zhixian.core.registry.snapshot import current_id, open_snapshot
from zhixian.core.registry.status import waiting_rows
from zhixian.web.indicators.models import Edition
from zhixian.web.kit.jobs import Later
from zhixian.web.kit.models import Entry, Job, Notice
from zhixian.web.kit.private_files import safe_name
from zhixian.web.registry import actions, jobs
from zhixian.web.registry import published as effects
from zhixian.web.registry.models import Batch, IndexedRight, Publication

BROKEN = "2017.13.2"


def test_an_upload_waits_until_it_is_published(upload, officer, tmp_path):
    batch = upload(marks(tmp_path, 5633001))
    assert (batch.state, batch.job.state, batch.before) == ("ready", "done", "")
    assert batch.comparison["changes"]["right_added"] == 1
    assert current_id(settings.DATA) is None
    jobs.publish(batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    assert (batch.state, current_id(settings.DATA)) == ("published", batch.snapshot)
    told = Publication.objects.get()
    assert (told.snapshot, told.before, told.by, told.batch) == (batch.snapshot, "", officer, batch)
    assert IndexedRight.objects.visible_to(officer).get().title == "杭川5633001"
    actions_told = list(Entry.objects.order_by("number").values_list("action", flat=True))
    assert actions_told == ["upload_registry_data", "import_registry_data", "publish_figures", "publish_snapshot"]
    assert Edition.objects.get().snapshot == batch.snapshot
    assert Notice.objects.filter(user=officer).count() == 2


def test_the_files_are_private_and_gone_when_the_batch_is_settled(upload, officer, tmp_path):
    batch = upload(marks(tmp_path, 5633001))
    path = Path(settings.MEDIA_ROOT) / batch.files.get().path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    jobs.publish(batch, version=batch.version, by=officer)
    assert not path.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\temp\\x.xlsx", "a\nb.xlsx", "..", "长" * 200 + ".xlsx"])
def test_a_name_never_leads_elsewhere(name):
    safe = safe_name(name)
    assert Path(safe).name == safe
    assert safe.isprintable()
    assert 0 < len(safe.encode()) < 255


def test_columns_of_our_own_tables_are_called_in_chinese(upload, tmp_path):
    path = tmp_path / "loans.csv"
    path.write_text("loan_id,borrower,principal,drawn,due\nX1,甲公司,1,2018-13-01,2019-01-01\n")
    (told,) = upload(path).report["files"]
    assert {problem["column"] for problem in (*told["problems"], *told["grouped"])} == {"放款日", "借款人"}


def test_a_refused_row_is_corrected_in_place(upload, officer, tmp_path):
    batch = upload(marks(tmp_path, 5633001, 5633002, registered=BROKEN))
    row = batch.rows.get()
    assert (row.row, row.fixable, batch.report["files"][0]["refused"]) == (4, True, 1)
    assert [
        problem.column for problem in actions.fix(row, row.raw, seen=row.settled, version=batch.version, by=officer)
    ] == ["注册日期"]
    row.refresh_from_db()
    assert row.fixed_at is None
    assert (
        actions.fix(row, {**row.raw, "注册日期*": "2017-12-02"}, seen=row.settled, version=batch.version, by=officer)
        == []
    )
    jobs.merge_again(batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    assert batch.comparison["changes"]["right_added"] == 2
    assert [name for entry in Entry.objects.filter(action="fix_refused_row") for name in entry.detail["columns"]] == [
        "注册日期*"
    ]
    jobs.publish(batch, version=batch.version, by=officer)
    assert IndexedRight.objects.get(title="杭川5633002").registered.isoformat() == "2017-12-02"
    assert batch.rows.get().fixed_by == officer


def test_a_correction_outlives_a_later_import_of_the_same_file(published, upload, officer, tmp_path):
    batch = upload(marks(tmp_path, 5633001, registered=BROKEN))
    row = batch.rows.get()
    actions.fix(row, {**row.raw, "注册日期*": "2017-12-02"}, seen=row.settled, version=1, by=officer)
    jobs.merge_again(batch, version=1, by=officer)
    batch.refresh_from_db()
    jobs.publish(batch, version=batch.version, by=officer)
    published(marks(tmp_path, 5633001, registered="2018-01-01", name="again.xlsx"))
    assert IndexedRight.objects.visible_to(officer).get().registered.isoformat() == "2017-12-02"


def test_a_row_that_nobody_is_going_to_correct_waits_no_longer(upload, officer, tmp_path):
    batch = upload(marks(tmp_path, 5633001, 5633002, registered=BROKEN))
    actions.set_aside(batch.rows.get(), why="企业已注销，不再补登", seen="", version=batch.version, by=officer)
    jobs.merge_again(batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    assert batch.comparison["changes"]["right_added"] == 1
    jobs.publish(batch, version=batch.version, by=officer)
    found = open_snapshot(settings.DATA, current_id(settings.DATA))
    assert list(waiting_rows(found)) == []
    assert [row["reason"] for row in found.manifest["set_aside"]] == ["企业已注销，不再补登"]
    (entry,) = Entry.objects.filter(action="set_refused_row_aside")
    assert (entry.detail["row"], entry.detail["why"]) == (4, "企业已注销，不再补登")


def test_a_row_set_aside_may_be_corrected_after_all(upload, officer, tmp_path):
    batch = upload(marks(tmp_path, 5633001, 5633002, registered=BROKEN))
    row = batch.rows.get()
    actions.set_aside(row, why="不补了", seen="", version=batch.version, by=officer)
    actions.fix(row, {**row.raw, "注册日期*": "2017-12-02"}, seen=row.settled, version=batch.version, by=officer)
    jobs.merge_again(batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    assert batch.comparison["changes"]["right_added"] == 2
    assert batch.rows.get().aside == ""


def test_a_row_is_set_aside_on_its_page_with_a_reason(upload, sign_in, tmp_path):
    batch = upload(marks(tmp_path, 5633001, registered=BROKEN))
    client = sign_in("admin", unit="market_regulation_bureau")
    address = f"/registry/batches/{batch.pk}/rows/{batch.rows.get().pk}/"
    assert "搁置这一行" in client.get(address).content.decode()
    refused = client.post(f"{address}aside/", {"version": batch.version, "why": ""}).content.decode()
    assert '<details class="panel" open>' in refused
    assert "这个字段是必填项" in refused
    listed = client.post(
        f"{address}aside/", {"version": batch.version, "why": "重复登记"}, follow=True
    ).content.decode()
    assert "已搁置</span> 重复登记" in listed
    late = client.post(f"{address}aside/", {"version": batch.version + 1, "why": "重复登记"}).content.decode()
    assert "刚重新合并过" in late


def filled_in(page, **cells):
    """What the form of a row on this page would send, with these cells typed anew."""
    form = page.context["form"]
    typed = {field.label: field.html_name for field in form}
    return {field.html_name: field.value() or "" for field in form} | {
        typed[heading]: cell for heading, cell in cells.items()
    }


@pytest.fixture
def opened(upload, sign_in, tmp_path):
    """Somebody's client, the address of a refused row, and its form as that person has it open."""
    batch = upload(marks(tmp_path, 5633001, registered=BROKEN))
    client = sign_in("admin", unit="market_regulation_bureau")
    address = f"/registry/batches/{batch.pk}/rows/{batch.rows.get().pk}/"
    return client, address, client.get(address), batch.rows.get()


def test_a_correction_does_not_overwrite_another_unseen(opened, officer):
    client, address, page, row = opened
    assert actions.fix(row, {**row.raw, "注册日期*": "2017-12-02"}, seen="", version=1, by=officer) == []
    sent = filled_in(page, **{"注册日期*": "2017-12-03"})
    answer = client.post(address, sent)
    assert "刚被林文更正为：注册日期* 2017-12-02" in answer.text
    assert 'value="2017-12-03"' in answer.text
    row.refresh_from_db()
    assert (row.cells["注册日期*"], row.fixed_by) == ("2017-12-02", officer)
    again = filled_in(answer)
    assert client.post(address, again).status_code == 302
    row.refresh_from_db()
    assert (row.cells["注册日期*"], row.fixed_by) == ("2017-12-03", client.person)
    assert client.post(address, again).status_code == 302, "the same correction sent twice is no quarrel"


def test_a_correction_says_that_the_row_was_set_aside_meanwhile(opened, officer):
    client, address, page, row = opened
    actions.set_aside(row, why="企业已注销", seen="", version=1, by=officer)
    answer = client.post(address, filled_in(page, **{"注册日期*": "2017-12-03"}))
    assert "刚被林文搁置，理由是“企业已注销”" in answer.text
    row.refresh_from_db()
    assert (row.aside, row.cells) == ("企业已注销", None)


def test_setting_a_row_aside_does_not_undo_a_correction_unseen(opened, officer):
    client, address, _, row = opened
    actions.fix(row, {**row.raw, "注册日期*": "2017-12-02"}, seen="", version=1, by=officer)
    answer = client.post(f"{address}aside/", {"version": 1, "seen": "", "why": "重复登记"})
    assert "刚被林文更正为：注册日期* 2017-12-02" in answer.text
    assert 'value="重复登记"' in answer.text
    row.refresh_from_db()
    assert row.aside == ""
    aside = {field.html_name: field.value() for field in answer.context["aside"]}
    assert client.post(f"{address}aside/", aside).status_code == 302
    row.refresh_from_db()
    assert row.aside == "重复登记"


def test_an_import_without_change_says_so(published, upload, officer, sign_in, tmp_path):
    published(marks(tmp_path, 5633001))
    batch = upload(marks(tmp_path, 5633001, name="again.xlsx"))
    assert batch.comparison["same"]
    client = sign_in("admin", unit="market_regulation_bureau")
    page = client.get(f"/registry/batches/{batch.pk}/").content.decode()
    assert "没有带来变化" in page
    assert f"/registry/batches/{batch.pk}/publish/" not in page
    assert f"/registry/batches/{batch.pk}/discard/" in page


def test_the_rows_of_a_batch_that_could_not_be_read_are_not_all_taken(published, upload, sign_in, tmp_path):
    published(marks(tmp_path, 5633001))
    batch = upload(marks(tmp_path, 5633001, name="again.xlsx"))
    client = sign_in("admin", unit="market_regulation_bureau")
    assert "全部收下了" in client.get(f"/registry/batches/{batch.pk}/rows/").content.decode()
    Job.objects.filter(pk=batch.job_id).update(state="failed")
    Batch.objects.filter(pk=batch.pk).update(state="reading")
    page = client.get(f"/registry/batches/{batch.pk}/rows/").content.decode()
    assert "这一批没有读成" in page
    assert "全部收下了" not in page


def test_what_somebody_else_published_meanwhile_is_not_lost(upload, officer, tmp_path):
    first, second = (upload(marks(tmp_path, number, name=f"{number}.xlsx")) for number in (5633001, 5633002))
    jobs.publish(first, version=first.version, by=officer)
    jobs.publish(second, version=second.version, by=officer)
    second.refresh_from_db()
    assert (second.state, second.job.state) == ("ready", "failed")
    assert "先重新合并" in second.job.trouble
    jobs.merge_again(second, version=second.version, by=officer)
    second.refresh_from_db()
    jobs.publish(second, version=second.version, by=officer)
    assert IndexedRight.objects.visible_to(officer).count() == 2


def test_two_people_do_not_decide_twice(upload, officer, tmp_path):
    batch = upload(marks(tmp_path, 5633001))
    stale = Batch.objects.get(pk=batch.pk)
    jobs.publish(batch, version=batch.version, by=officer)
    with pytest.raises(Refusal, match="刚被别人办过，现在是“已发布”"):
        jobs.publish(stale, version=stale.version, by=officer)
    with pytest.raises(Refusal, match="刚被别人办过"):
        actions.discard(stale, version=1, by=officer)
    assert Publication.objects.count() == 1


def test_discarding_leaves_the_registry_as_it_was(upload, officer, tmp_path, django_capture_on_commit_callbacks):
    batch = upload(marks(tmp_path, 5633001, registered=BROKEN))
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(batch, version=batch.version, by=officer)
    assert current_id(settings.DATA) is None
    assert not (settings.DATA / "drafts" / batch.draft).exists()
    assert not (Path(settings.MEDIA_ROOT) / "registry" / str(batch.pk)).exists()
    assert batch.rows.count() == 0


def test_a_file_that_nobody_can_read_fails_with_its_reason(upload, tmp_path, sign_in):
    path = tmp_path / "notes.xlsx"
    path.write_bytes(b"not a workbook")
    batch = upload(path)
    assert batch.has_failed
    assert batch.job.tries == 1
    page = sign_in("admin", unit="market_regulation_bureau").get(f"/registry/batches/{batch.pk}/").content.decode()
    assert "notes.xlsx" in page
    assert "放弃这一批" in page


def test_one_bad_file_of_several_is_named_and_the_others_are_read(upload, tmp_path, sign_in):
    broken, stray = tmp_path / "坏的.xlsx", tmp_path / "notes.bin"
    broken.write_bytes(b"not a workbook")
    stray.write_bytes(b"\0\1\2")
    batch = upload(broken, marks(tmp_path, 5633001), stray)
    assert batch.state == "ready"
    assert batch.comparison["changes"]["right_added"] == 1
    page = sign_in("admin").get(f"/registry/batches/{batch.pk}/").content.decode()
    for name in ("坏的.xlsx", "notes.bin"):
        assert (
            f'<td data-label="文件">{name}</td><td colspan="5" data-label="结果"><span><span class="tag bad">没有读</span>'
            in page
        )


def test_several_bad_files_are_all_named(upload, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(b"not a workbook")
    batch = upload(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert batch.has_failed
    assert "a.xlsx：" in batch.job.trouble
    assert "b.xlsx：" in batch.job.trouble


def test_a_file_that_is_too_large_keeps_no_other_out(sign_in, settings, tmp_path):
    good = as_upload(marks(tmp_path, 1))
    settings.UPLOAD_LIMIT = good.size
    large, empty = SimpleUploadedFile("大.csv", b"x" * (good.size + 1)), SimpleUploadedFile("空.csv", b"")
    page = sign_in("admin").post("/registry/", {"exports": [large, good, empty], "kind": "auto"}, follow=True)
    assert [file.name for file in Batch.objects.get().files.all()] == [good.name]
    assert "没有上传：“大.csv”超过" in page.content.decode()
    assert "没有上传：“空.csv”是空的（0 字节），请打开原文件看一看" in page.content.decode()


def test_one_goes_back_with_a_reason(published, officer, tmp_path):
    first = published(marks(tmp_path, 5633001))
    second = published(marks(tmp_path, 5633002, name="two.xlsx"))
    job = jobs.ask_to_go_back(first.snapshot, seen=second.snapshot, reason="第二批是测试数据", by=officer)
    assert Job.objects.get(pk=job.pk).state == "done"
    assert current_id(settings.DATA) == first.snapshot
    assert IndexedRight.objects.visible_to(officer).count() == 1
    told = Publication.objects.first()
    assert (told.snapshot, told.before, told.reason) == (first.snapshot, second.snapshot, "第二批是测试数据")
    with pytest.raises(Refusal, match="刚换过"):
        jobs.ask_to_go_back(first.snapshot, seen=second.snapshot, reason="x", by=officer)


@pytest.mark.parametrize("cleared", [True, False])
def test_a_publication_that_was_cut_off_is_finished(upload, officer, tmp_path, cleared):
    batch = upload(marks(tmp_path, 5633001))
    folder = draft_folder(settings.DATA, batch.draft)
    shutil.copytree(folder, tmp_path / "draft")
    publish_draft(settings.DATA, batch.draft)
    if not cleared:
        shutil.copytree(tmp_path / "draft", folder)
    jobs.publish(batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    assert (batch.state, Publication.objects.count(), IndexedRight.objects.count()) == ("published", 1, 1)
    assert not folder.exists()


def kept_of(batch):
    return Path(settings.MEDIA_ROOT) / "registry" / str(batch.pk)


def test_a_publication_that_was_cut_off_before_its_files_were_removed_removes_them_when_run_again(
    upload, officer, tmp_path, monkeypatch
):
    batch, whole = upload(marks(tmp_path, 5633001)), actions.forget_files
    monkeypatch.setattr(actions, "forget_files", lambda _: None)  # as if the worker had died before it
    jobs.publish(batch, version=batch.version, by=officer)
    monkeypatch.setattr(actions, "forget_files", whole)
    batch.refresh_from_db()
    assert batch.state == "published"
    assert kept_of(batch).exists()
    again = jobs.publish_batch.does(lambda *_: None, batch=batch.pk, person=officer.pk)
    assert again == batch.snapshot
    assert not kept_of(batch).exists()


def test_files_that_another_import_keeps_busy_are_removed_later(upload, officer, tmp_path, monkeypatch):
    batch = upload(marks(tmp_path, 5633001))
    jobs.publish(batch, version=batch.version, by=officer)

    def busy(_):
        raise Busy("另一个导入正在进行")

    monkeypatch.setattr(actions, "forget_files", busy)
    with pytest.raises(Later, match="另一个导入正在进行"):
        jobs.publish_batch.does(lambda *_: None, batch=batch.pk, person=officer.pk)


def test_rows_beyond_those_that_a_page_lists_are_told(upload, sign_in, tmp_path, monkeypatch):
    monkeypatch.setattr(actions, "MOST_ROWS", 1)
    rows = [{**MARK, "number": str(number), "filed": BROKEN} for number in (5633001, 5633002, 5633003)]
    batch = upload(filled_template(tmp_path, "marks", *rows))
    assert batch.report["beyond"] == 2
    assert "3 行没有收下或缺一部分，其中 1 行可以在页面上更正" in Notice.objects.get().body
    html = sign_in("lead_office", unit="leading_group_office").get(f"/registry/batches/{batch.pk}/").content.decode()
    assert "缺一部分的 1 行" in html
    assert "另有 2 行没有列在页面上" in html


def test_other_rooms_are_told(published, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(effects, "_EFFECTS", [])
    effects.after_publishing(lambda snapshot: told.append(snapshot.id))
    batch = published(marks(tmp_path, 5633001))
    assert told == [batch.snapshot]


def test_the_command_line_is_as_before(tmp_path, upload):
    upload(marks(tmp_path, 5633002, name="two.xlsx"))
    result = import_paths([marks(tmp_path, 5633001)], data=settings.DATA, importers=importers())
    assert current_id(settings.DATA) == result.snapshot
    assert result.tables["rights"] == 1


PAGES = ["", "rows/", "report.xlsx", "changes/right_added/"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("role", "unit", "status"),
    [("admin", "finance_bureau", 200), ("auditor", "finance_bureau", 200), ("handler", "finance_bureau", 404)],
)
def test_who_sees_an_upload(upload, sign_in, tmp_path, address, role, unit, status):
    batch = upload(marks(tmp_path, 5633001, 5633002, registered=BROKEN))
    assert sign_in(role, unit=unit).get(f"/registry/batches/{batch.pk}/{address}").status_code == status


def test_handlers_of_the_hosting_unit_may_upload_and_auditors_only_read(sign_in, upload, tmp_path):
    batch = upload(marks(tmp_path, 5633001, 5633002, registered=BROKEN))
    row = batch.rows.get()
    for role, unit, may in (
        ("handler", "industry_science_bureau", True), ("handler", "finance_bureau", False), ("auditor", "finance_bureau", False),
    ):  # fmt: skip
        client = sign_in(role, unit=unit)
        assert ("上传并读取" in client.get("/registry/").content.decode()) == may
        assert (client.get(f"/registry/batches/{batch.pk}/rows/{row.pk}/").status_code == 200) == may
    assert client.post(f"/registry/batches/{batch.pk}/discard/", {"version": 1}).status_code == 404
    assert Batch.objects.get().state == "ready"


def test_the_whole_way_by_pages(sign_in, tmp_path):
    client = sign_in("lead_office", unit="leading_group_office")
    path = marks(tmp_path, 5633001, 5633002, registered=BROKEN)
    answer = client.post("/registry/", {"exports": [as_upload(path)], "kind": "auto"}, follow=True)
    batch = Batch.objects.get()
    assert answer.redirect_chain == [(f"/registry/batches/{batch.pk}/", 302)]
    home = f"/registry/batches/{batch.pk}/"
    row = batch.rows.get()
    page = client.get(f"{home}rows/{row.pk}/").content.decode()
    assert "不是日期，应写成 2017-03-02 这样" in page
    cells = {f"cell{place}": cell or "" for place, cell in enumerate(row.raw.values())}
    place = f"cell{list(row.raw).index('注册日期*')}"
    still = client.post(f"{home}rows/{row.pk}/", {**cells, "version": 1}).content.decode()
    assert "不是日期" in still
    client.post(f"{home}rows/{row.pk}/", {**cells, place: "2017-12-02", "version": 1})
    client.post(f"{home}merge/", {"version": 1})
    assert "杭川5633002" in client.get(f"{home}changes/right_added/").content.decode()
    client.post(f"{home}publish/", {"version": 2})
    batch.refresh_from_db()
    assert batch.state == "published"
    assert "已发布" in client.get(home).content.decode()
    assert "杭川5633002" in client.get(f"{home}changes/right_added/").content.decode()
    assert batch.snapshot in client.get("/registry/").content.decode()


def test_the_report_as_a_workbook_takes_nothing_for_a_formula(upload, sign_in, tmp_path):
    batch = upload(marks(tmp_path, 5633001, registered="+1+1"))
    content = sign_in("auditor").get(f"/registry/batches/{batch.pk}/report.xlsx").content
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["问题汇总", "未收下的行"]
    assert [cell.value for cell in book["问题汇总"][2]][:2] == ["marks.xlsx", "注册日期"]
    assert not any(cell.data_type == "f" for sheet in book for line in sheet for cell in line)
    assert Entry.objects.filter(action="export_import_report").count() == 1


def test_a_form_without_files_says_so(sign_in):
    page = sign_in("admin").post("/registry/", {"kind": "auto"}).content.decode()
    assert "请选择要导入的文件" in page


def test_a_file_that_is_too_large_is_refused(sign_in, settings, tmp_path):
    settings.UPLOAD_LIMIT = 1024
    page = sign_in("admin").post("/registry/", {"exports": [as_upload(marks(tmp_path, 1))], "kind": "auto"}).content
    assert "超过 0 MB" in page.decode()
    assert not Batch.objects.exists()


def test_going_back_shows_what_would_change(published, sign_in, tmp_path):
    first = published(marks(tmp_path, 5633001))
    second = published(marks(tmp_path, 5633002, name="two.xlsx"))
    client = sign_in("lead_office", unit="leading_group_office")
    address = f"/registry/snapshots/{first.snapshot}/"
    assert "减少权利" in client.get(address).content.decode()
    client.post(address, {"seen": second.snapshot, "reason": "误发"})
    assert current_id(settings.DATA) == first.snapshot
    assert client.get("/registry/snapshots/unknown/").status_code == 404
    assert sign_in("handler", unit="finance_bureau").get(address).status_code == 404


def test_missing_population_hides_no_other_target(upload, tmp_path):
    batch = upload(filled_template(tmp_path, "marks", MARK))
    assert {target["after"] is None for target in batch.targets} == {True, False}


def test_an_upload_by_somebody_who_may_not_is_not_taken(sign_in, tmp_path):
    client = sign_in("handler", unit="finance_bureau")
    client.post("/registry/", {"exports": [as_upload(marks(tmp_path, 1))], "kind": "auto"})
    assert not Batch.objects.exists()


def test_a_person_has_no_more_waiting_than_their_share(sign_in, settings, tmp_path):
    client, path = sign_in("admin"), marks(tmp_path, 5633001)
    settings.STORED_LIMIT = path.stat().st_size
    assert client.post("/registry/", {"exports": [as_upload(path)], "kind": "auto"}).status_code == 302
    page = client.post("/registry/", {"exports": [as_upload(path)], "kind": "auto"}).content.decode()
    assert "先发布或放弃未了的批次，再上传" in page
    assert Batch.objects.count() == 1


def test_an_empty_template_comes_from_the_desk_and_says_that_there_is_none(upload, officer, client, tmp_path):
    batch = upload(marks(tmp_path, 5633001))
    jobs.publish(batch, version=batch.version, by=officer)
    lacking = Edition.objects.get().figures.get(indicator="pledge_financing")
    assert (lacking.value, "模板“质押贷款”" in lacking.reason) == (None, True)
    client.force_login(officer)
    assert "/registry/templates/loans.xlsx" in client.get("/registry/").content.decode()
    given = client.get("/registry/templates/loans.xlsx")
    assert client.get("/registry/templates/nothing.xlsx").status_code == 404
    path = tmp_path / "loans.xlsx"
    path.write_bytes(given.content)
    batch = upload(path)
    jobs.publish(batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    assert batch.state == "published"
    figure = Edition.objects.order_by("-published_at").first().figures.get(indicator="pledge_financing")
    assert (figure.value, figure.reason) == (0, "")


def test_the_comparison_says_only_what_changed_and_names_each_cell_for_a_phone(published, upload, sign_in, tmp_path):
    head = "loan_id,borrower,lender,principal,drawn,due,annual_rate\n"
    first, second = tmp_path / "a" / "loans.csv", tmp_path / "b" / "loans.csv"
    for path, rate in ((first, "5.655"), (second, "4.35")):
        path.parent.mkdir()
        path.write_text(f"{head}D1,P1,某银行,150000000,2018-01-01,2019-01-01,{rate}\n", encoding="utf-8")
    people = tmp_path / "a" / "parties.csv"
    people.write_text("party_id,name,kind,region\nP1,甲公司,enterprise,110101\n", encoding="utf-8")
    published(people, first)
    batch = upload(second)
    client = sign_in("admin")
    page = client.get(f"/registry/batches/{batch.pk}/changes/loan_changed/").text
    assert '<table class="list cards-on-phone">' in page
    assert '<td data-label="现在">年利率 5.655%</td><td data-label="以后">年利率 4.35%</td>' in page
    assert "1,500,000" not in page
    tables = client.get(f"/registry/batches/{batch.pk}/").text
    assert '<td class="num" data-label="没有收下">' in tables
