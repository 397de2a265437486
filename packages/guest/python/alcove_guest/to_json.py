"""Encodes values as JSON text, in bytes."""

import json
import sys


def _default(value):
    # As AWS does: a Decimal from a database client becomes a number.
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"A value of type {type(value).__name__} cannot be JSON")


_plain = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_default).encode
_escaped = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"), default=_default).encode


def to_json(value):
    try:
        return _plain(value).encode()
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8 encoding, so it is escaped.
        return _escaped(value).encode()
