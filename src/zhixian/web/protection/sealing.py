"""Identities sealed to the custodians' public keys; the private keys open only with a passphrase that is kept nowhere."""

import secrets
from dataclasses import dataclass

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from zhixian.core.kernel.refusal import Refusal

OPS, MEMORY = 3, 64 * 1024 * 1024
"""What one try at a passphrase costs."""
LEAST_PASSPHRASE = 12
PADDED = 256
"""Sealed values are filled up to multiples of this many bytes: their length tells nothing."""


class UnableToUnseal(Refusal):
    """The passphrase or key does not fit, or the sealed bytes were changed."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A private key under a passphrase (Argon2id, then SecretBox), with its public key and what the passphrase costs. Hex."""

    public: str
    wrapped: str
    salt: str
    ops: int
    memory: int


def new_key(passphrase: str) -> WrappedKey:
    """A key pair whose private half is wrapped at once."""
    return wrap(PrivateKey.generate(), passphrase)


def wrap(private: PrivateKey, passphrase: str) -> WrappedKey:
    """The private key under a passphrase. Raises Refusal when it is too short."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Refusal(
            f"口令有 {len(passphrase)} 个字", expected=f"不少于 {LEAST_PASSPHRASE} 个字；几个不相干的词最好记"
        )
    salt = secrets.token_bytes(pwhash.argon2id.SALTBYTES)
    box = _box(passphrase, salt, OPS, MEMORY)
    return WrappedKey(
        public=bytes(private.public_key).hex(),
        wrapped=bytes(box.encrypt(bytes(private))).hex(),
        salt=salt.hex(),
        ops=OPS,
        memory=MEMORY,
    )


def unwrap(key: WrappedKey, passphrase: str) -> PrivateKey:
    """The private key. Raises UnableToUnseal when the passphrase does not fit."""
    box = _box(passphrase, bytes.fromhex(key.salt), key.ops, key.memory)
    try:
        return PrivateKey(box.decrypt(bytes.fromhex(key.wrapped)))
    except CryptoError:
        raise UnableToUnseal("口令不对", expected="设立这把钥匙时的口令") from None


def _box(passphrase: str, salt: bytes, ops: int, memory: int) -> SecretBox:
    return SecretBox(pwhash.argon2id.kdf(SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=ops, memlimit=memory))


def seal(text: str, public: str) -> str:
    """A text that only the owner of the key can read, as hex; all short texts come out equally long."""
    content = text.encode()
    filled = len(content).to_bytes(4, "big") + content
    filled += bytes(-len(filled) % PADDED)
    return bytes(SealedBox(PublicKey(bytes.fromhex(public))).encrypt(filled)).hex()


def unseal(sealed: str, private: PrivateKey) -> str:
    """The text. Raises UnableToUnseal when it was sealed to another key or changed."""
    try:
        filled = bytes(SealedBox(private).decrypt(bytes.fromhex(sealed)))
    except CryptoError:
        raise UnableToUnseal("封存的内容打不开", expected="用封存时的钥匙，且内容没有被改动") from None
    return filled[4 : 4 + int.from_bytes(filled[:4], "big")].decode()


def lock_file(content: bytes) -> tuple[str, bytes]:
    """A key of its own (hex, to be sealed) and the content under it."""
    key = secrets.token_bytes(SecretBox.KEY_SIZE)
    return key.hex(), bytes(SecretBox(key).encrypt(content))


def unlock_file(key: str, locked: bytes) -> bytes:
    """The content. Raises UnableToUnseal when the key does not fit or the file was changed."""
    try:
        return bytes(SecretBox(bytes.fromhex(key)).decrypt(locked))
    except CryptoError:
        raise UnableToUnseal("封存的文件打不开", expected="没有被改动的文件") from None


def viewing_key() -> tuple[str, str]:
    """A key pair for one look: the private half stays with whoever looks, the public half is what is sealed to. Hex."""
    private = PrivateKey.generate()
    return bytes(private).hex(), bytes(private.public_key).hex()


def read_viewing_key(private: str) -> PrivateKey:
    """Raises UnableToUnseal for anything that is no key."""
    try:
        return PrivateKey(bytes.fromhex(private))
    except (ValueError, TypeError):
        raise UnableToUnseal("查看钥匙不对", expected="提出申请时所用的浏览器") from None
