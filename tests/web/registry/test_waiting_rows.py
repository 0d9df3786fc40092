"""Rows that were not taken stay correctable until they are taken or set aside, and no correction is lost on the way."""

import pytest
from django.conf import settings

from factories.registry import marks
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.snapshot import current_id, open_snapshot
from zhixian.core.registry.status import waiting_rows
from zhixian.web.registry import actions, jobs
from zhixian.web.registry.models import Batch, IndexedRight

BROKEN = "2017.13.2"


def correct(batch, by):
    """Correct the one row of a batch."""
    row = batch.rows.get()
    cells = {**row.raw, "注册日期*": "2017-12-02"}
    assert actions.fix(row, cells, seen=row.settled, version=batch.version, by=by) == []


def merge_and_publish(batch, by):
    jobs.merge_again(batch, version=batch.version, by=by)
    batch.refresh_from_db()
    jobs.publish(batch, version=batch.version, by=by)
    batch.refresh_from_db()


def current():
    return open_snapshot(settings.DATA, current_id(settings.DATA))


@pytest.mark.parametrize("settle", ["correct", "set_aside"])
def test_what_is_not_merged_yet_is_not_left_out_of_a_publication(upload, officer, sign_in, tmp_path, settle):
    batch = upload(marks(tmp_path, 5633001, 5633002, registered=BROKEN))
    if settle == "correct":
        correct(batch, officer)
    else:
        actions.set_aside(batch.rows.get(), why="企业已注销", seen="", version=batch.version, by=officer)
    client = sign_in("lead_office", unit="leading_group_office")
    home = f"/registry/batches/{batch.pk}/"
    page = client.get(home).content.decode()
    assert "有 1 行更正或搁置了，还没有合并进来" in page
    assert (f"{home}publish/" in page, f"{home}merge/" in page) == (False, True)
    answer = client.post(f"{home}publish/", {"version": batch.version}, follow=True).content.decode()
    assert "先重新合并，看过变化再发布" in answer
    batch.refresh_from_db()
    assert (batch.state, current_id(settings.DATA)) == ("ready", None)
    client.post(f"{home}merge/", {"version": batch.version})
    page = client.get(home).content.decode()
    assert (f"{home}publish/" in page, f"{home}merge/" in page) == (True, False)
    merge_and_publish(Batch.objects.get(), officer)
    assert list(waiting_rows(current())) == []


def test_a_correction_changed_after_the_merge_is_merged_again_first(upload, officer, tmp_path):
    batch = upload(marks(tmp_path, 5633001, 5633002, registered=BROKEN))
    correct(batch, officer)
    jobs.merge_again(batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    row = batch.rows.get()
    cells = {**row.cells, "注册日期*": "2017-12-03"}
    assert actions.fix(row, cells, seen=row.settled, version=batch.version, by=officer) == []
    with pytest.raises(Refusal, match="还没有合并进来"):
        jobs.publish(batch, version=batch.version, by=officer)
    batch.refresh_from_db()
    merge_and_publish(batch, officer)
    assert IndexedRight.objects.get(title="杭川5633002").registered.isoformat() == "2017-12-03"


def test_a_row_is_corrected_long_after_its_file_was_published(published, sign_in, officer, tmp_path):
    old = published(marks(tmp_path, 5633001, 5633002, registered=BROKEN))
    published(marks(tmp_path, 5633003, name="later.xlsx"))
    client = sign_in("lead_office", unit="leading_group_office")
    for address in ("", "rows/"):
        assert "/registry/#waiting" in client.get(f"/registry/batches/{old.pk}/{address}").content.decode()
    desk = client.get("/registry/").content.decode()
    assert "1 行没有收下或缺一部分" in desk
    assert 'action="/registry/waiting/"' in desk
    answer = client.post("/registry/waiting/", follow=True)
    batch = Batch.objects.first()
    assert answer.redirect_chain == [(f"/registry/batches/{batch.pk}/", 302)]
    assert "打开当前快照里待更正的行" in answer.content.decode()
    assert "还有 1 行没有收下或缺一部分" in answer.content.decode()
    client.post("/registry/waiting/")
    assert Batch.objects.first() == batch
    correct(batch, officer)
    merge_and_publish(batch, officer)
    assert IndexedRight.objects.get(title="杭川5633002").registered.isoformat() == "2017-12-02"
    assert list(waiting_rows(current())) == []
    assert "没有收下或缺一部分" not in client.get("/registry/").content.decode()


def test_the_rows_of_a_file_that_came_before_are_corrected_where_it_comes_again(
    published, upload, officer, sign_in, tmp_path
):
    path = marks(tmp_path, 5633001, 5633002, registered=BROKEN)
    published(path)
    again = upload(path)
    client = sign_in("lead_office", unit="leading_group_office")
    assert "全部收下了" not in client.get(f"/registry/batches/{again.pk}/rows/").content.decode()
    page = client.get(f"/registry/batches/{again.pk}/").content.decode()
    assert "更正以后重新合并，才有变化可以发布" in page
    correct(again, officer)
    merge_and_publish(again, officer)
    assert IndexedRight.objects.get(title="杭川5633002").registered.isoformat() == "2017-12-02"


def test_nobody_gathers_waiting_rows_of_no_registry_or_without_the_desk(sign_in):
    lead = sign_in("lead_office", unit="leading_group_office")
    assert "还没有登记数据" in lead.post("/registry/waiting/", follow=True).content.decode()
    assert sign_in("auditor", unit="finance_bureau").post("/registry/waiting/").status_code == 404
    assert not Batch.objects.exists()
