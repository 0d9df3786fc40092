"""A small registry and a day for tests of dossiers."""

import pytest

from factories.matters import Cast, write_world
from zhixian.web.matters import effects


@pytest.fixture(autouse=True)
def _world(settings, tmp_path):
    settings.TODAY = "2018-12-03"
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    write_world(tmp_path)


@pytest.fixture
def cast():
    return Cast()


@pytest.fixture
def money(monkeypatch):
    """A purse that keeps what each dossier has reserved, committed and been paid, and refuses what cannot be."""
    purse = Purse()
    monkeypatch.setattr(effects, "_money", {name: getattr(purse, name) for name in effects.MONEY})
    return purse


class Purse:
    def __init__(self):
        self.held, self.paid, self.calls = {}, {}, []

    def _call(self, name, dossier):
        self.calls.append((name, dossier.number, dossier.award_fen))
        return dossier.number, dossier.award["amount_fen"]

    def reserve(self, dossier, *, reason, by):
        number, fen = self._call("reserve", dossier)
        assert number not in self.held
        assert fen > 0
        self.held[number] = ("reserved", fen)

    def commit(self, dossier, *, reason, by):
        number, fen = self._call("commit", dossier)
        assert self.held[number] == ("reserved", fen)
        self.held[number] = ("committed", fen)

    def pay(self, dossier, *, reason, by):
        number, fen = self._call("pay", dossier)
        assert self.held.pop(number) == ("committed", fen)
        assert number not in self.paid
        self.paid[number] = fen

    def release(self, dossier, *, reason, by):
        number, fen = self._call("release", dossier)
        assert self.held.pop(number)[1] == fen
