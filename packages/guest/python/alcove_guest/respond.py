"""Sends responses: in one frame if they fit, otherwise in chunks as fast as the host grants them."""

import itertools

from .errors import ResponseTooLarge
from .frames import DATA, END, HEAD, MAX_PAYLOAD, RESULT, with_head


class Responder:
    def __init__(self, channel, limit):
        self._send = channel.send
        self._send_chunk = channel.send_chunk
        self._limit = limit

    def whole(self, call, head, body, before_end):
        self._check(len(body))
        if len(body) <= MAX_PAYLOAD:
            # The response's last frame ends the call on the host, so send remaining log lines
            # first.
            before_end()
            return self._send(RESULT, call, with_head(head, body))
        self._send(HEAD, call, head)
        self._chunk(call, body)
        before_end()
        self._send(END, call, b"")

    def stream(self, call, head, source, before_end):
        source = iter(source)
        try:
            self._pieces(call, head, source)
        except BaseException:
            # An abandoned generator runs its `finally` now, as part of the call.
            if hasattr(source, "close"):
                source.close()
            raise
        before_end()
        self._send(END, call, b"")

    def _pieces(self, call, head, source):
        # A failure before the first chunk is reported as for a response without streaming.
        first = next(source, b"")
        self._send(HEAD, call, head)
        sent = 0
        for part in itertools.chain([first], source):
            data = part.encode("utf-8", "replace") if isinstance(part, str) else part
            if not isinstance(data, (bytes, bytearray, memoryview)):
                raise TypeError(f"A response body must be made of str and bytes: got {type(part).__name__}")
            data = bytes(data)
            sent += len(data)
            self._check(sent)
            self._chunk(call, data)

    def _chunk(self, call, data):
        for at in range(0, len(data), MAX_PAYLOAD):
            self._send_chunk(DATA, call, data[at : at + MAX_PAYLOAD])

    def _check(self, size):
        if size > self._limit:
            raise ResponseTooLarge(f"The response is larger than {self._limit} bytes")
