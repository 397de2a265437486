"""Sends answers: in one frame where they fit, else in pieces no faster than the host takes them."""

import itertools

from .errors import ResponseTooLarge
from .frames import DATA, END, HEAD, MAX_PAYLOAD, RESULT, with_head


class Responder:
    def __init__(self, channel, limit):
        self._send = channel.send
        self._send_piece = channel.send_piece
        self._limit = limit

    def whole(self, call, head, body, before_end):
        self._check(len(body))
        if len(body) <= MAX_PAYLOAD:
            # The last frame of an answer ends the call for the host: what is still to be logged goes before it.
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
            # A generator that is given up runs its `finally` now, as part of the call.
            if hasattr(source, "close"):
                source.close()
            raise
        before_end()
        self._send(END, call, b"")

    def _pieces(self, call, head, source):
        # What fails before its first piece fails as if it were no stream.
        first = next(source, b"")
        self._send(HEAD, call, head)
        sent = 0
        for part in itertools.chain([first], source):
            data = part.encode("utf-8", "replace") if isinstance(part, str) else part
            if not isinstance(data, (bytes, bytearray)):
                raise TypeError(f"A response body must be made of str and bytes: got {type(part).__name__}")
            sent += len(data)
            self._check(sent)
            self._chunk(call, data)

    def _chunk(self, call, data):
        for at in range(0, len(data), MAX_PAYLOAD):
            self._send_piece(DATA, call, bytes(data[at : at + MAX_PAYLOAD]))

    def _check(self, size):
        if size > self._limit:
            raise ResponseTooLarge(f"The response is larger than {self._limit} bytes")
