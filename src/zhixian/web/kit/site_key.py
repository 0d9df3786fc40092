"""The site's key and those before it: what is sealed with them names its key and its algorithm, so that both can be exchanged."""

import base64
import secrets
from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import Aead, SecretBox

from zhixian.core.kernel.refusal import Refusal

MARK = "zx1"
"""Begins everything that is sealed: `zx1:algorithm:name of the key:bytes`."""
PADDED = 32
"""Texts are filled up to multiples of so many bytes: an account is as long as a telephone."""


class UnableToOpen(Refusal):
    """No key of the site fits, or the sealed bytes were changed or put elsewhere."""


def ring() -> list[str]:
    """The key in use, then those before it, the latest first."""
    return [settings.SECRET_KEY, *settings.EARLIER_KEYS]


def first_key() -> str:
    """The site's first key: what has to be found again by a hash is hashed with it for ever, whatever key is in use."""
    return ring()[-1]


def name_of_key(key: str) -> str:
    """By what a key is told from others; says nothing about it."""
    return blake2b(key.encode(), digest_size=4, person=b"name of the key").hexdigest()


def _drawn(key: str, use: bytes) -> bytes:
    return blake2b(key.encode(), digest_size=32, person=use).digest()


def _by_aead(key: str, content: bytes, about: str) -> bytes:
    return bytes(Aead(_drawn(key, b"sealed at rest")).encrypt(content, about.encode()))


def _from_aead(key: str, sealed: bytes, about: str) -> bytes:
    return bytes(Aead(_drawn(key, b"sealed at rest")).decrypt(sealed, about.encode()))


def _from_box(key: str, sealed: bytes, _: str) -> bytes:
    return bytes(SecretBox(_drawn(key, b"second factor")).decrypt(sealed))


ALGORITHM = "xchacha20poly1305"
"""What is sealed from now on. Another one: its functions here and in `_OPENS`, then `zhixian key reseal`."""
_SEALS: dict[str, Callable[[str, bytes, str], bytes]] = {ALGORITHM: _by_aead}
_OPENS: dict[str, Callable[[str, bytes, str], bytes]] = {ALGORITHM: _from_aead}


def seal(text: str, *, about: str) -> str:
    """The text under the key in use. `about` says where it lies (`accounts.user.phone`); it opens there only."""
    content = text.encode()
    filled = len(content).to_bytes(4, "big") + content
    filled += bytes(-len(filled) % PADDED)
    sealed = base64.urlsafe_b64encode(_SEALS[ALGORITHM](ring()[0], filled, about)).decode()
    return f"{MARK}:{ALGORITHM}:{name_of_key(ring()[0])}:{sealed}"


def is_sealed(text: str) -> bool:
    """Whether a kept text is a seal."""
    return text.startswith(f"{MARK}:") and text.count(":") == 3


def sealed_by(sealed: str) -> tuple[str, str]:
    """(algorithm, name of the key)."""
    _, algorithm, name, _ = sealed.split(":")
    return algorithm, name


def unseal(sealed: str, *, about: str) -> str:
    """The text. Raises UnableToOpen."""
    algorithm, name = sealed_by(sealed)
    key = next((key for key in ring() if name_of_key(key) == name), None)
    if key is None or algorithm not in _OPENS:
        raise UnableToOpen(
            f"封存用的密钥 {name}（{algorithm}）不在", expected="封存时的 secret.key；换过密钥的，旧的一行要留着"
        )
    try:
        filled = _OPENS[algorithm](key, base64.urlsafe_b64decode(sealed.split(":")[3]), about)
    except (CryptoError, ValueError):
        raise UnableToOpen("封存的内容打不开", expected="没有被改动、也没有挪过位置的内容") from None
    return filled[4 : 4 + int.from_bytes(filled[:4], "big")].decode()


def open_old_secret(sealed: str) -> str:
    """What an earlier version sealed for the second factor, which named neither key nor algorithm. Raises UnableToOpen."""
    for key in ring():
        try:
            return _from_box(key, base64.urlsafe_b64decode(sealed), "").decode()
        except (CryptoError, ValueError):
            continue
    raise UnableToOpen("封存的内容打不开", expected="封存时的 secret.key")


def new_key() -> str:
    """A key nobody can guess."""
    return secrets.token_urlsafe(48)
