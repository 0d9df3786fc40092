"""Texts signed with an Ed25519 key, which anybody who has the public key can check, by eye or by machine."""

import re

from nacl.encoding import HexEncoder
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from zhixian.core.kernel.refusal import Refusal

MARK = "签名（Ed25519）："
_LINE = re.compile(rf"^{MARK}([0-9a-f]{{128}})$")


def sign(text: str, key: SigningKey) -> str:
    """The text with its signature as the last line. What is signed is the text without spaces at the ends of its lines."""
    body = _lines(text)
    if any(line.startswith(MARK) for line in body):
        raise Refusal("文字里已经有签名一行", expected="没有签过的文字")
    signature = key.sign("\n".join(body).encode()).signature.hex()
    return "\n".join([*body, MARK + signature]) + "\n"


def verify(signed: str, public: str) -> str:
    """The text that was signed. Raises Refusal when there is no signature, or it is not of this text and key (64 hex digits)."""
    lines = _lines(signed)
    found = _LINE.match(lines[-1]) if lines else None
    if found is None:
        raise Refusal("最后一行不是签名", expected=f"一字不改的全文，末行是“{MARK}”和 128 位十六进制数")
    try:
        key = VerifyKey(public.strip().encode(), HexEncoder)
    except (ValueError, TypeError):
        raise Refusal("公钥不是 64 位十六进制数", expected="网站公布的公钥") from None
    body = "\n".join(lines[:-1])
    try:
        key.verify(body.encode(), bytes.fromhex(found[1]))
    except BadSignatureError:
        raise Refusal("签名与文字不符", expected="一字不改的全文，和签发网站的公钥") from None
    return body


def _lines(text: str) -> list[str]:
    """As people copy it: whatever line ends, spaces at the ends of lines and empty lines around it came along, they go."""
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines
