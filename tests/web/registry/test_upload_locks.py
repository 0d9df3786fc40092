"""Copying hundreds of megabytes takes long, and nobody waits for it; what is not taken leaves nothing behind."""

import stat
from pathlib import Path

import pytest

from factories.registry import as_upload, marks
from zhixian.core.kernel.refusal import Refusal
from zhixian.site.backup import archive
from zhixian.web.kit import private_files
from zhixian.web.registry import actions, jobs
from zhixian.web.registry.models import Batch


@pytest.fixture
def given(tmp_path):
    return as_upload(marks(tmp_path, 5633001))


def lying(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_files_are_copied_before_anything_is_locked(given, officer, watched, settings):
    copies = watched(private_files, "_copy")
    batch = jobs.upload([given], kind="auto", by=officer)
    assert copies == [0]
    [file] = batch.files.all()
    kept = Path(settings.MEDIA_ROOT) / file.path
    assert (lying(settings), kept.stat().st_size) == ([kept], file.size)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_what_came_to_be_too_much_while_it_was_copied_is_removed(given, officer, settings, monkeypatch):
    real = private_files._copy

    def copy(upload, path):
        settings.STORED_LIMIT = 1
        return real(upload, path)

    monkeypatch.setattr(private_files, "_copy", copy)
    with pytest.raises(Refusal, match="未了的批次"):
        jobs.upload([given], kind="auto", by=officer)
    assert lying(settings) == []
    assert not Batch.objects.exists()


def test_a_backup_passes_over_what_is_still_being_copied(given, officer, settings):
    jobs.upload([given], kind="auto", by=officer)
    kept = lying(settings)
    with actions.UPLOADS.taken_in([given], by=officer):
        assert len(lying(settings)) == 2
        assert list(archive._files_of(settings.DATA / archive.FILES)) == kept
