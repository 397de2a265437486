"""
Spans of a call: requests with http.client (urllib, requests, urllib3, boto3), and what code measures with OpenTelemetry's
API. Each is sent to the host once it has ended, and the host keeps it with the record of the call.
"""

import contextvars
import os
import time

from . import telemetry
from .frames import SPAN
from .to_json import to_json
from .when_imported import when_imported

# The host's limits; it counts what is beyond them.
MOST_OF_CALL = 200
NAME, ATTRIBUTES, KEY, VALUE = 200, 16, 100, 400

_now, _elapsed, _random = time.time, time.monotonic, os.urandom
_channel = None
_logs = None
# The call that runs: (id, trace id), and how many spans it has sent.
_call = (0, "")
_sent = 0
active = contextvars.ContextVar("alcove_span", default=None)


def connect(channel, logs):
    global _channel, _logs
    _channel, _logs = channel, logs
    when_imported("http.client", _trace_http_client)


def begin_call(call, trace_id):
    global _call, _sent
    _call, _sent = (call, trace_id), 0


def in_call():
    return _logs is not None and _call[0] != 0 and _logs.call() == _call[0]


class Span:
    def __init__(self, name, kind, parent=None):
        self._call, self.trace_id = _call
        self.name, self.kind = name, kind
        parent = parent or active.get()
        self.parent_id = parent.id if parent is not None and parent._call == self._call else None
        self.id = _random(8).hex()
        self.error, self.attributes, self.ended = None, {}, False
        self._started_at, self._started = _now() * 1000, _elapsed()

    @property
    def traceparent(self):
        """W3C trace context of what the span causes."""
        return f"00-{self.trace_id}-{self.id}-01"

    def set(self, key, value):
        key = str(key)
        full = key not in self.attributes and len(self.attributes) >= ATTRIBUTES
        if self.ended or full or len(key) > KEY:
            return
        if isinstance(value, (bool, int, float)):
            self.attributes[key] = value
        elif isinstance(value, str):
            self.attributes[key] = value[:VALUE]

    def fail(self, error):
        self.error = (error if isinstance(error, str) else f"{type(error).__name__}: {error}")[:VALUE]

    def end(self):
        global _sent
        if self.ended:
            return
        self.ended = True
        # A loop must not fill the socket.
        if self._call == _call[0]:
            _sent += 1
            if _sent > MOST_OF_CALL:
                return
        span = {
            "id": self.id,
            "parentId": self.parent_id,
            "name": str(self.name)[:NAME],
            "kind": self.kind,
            "startedAt": self._started_at,
            "durationMs": (_elapsed() - self._started) * 1000,
            "error": self.error,
            "attributes": self.attributes,
        }
        _channel.send(SPAN, self._call, to_json(span))


def _trace_http_client(client):
    connection = client.HTTPConnection
    putrequest, endheaders, getresponse = connection.putrequest, connection.endheaders, connection.getresponse

    def begin(self, method, url, *args, **kwargs):
        putrequest(self, method, url, *args, **kwargs)
        self._alcove_span = None
        if not in_call() or (self.host == "127.0.0.1" and self.port == telemetry.port):
            return
        span = self._alcove_span = Span(f"{method} {_host(self)}", "client")
        span.set("http.request.method", method)
        span.set("server.address", _host(self))
        # Without the query, where keys and personal data are.
        span.set("url.path", url.partition("?")[0])

    def carry(self, *args, **kwargs):
        span = getattr(self, "_alcove_span", None)
        if span is not None and not any(line.lower().startswith(b"traceparent:") for line in self._buffer):
            self.putheader("traceparent", span.traceparent)
        try:
            endheaders(self, *args, **kwargs)
        except BaseException as error:
            _failed(self, error)
            raise

    def finish(self):
        try:
            response = getresponse(self)
        except BaseException as error:
            _failed(self, error)
            raise
        span = getattr(self, "_alcove_span", None)
        if span is not None:
            span.set("http.response.status_code", response.status)
            if response.status >= 400:
                span.fail(str(response.status))
            span.end()
        return response

    connection.putrequest, connection.endheaders, connection.getresponse = begin, carry, finish


def _host(connection):
    port = connection.port
    return connection.host if port in (80, 443, None) else f"{connection.host}:{port}"


def _failed(connection, error):
    span = getattr(connection, "_alcove_span", None)
    if span is not None:
        span.fail(error)
        span.end()
