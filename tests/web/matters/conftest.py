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

    def _call(self, name, given):
        self.calls.append((name, given["dossier"], given["amount_fen"]))

    def reserve(self, **given):
        self._call("reserve", given)
        assert given["dossier"] not in self.held
        assert given["amount_fen"] > 0
        self.held[given["dossier"]] = ("reserved", given["amount_fen"])

    def commit(self, **given):
        self._call("commit", given)
        assert self.held[given["dossier"]] == ("reserved", given["amount_fen"])
        self.held[given["dossier"]] = ("committed", given["amount_fen"])

    def pay(self, **given):
        self._call("pay", given)
        assert self.held.pop(given["dossier"]) == ("committed", given["amount_fen"])
        assert given["dossier"] not in self.paid
        self.paid[given["dossier"]] = given["amount_fen"]

    def release(self, **given):
        self._call("release", given)
        assert self.held.pop(given["dossier"])[1] == given["amount_fen"]
