"""Requests to the platform. Each is an operation with an input, and either side may send a body."""

from json import loads

from .frames import BEGIN, BODY, BODY_END, GRANT, LENGTH, MAX_PAYLOAD, MIN_CHUNK_COST, STOP, WINDOW_BYTES
from .to_json import to_json

_channel = None
_logs = None


def connect(channel, logs):
    global _channel, _logs
    _channel, _logs = channel, logs


def ask(operation, data, body=None):
    """
    :param body: an iterable of bytes, or None
    :return: the request, whose `head` says what came of it
    """
    call = _logs.call() if _logs else 0
    if call == 0:
        raise RuntimeError("This works only while a call is running")
    request = Request(call)
    head = {"operation": operation, "input": {name: value for name, value in data.items() if value is not None}}
    _channel.begin_request(call, request, to_json({**head, "body": True} if body is not None else head))
    try:
        if body is not None:
            request.send_body(body)
        request.wait_for_head()
    except BaseException:
        request.stop()
        raise
    return request


class Request:
    def __init__(self, call):
        self._call = call
        self.number = 0
        #: The answer: {"ok", "value"} or {"ok", "code", "message"}.
        self.head = None
        self._credit = WINDOW_BYTES
        self._chunks = []
        self._read = 0
        self._over = False
        #: Why the body broke off.
        self._error = None

    def send_body(self, body):
        for chunk in body:
            view = memoryview(chunk).cast("B")
            for at in range(0, len(view), MAX_PAYLOAD):
                part = view[at : at + MAX_PAYLOAD]
                cost = max(len(part), MIN_CHUNK_COST)
                # Answered before the end: it was refused.
                _channel.wait(lambda cost=cost: True if self._over or self._credit >= cost else None)
                if self._over:
                    return
                self._credit -= cost
                self._send(BODY, bytes(part))
        if not self._over:
            self._send(BODY_END, b"")

    def wait_for_head(self):
        _channel.wait(lambda: True if self.head is not None or self._over else None)

    def chunks(self):
        """Yields the body of the answer as it comes."""
        try:
            while True:
                _channel.wait(lambda: True if self._chunks or self._over else None)
                if not self._chunks:
                    break
                chunk = self._chunks.pop(0)
                self._grant(max(len(chunk), MIN_CHUNK_COST))
                yield chunk
        finally:
            self.stop()

    def error(self):
        return self._error

    def stop(self):
        """The answer is not wanted."""
        if not self._over:
            self._send(STOP, b"")
            self._end()

    def on_answer(self, part, content):
        if part == GRANT:
            self._credit += LENGTH.unpack(content)[0]
        elif part == BEGIN:
            self.head = loads(content)
            if not self.head.get("body"):
                self._end()
        elif part == BODY:
            self._chunks.append(content)
        elif part == BODY_END:
            self._end()
        elif part == STOP:
            self._error = loads(content)
            self._end()

    def on_call_end(self):
        ended = {"ok": False, "code": "Cancelled", "message": "The call has ended"}
        self.head, self._error, self._over = self.head or ended, ended, True

    def _grant(self, cost):
        self._read += cost
        if self._read >= WINDOW_BYTES // 2 and not self._over:
            self._send(GRANT, LENGTH.pack(self._read))
            self._read = 0

    def _end(self):
        self._over = True
        _channel.end_request(self.number)

    def _send(self, part, content):
        _channel.send_part(self._call, self.number, part, content)
