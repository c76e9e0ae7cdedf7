"""Proofs that a token is used by the one who got it (DPoP, RFC 9449), and keys for them.

The only place of the connector that reads the clock: a proof is made at the moment it leaves.
"""

import hashlib
import json
import secrets
import time
from base64 import urlsafe_b64encode

from joserfc import jwt
from joserfc.jwk import ECKey

ALGORITHM = "ES256"


def new_key() -> str:
    """A private key, as it is kept sealed with the account."""
    return json.dumps(ECKey.generate_key("P-256", private=True).as_dict(private=True))


def proof(key: str, method: str, url: str, *, nonce: str = "", access: str = "") -> str:
    """For one request. `access` binds it to the access token, `nonce` to what the server gave."""
    private = ECKey.import_key(json.loads(key))
    header = {"typ": "dpop+jwt", "alg": ALGORITHM, "jwk": private.as_dict(private=False)}
    claims: dict[str, str | int] = {
        "jti": secrets.token_urlsafe(16),
        "htm": method,
        "htu": url.partition("#")[0].partition("?")[0],
        "iat": int(time.time()),
    }
    if nonce:
        claims["nonce"] = nonce
    if access:
        claims["ath"] = _hash(access)
    return jwt.encode(header, claims, private)


def assertion(key: str, client: str, issuer: str) -> str:
    """Says who the client is, for one that has a key of its own (RFC 7523)."""
    private = ECKey.import_key(json.loads(key))
    now = int(time.time())
    header = {"alg": ALGORITHM, "kid": private.kid or private.thumbprint()}
    claims: dict[str, str | int] = {
        "iss": client,
        "sub": client,
        "aud": issuer,
        "jti": secrets.token_urlsafe(16),
        "iat": now,
        "exp": now + 60,
    }
    return jwt.encode(header, claims, private)


def public_keys(key: str) -> dict[str, list[dict[str, str | list[str]]]]:
    """What the client's document publishes of its key."""
    private = ECKey.import_key(json.loads(key))
    known = private.kid or private.thumbprint()
    return {"keys": [{**private.as_dict(private=False), "kid": known, "alg": ALGORITHM}]}


def _hash(text: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
