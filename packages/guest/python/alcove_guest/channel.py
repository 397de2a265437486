"""The inherited control channel, fd 3."""

import os
import threading
from json import loads

from .frames import CALL, HEADER, INIT, INVOKED, split_head

FD = 3
READ_BYTES = 256 * 1024

# Captured now: whatever user code does to the modules later changes nothing here.
_read, _write, _exit = os.read, os.write, os._exit


class Channel:
    def __init__(self):
        self._open = True
        # A signal handler of the function's may print while the line it interrupts is being sent.
        self._writing = threading.RLock()
        self._turn = threading.Condition()
        self._reading = False
        self._buffer = bytearray()
        self._calls = []
        self._answers = {}
        os.set_blocking(FD, True)
        os.set_inheritable(FD, False)
        # A child that is forked and goes on in our code would talk into the parent's frames.
        os.register_at_fork(after_in_child=self._leave)

    @property
    def open(self):
        return self._open

    def send(self, kind, call, payload):
        frame = HEADER.pack(len(payload), kind, call) + payload
        with self._writing:
            if not self._open:
                return
            try:
                while frame:
                    frame = frame[_write(FD, frame) :]
            except OSError:
                # The engine is gone: nobody is left to answer to.
                _exit(0)

    def next_call(self):
        """The next INIT or CALL: kind, call id, payload."""
        return self._wait(lambda: self._calls.pop(0) if self._calls else None)

    def answer_to(self, request):
        """The INVOKED that answers this request: head, body."""
        return self._wait(lambda: self._answers.pop(request, None))

    def _wait(self, take):
        # Whoever waits reads for everybody: no thread of ours stands between the socket and the handler.
        while True:
            with self._turn:
                taken = take()
                if taken is not None:
                    return taken
                if self._reading:
                    self._turn.wait()
                    continue
                self._reading = True
            frame = None
            try:
                frame = self._read_frame()
            finally:
                # In one go: who is woken finds what was read for him, or reads himself.
                with self._turn:
                    self._reading = False
                    if frame is not None:
                        self._sort(*frame)
                    self._turn.notify_all()

    def _sort(self, kind, call, payload):
        if kind in (INIT, CALL):
            self._calls.append((kind, call, payload))
        elif kind == INVOKED:
            head, body = split_head(payload)
            head = loads(head)
            self._answers[head["request"]] = (head, body)

    def _read_frame(self):
        buffer = self._buffer
        while True:
            if len(buffer) >= HEADER.size:
                length, kind, call = HEADER.unpack_from(buffer)
                end = HEADER.size + length
                if len(buffer) >= end:
                    payload = bytes(memoryview(buffer)[HEADER.size : end])
                    del buffer[:end]
                    return kind, call, payload
            chunk = _read(FD, READ_BYTES) if self._open else b""
            if not chunk:
                _exit(0)
            buffer += chunk

    def _leave(self):
        self._open = False
        self._writing = threading.RLock()
        os.close(FD)
