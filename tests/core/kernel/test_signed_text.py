"""Signed texts: what was signed holds however it was copied, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from zhixian.cli import main
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.signed_text import MARK, sign, verify

KEY = SigningKey.generate()
PUBLIC = bytes(KEY.verify_key).hex()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).filter(lambda text: MARK not in text)


@given(TEXTS)
def test_what_was_signed_holds(text):
    signed = sign(text, KEY)
    assert verify(signed, PUBLIC) == verify(signed, PUBLIC.upper())
    assert verify("\ufeff" + signed.replace("\n", "\r\n") + "\n\n", PUBLIC) == verify(signed, PUBLIC)


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: signed.replace("一", "二"),
        lambda signed: "零\n" + signed,
        lambda signed: signed.replace("甲\n", ""),
        lambda signed: signed.replace("甲\n一", "一\n甲"),
    ],
)
def test_a_changed_text_does_not(change):
    with pytest.raises(Refusal, match="签名与文字不符"):
        verify(change(sign("甲\n一", KEY)), PUBLIC)


def test_what_is_no_signature_or_key_is_said():
    with pytest.raises(Refusal, match="最后一行不是签名"):
        verify("甲", PUBLIC)
    with pytest.raises(Refusal, match="最后一行不是签名"):
        verify("", PUBLIC)
    with pytest.raises(Refusal, match="公钥不是 64 位"):
        verify(sign("甲", KEY), "00")
    with pytest.raises(Refusal, match="签名与文字不符"):
        verify(sign("甲", KEY), bytes(SigningKey.generate().verify_key).hex())
    with pytest.raises(Refusal, match="已经有签名"):
        sign(sign("甲", KEY), KEY)


def test_the_command_line_checks_without_a_site(tmp_path, capsys):
    paper, key = tmp_path / "回执.txt", tmp_path / "key.txt"
    paper.write_text(sign("甲\n一", KEY), encoding="utf-8")
    key.write_text(PUBLIC + "\n", encoding="utf-8")
    assert main(["receipt", "verify", str(paper), "--key", PUBLIC]) == 0
    assert main(["receipt", "verify", str(paper), "--key", str(key)]) == 0
    assert "签名相符" in capsys.readouterr().out
    paper.write_text(sign("甲\n一", KEY).replace("一", "二"), encoding="utf-8")
    assert main(["receipt", "verify", str(paper), "--key", PUBLIC]) == 1
    assert "签名与文字不符" in capsys.readouterr().err
