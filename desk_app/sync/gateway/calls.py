"""What the gateway passes on: a function of the centre is one entry here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class BadCall(Exception):  # noqa: N818
    """The body is no call of this function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One function: its statement, and the arguments taken from token and body.

    Attributes:
        is_reading: It writes nothing, so a hot standby may answer it.
        needs_token: Whether the caller shows the desk's token; enrol brings a new one.
    """

    sql: str
    arguments: Callable[[str, Mapping[str, Any]], tuple[object, ...]]
    needs_token: bool = True
    is_reading: bool = False


def _head(token: str, body: Mapping[str, Any]) -> tuple[object, ...]:
    return token, json.dumps(_need(body, "call", dict))


def _push(token: str, body: Mapping[str, Any]) -> tuple[object, ...]:
    ids, ops = _need(body, "ids", list), _need(body, "ops", list)
    if not all(isinstance(item, str) for item in (*ids, *ops)):
        raise BadCall("ids and ops are lists of text")
    return *_head(token, body), ids, ops


def _enrol(token: str, body: Mapping[str, Any]) -> tuple[object, ...]:
    return _need(body, "code", str), token


def _rotate(token: str, body: Mapping[str, Any]) -> tuple[object, ...]:
    return token, _need(body, "new_token", str)


def _need(body: Mapping[str, Any], name: str, kind: type) -> Any:  # noqa: ANN401  (JSON)
    value = body.get(name)
    if not isinstance(value, kind):
        raise BadCall(f"{name} is missing")
    return value


CALLS: Mapping[str, Call] = {
    "enrol": Call(sql="SELECT api.enrol(%s, %s)::text", arguments=_enrol, needs_token=False),
    "hello": Call(sql="SELECT api.hello(%s, %s::jsonb)::text", arguments=_head),
    "push": Call(
        sql="SELECT api.push(%s, %s::jsonb, %b::uuid[], %b::text[])::text", arguments=_push
    ),
    "pull": Call(sql="SELECT api.pull(%s, %s::jsonb)::text", arguments=_head, is_reading=True),
    "lookup": Call(sql="SELECT api.lookup(%s, %s::jsonb)::text", arguments=_head),
    "rotate": Call(sql="SELECT api.rotate(%s, %s)::text", arguments=_rotate),
}
"""A function the centre's schema does not have yet is answered with 404."""
