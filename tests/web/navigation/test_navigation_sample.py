"""The demonstration's topic: two editions, the landscape issued of the first, and a draft that tells what changed."""

from types import SimpleNamespace

from factories.people import make_organisation, make_person
from factories.topics import DAY
from zhixian.web.kit.plan import lead_office, the_plan
from zhixian.web.navigation import sample
from zhixian.web.navigation.models import Landscape, SavedSearch, Topic
from zhixian.web.navigation.queries import landscapes_visible_to


def test_the_sample_has_everything_to_look_at(county):
    lead = make_person("lead_office", unit=lead_office())
    clerk = make_person("enterprise", organisation=make_organisation())
    organisation = clerk.seats.get().organisation
    world = SimpleNamespace(
        people={"lead": lead}, organisations={"enterprise": organisation}, today=DAY, plan=the_plan(), snapshot=None
    )
    sample.fill(world)
    topic = Topic.objects.get(from_files=False)
    of_files = Topic.objects.get(from_files=True)
    assert (of_files.name, of_files.shows_raw) == (sample.OF_FILES, False)
    made = of_files.latest
    assert (made.labels, made.as_of, made.tells_later) == (["合成数据"], DAY, "")
    assert made.counts["records"] > 35
    assert all(made.counts[name] for name in ("granted", "in_force", "applicants"))
    assert not made.report["files"][0]["refused"]
    assert not made.report["files"][0]["unknown_headings"]
    assert made.report["days"]["expired"] > 0
    assert [row.as_of for row in topic.editions.all()] == [DAY, DAY - sample.BETWEEN]
    draft, variant, issued = Landscape.objects.all()
    assert (variant.state, variant.variant_name, variant.before) == ("draft", "企业经营类", None)
    assert variant.enterprise == "测试公司"
    assert "enterprise_competitors" in {figure["id"] for figure in variant.told["figures"]}
    assert (issued.state, issued.number[-8:]) == ("issued", "〔2020〕1号")
    assert issued.issued_on == DAY - sample.BETWEEN
    assert (draft.state, draft.before, draft.foreword) == ("draft", issued, sample.FOREWORD)
    assert draft.edits == {"filings": {"remark": sample.REMARK}}
    [watched] = SavedSearch.objects.all()
    assert (watched.user, watched.kind, watched.topic) == (lead, "competitor", topic)
    assert watched.known
    assert list(landscapes_visible_to(type(clerk).objects.get(pk=clerk.pk))) == [issued]


def test_without_a_lead_office_there_is_none(county):
    sample.fill(SimpleNamespace(people={"lead": make_person()}, organisations={}, today=DAY, plan=the_plan()))
    assert not Topic.objects.exists()
