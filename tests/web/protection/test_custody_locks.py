"""A passphrase is made slow to try; whoever writes meanwhile does not wait for it."""

import pytest

from factories.reports import PASSPHRASE, set_up_custodian
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.protection import sealing
from zhixian.web.protection.actions import custody
from zhixian.web.protection.models import CustodianKey

NEXT = "另一个很长的口令一二三四"


def test_no_key_is_derived_while_anything_is_locked(cast, watched):
    derived = watched(sealing, "_box")
    set_up_custodian(cast.custodian)
    custody.change_key(cast.custodian, PASSPHRASE, NEXT)
    custody.change_key(cast.custodian, NEXT, PASSPHRASE)
    assert len(derived) > 8
    assert set(derived) == {0}


def test_a_change_worked_out_from_keys_that_are_others_by_now_is_refused(keyed, monkeypatch):
    real, ours = custody.new_key, []

    def made(passphrase):
        if not ours:
            ours.append(passphrase)
            custody.set_up_key(keyed.custodian, "另一台电脑上设立的那个口令")
        return real(passphrase)

    monkeypatch.setattr(custody, "new_key", made)
    with pytest.raises(Refusal, match="钥匙刚在别处换过"):
        custody.change_key(keyed.custodian, PASSPHRASE, NEXT)
    old, new = CustodianKey.objects.order_by("id")
    assert (old.retired_at is None, new.retired_at) == (False, None)
    sealing.unwrap(custody._wrapped(old), PASSPHRASE)  # still under the passphrase that it had
