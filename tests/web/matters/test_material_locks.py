"""A file is looked into before anything is locked; what is taken for nothing leaves no file behind."""

from pathlib import Path

import pytest

from factories.matters import pdf, start, upload
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.kit.models import Entry
from zhixian.web.matters import actions
from zhixian.web.matters.actions import applying
from zhixian.web.matters.models import Material

KIND = "interest_receipts"


def lying(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile(act)` lets something else happen while a file is looked into."""

    def go(act):
        real = applying.take_file

        def take(*args):
            monkeypatch.setattr(applying, "take_file", real)
            act()
            return real(*args)

        monkeypatch.setattr(applying, "take_file", take)

    return go


def test_a_file_is_looked_into_before_anything_is_locked(cast, watched, settings):
    looked = watched(applying, "take_file")
    row = actions.attach_material(start(cast), KIND, upload(), by=cast.applicant)
    assert looked == [0]
    assert [path.stat().st_size for path in lying(settings)] == [row.size]
    with row.file.open("rb") as kept:
        assert kept.read() == pdf()
    assert Entry.objects.get(action="material_attached").detail["sha256"] == row.sha256


@pytest.mark.parametrize("wrong", ["nothing_of_the_kind", KIND])
def test_what_may_not_be_handed_in_is_not_even_looked_into(cast, watched, monkeypatch, wrong):
    looked = watched(applying, "take_file")
    monkeypatch.setattr(applying, "MOST_MATERIALS", 0)
    with pytest.raises(Refusal):
        actions.attach_material(start(cast), wrong, upload(), by=cast.applicant)
    assert looked == []


def test_a_dossier_that_is_submitted_meanwhile_takes_nothing_more(cast, meanwhile, settings):
    dossier = start(cast)
    meanwhile(lambda: type(dossier).objects.filter(pk=dossier.pk).update(step="acceptance"))
    with pytest.raises(Refusal, match="不能改动材料"):
        actions.attach_material(dossier, KIND, upload(), by=cast.applicant)
    assert (lying(settings), Material.objects.count()) == ([], 0)


def test_the_last_place_is_given_once(cast, meanwhile, monkeypatch, settings):
    monkeypatch.setattr(applying, "MOST_MATERIALS", 1)
    dossier = start(cast)
    meanwhile(lambda: actions.attach_material(dossier, KIND, upload("先到.pdf"), by=cast.applicant))
    with pytest.raises(Refusal, match="已有 1 个文件"):
        actions.attach_material(dossier, KIND, upload("后到.pdf"), by=cast.applicant)
    assert Material.objects.get().name == "先到.pdf"
    assert len(lying(settings)) == 1
