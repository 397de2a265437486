"""HTTP events and responses in AWS payload format 2.0, by the same rules as packages/guest/node/http.mjs."""

import base64
import re

from .to_json import to_json

TEXT = re.compile(
    r"(text/|application/(.*\+)?(json|xml)\b|application/(javascript|x-www-form-urlencoded|graphql)\b|image/svg)", re.I
)
# RFC 9110, 5.1 and 5.5, and what the host accepts.
HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}")
HEADER_VALUE = re.compile("[\t\u0020-\u007e\u0080-\u00ff]*")
MAX_HEADERS = 200

JSON_HEAD = {"statusCode": 200, "headers": [["content-type", "application/json"]]}


def with_body(event, body):
    """Adds the body: text in UTF-8 as it is, anything else as base64, so that no byte is lost."""
    if not body:
        return {**event, "isBase64Encoded": False}
    headers = event.get("headers") or {}
    content_type = headers.get("content-type", "")
    if headers.get("content-encoding", "identity") == "identity" and (not content_type or TEXT.match(content_type)):
        try:
            return {**event, "body": body.decode("utf-8"), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    return {**event, "body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def structured_response(value):
    """
    A dict with a statusCode is a whole response, anything else is the JSON body of a 200.
    Answers the head, and a body of bytes or something that yields them.
    """
    if not isinstance(value, dict) or value.get("statusCode") is None:
        return JSON_HEAD, value.encode("utf-8", "replace") if isinstance(value, str) else to_json(value)
    status = _status(value["statusCode"])
    headers = _headers(value.get("multiValueHeaders"))
    # Like API Gateway: a header in both lists has the values of both, each once.
    headers += [header for header in _headers(value.get("headers")) if header not in headers]
    headers += [["set-cookie", _text(cookie)] for cookie in _list(value.get("cookies"))]
    if len(headers) > MAX_HEADERS:
        raise ValueError(f"A response may have {MAX_HEADERS} headers: this one has {len(headers)}")
    for name, text in headers:
        if not HEADER_NAME.fullmatch(name):
            raise ValueError(f"The header name {name!r} is not valid")
        if not HEADER_VALUE.fullmatch(text):
            raise ValueError(f"The value of the header {name} holds characters that are not allowed")
    body = value.get("body")
    if body is not None and status != 204 and not any(name == "content-type" for name, _ in headers):
        headers.append(["content-type", "application/json"])
    return {"statusCode": status, "headers": headers}, _body(body, value.get("isBase64Encoded") is True)


def _status(given):
    try:
        status = int(given)
    except (TypeError, ValueError):
        status = 0
    if not 200 <= status <= 599:
        raise ValueError(f"statusCode must be between 200 and 599: current value is {given!r}")
    return status


def _headers(given):
    """From a dict, or from pairs as WSGI and ASGI have them."""
    pairs = given.items() if hasattr(given, "items") else given or ()
    return [[_text(name).lower(), _text(one)] for name, values in pairs for one in _list(values)]


def _list(values):
    several = hasattr(values, "__iter__") and not isinstance(values, (str, bytes, dict))
    return [one for one in (values if several else [values]) if one is not None]


def _text(value):
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _body(body, is_base64):
    if body is None:
        return b""
    if isinstance(body, str):
        return base64.b64decode(body) if is_base64 else body.encode("utf-8", "replace")
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    if hasattr(body, "__aiter__"):
        return body.__aiter__()
    if hasattr(body, "__iter__") and not isinstance(body, (dict, list, tuple, set, frozenset)):
        return iter(body)
    return to_json(body)
