"""Seals: only the right key and passphrase open, and lengths tell nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from zhixian.core.kernel.refusal import Refusal
from zhixian.web.protection.sealing import (
    UnableToUnseal,
    lock_file,
    new_key,
    read_viewing_key,
    seal,
    unlock_file,
    unseal,
    unwrap,
    viewing_key,
    wrap,
)

PRIVATE = PrivateKey.generate()
PUBLIC = bytes(PRIVATE.public_key).hex()


@given(st.text(max_size=400))
def test_what_was_sealed_comes_back(text):
    assert unseal(seal(text, PUBLIC), PRIVATE) == text


def test_short_texts_are_sealed_equally_long_and_never_alike():
    sealed = [seal(text, PUBLIC) for text in ("王", "欧阳某某某", "13805970001", "13805970001")]
    assert len({len(one) for one in sealed}) == 1
    assert len(set(sealed)) == 4


def test_another_key_or_a_changed_seal_opens_nothing():
    sealed = seal("王某", PUBLIC)
    with pytest.raises(UnableToUnseal):
        unseal(sealed, PrivateKey.generate())
    with pytest.raises(UnableToUnseal):
        unseal(sealed[:-2] + ("00" if sealed[-2:] != "00" else "01"), PRIVATE)


def test_a_private_key_opens_with_its_passphrase_only():
    key = new_key("一二三四五六七八九十甲乙")
    assert bytes(unwrap(key, "一二三四五六七八九十甲乙").public_key).hex() == key.public
    with pytest.raises(UnableToUnseal):
        unwrap(key, "一二三四五六七八九十甲丙")
    with pytest.raises(Refusal, match="口令有 3 个字"):
        wrap(PRIVATE, "短口令")


def test_a_file_opens_with_its_own_key_only():
    key, locked = lock_file(b"content")
    assert b"content" not in locked
    assert unlock_file(key, locked) == b"content"
    with pytest.raises(UnableToUnseal):
        unlock_file(lock_file(b"")[0], locked)


@pytest.mark.parametrize("typed", ["", "zz", "00", "0" * 63])
def test_what_is_no_viewing_key_is_refused(typed):
    with pytest.raises(UnableToUnseal):
        read_viewing_key(typed)


def test_a_viewing_key_is_a_pair():
    private, public = viewing_key()
    assert unseal(seal("某", public), read_viewing_key(private)) == "某"
