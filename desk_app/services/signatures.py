"""Ed25519 (RFC 8032); cryptography costs 45 ms to load: at the first pass, not at start."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def new_key_pair() -> tuple[bytes, bytes]:
    """Return a new private and public key, 32 bytes each."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )

    private = Ed25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Return the 64 bytes of a signature."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )

    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def is_signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a public key's owner signed a message."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415

    try:
        _key(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=256)
def _key(public: bytes) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )

    return Ed25519PublicKey.from_public_bytes(public)
