"""Calls other functions of the space over the control channel."""

import itertools
from json import loads

from .frames import INVOKE, MAX_PAYLOAD, with_head
from .to_json import to_json

# The whole event must fit into one frame.
MAX_EVENT_BYTES = 3 * MAX_PAYLOAD

_requests = itertools.count(1)
_channel = None
_logs = None


def connect(channel, logs):
    global _channel, _logs
    _channel, _logs = channel, logs


def invoke(function, event, options, is_async):
    """Returns the head and body of the host's answer."""
    given = {name: value for name, value in options.items() if value is not None}
    if "qualifier" in given:
        given["qualifier"] = str(given["qualifier"])
    if not isinstance(given.get("idempotencyKey", ""), str) or not isinstance(given.get("delaySeconds", 0), int):
        raise TypeError("idempotency_key must be text, and delay_seconds a whole number")
    if not is_async and not given.keys() <= {"qualifier"}:
        raise TypeError("idempotency_key and delay_seconds are for asynchronous calls: add async_=True")
    call = _logs.call() if _logs else 0
    if call == 0:
        raise RuntimeError("alcove.invoke() works only while a call is running")
    body = to_json(event)
    if len(body) > MAX_EVENT_BYTES:
        raise ValueError(f"An event for another function may have {MAX_EVENT_BYTES} bytes: this one has {len(body)}")
    request = next(_requests)
    head = {"request": request, "function": function, **given}
    if is_async:
        head["async"] = True
    _channel.send(INVOKE, call, with_head(to_json(head), body))
    head, body = _channel.answer_to(request)
    return head, loads(body) if body else None
