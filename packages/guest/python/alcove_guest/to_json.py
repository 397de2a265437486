"""Values as JSON text, in bytes."""

import json
import sys


def _default(value):
    # As AWS does: what a database client answers is a number to everybody else.
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
        # Half a surrogate pair has no UTF-8, but it has an escape.
        return _escaped(value).encode()
