"""The value indicators on the page of a right: what the registry tells, and where citations are told of it."""

from factories.people import make_organisation
from factories.topics import make_topic


def block(shown, title):
    """What stands under the heading of an indicator."""
    return shown.partition(f"<h3>{title}</h3>")[2].partition("</li>")[0]


def test_the_page_asks_for_them_when_it_is_there(register, handler):
    register(3)
    page = handler.get("/rights/R1/").content.decode()
    assert 'hx-get="/rights/R1/?value=yes"' in page
    assert "<h3>剩余保护期</h3>" not in page
    shown = handler.get("/rights/R1/", {"value": "yes"}).content.decode()
    assert "hx-get" not in shown.partition('id="value"')[2].partition("</section>")[0]
    assert "天" in block(shown, "剩余保护期")
    assert "只有 3 件有这项数值，不足 5 件" in block(shown, "剩余保护期")
    assert "不详（登记数据不含引证）" in block(shown, "被引次数")
    assert "0 次" not in block(shown, "被引次数")
    assert "登记数据内专利里比" in shown


def test_a_mark_has_none(register, handler):
    register(1)
    page = handler.get("/rights/", {"q": "杭川5633001"}).content.decode()
    mark = page.partition('<h2><a href="')[2].partition('"')[0]
    assert 'id="value"' not in handler.get(mark, {"value": "yes"}).content.decode()


def test_topics_that_hold_it_are_named_to_who_may_read_them(register, handler, sign_in, tmp_path):
    register(3)
    cited = {"申请号": "CN201410408762.5", "标题": "一种尾矿装置", "被引证次数": "7"}
    topic = make_topic(tmp_path, cited, {}, name="尾矿", by=handler.person)
    shown = handler.get("/rights/R1/", {"value": "yes"}).content.decode()
    assert "尾矿（被引 7 次）" in shown
    link = shown.partition(f'href="/topics/{topic.pk}/records/')[2].partition('"')[0]
    assert "7 次" in handler.get(f"/topics/{topic.pk}/records/{link}").content.decode()
    assert "尾矿（" not in handler.get("/rights/R2/", {"value": "yes"}).content.decode()
    owner = sign_in("enterprise", organisation=make_organisation(party="P1"))
    theirs = owner.get("/rights/R1/", {"value": "yes"}).content.decode()
    assert "<h3>剩余保护期</h3>" in theirs
    assert "尾矿（" not in theirs
