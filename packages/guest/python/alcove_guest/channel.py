"""The inherited control channel, fd 3."""

import os
import threading
from json import loads

from .errors import Cancelled
from .frames import ANSWER, ASK, ASK_HEADER, BEGIN, CALL, CANCEL, CREDIT, DEBUG_COMMAND, HEADER, INIT, INVOKED, LENGTH, MIN_CHUNK_COST, WINDOW_BYTES, split_head

FD = 3
READ_BYTES = 256 * 1024

# Captured now, so that later changes to the modules by user code have no effect.
_read, _write, _exit = os.read, os.write, os._exit


class Channel:
    def __init__(self):
        self._open = True
        # A signal handler of the function may print while another line is being sent.
        self._writing = threading.RLock()
        self._turn = threading.Condition()
        self._reading = False
        self._buffer = bytearray()
        self._calls = []
        self._answers = {}
        # Requests to the platform by number, and the last number.
        self._requests = {}
        self._last_request = 0
        # The running call: how much of its streamed response may be sent, and what to call when it
        # is cancelled.
        self._call = 0
        self._credit = 0
        self._on_cancel = None
        self._told = False
        self._debugger = None
        # Id of the last cancelled call. CANCEL may arrive before the call has begun.
        self._cancelled = 0
        os.set_blocking(FD, True)
        os.set_inheritable(FD, False)
        # A forked child must not write into the parent's frames.
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
                # The engine is gone.
                _exit(0)

    def next_call(self):
        """Returns the next INIT or CALL: kind, call id, payload."""
        return self._wait(lambda: self._calls.pop(0) if self._calls else None)

    def answer_to(self, request):
        """Returns the INVOKED that answers this request: head, body."""
        return self._wait(lambda: self._answers.pop(request, None))

    def begin_request(self, call, request, content):
        """Sends the first part of a request to the platform, whose `on_answer(part, content)` gets the answer's parts."""
        with self._writing:
            # Numbers go out in order, whichever thread asks.
            self._last_request += 1
            request.number = self._last_request
            self._requests[request.number] = request
            self.send_part(call, request.number, BEGIN, content)

    def send_part(self, call, number, part, content):
        self.send(ASK, call, ASK_HEADER.pack(number, part) + content)

    def end_request(self, number):
        self._requests.pop(number, None)

    def wait(self, take):
        """Reads frames until `take()` returns something other than None, and returns that."""
        return self._wait(take)

    def debug_with(self, debugger):
        """Passes on what the host says to the debugger, in whichever thread reads it."""
        self._debugger = debugger

    def begin(self, call):
        with self._turn:
            for request in list(self._requests.values()):
                request.on_call_end()
            self._requests.clear()
            self._call, self._credit, self._on_cancel, self._told = call, WINDOW_BYTES, None, False

    def cancelled(self, call):
        """Whether the call was cancelled. Nobody reads the channel while a handler runs, so poll it here."""
        self.poll()
        return self._cancelled == call

    def on_cancel(self, then):
        """Calls `callback` when the running call is cancelled and somebody reads that. None unregisters."""
        with self._turn:
            self._on_cancel = then
            self._tell()

    def _tell(self):
        # Only once: what is awaited afterwards is cleanup.
        if self._cancelled == self._call and self._on_cancel is not None and not self._told:
            self._told = True
            self._on_cancel()

    def send_chunk(self, kind, call, payload):
        """Sends a chunk of a streamed response once the host grants it. :raises Cancelled: when the call was cancelled"""
        cost = max(len(payload), MIN_CHUNK_COST)
        self.poll()
        self._wait(lambda: True if self._cancelled == call or self._credit >= cost else None)
        if self._cancelled == call:
            raise Cancelled("The call was cancelled")
        with self._turn:
            self._credit -= cost
        self.send(kind, call, payload)

    def poll(self):
        """Reads frames that have arrived, without blocking."""
        from select import select  # most calls are over before anybody asks

        while self._open:
            with self._turn:
                # The thread that is reading dispatches the frames.
                if self._reading or not select([FD], [], [], 0)[0]:
                    return
                self._reading = True
            self._read_for_all()

    def _wait(self, take):
        # The waiting thread reads frames for all others, so no extra thread stands between the
        # socket and the handler.
        while True:
            with self._turn:
                taken = take()
                if taken is not None:
                    return taken
                if self._reading:
                    self._turn.wait()
                    continue
                self._reading = True
            self._read_for_all()

    def _read_for_all(self):
        frame = None
        try:
            frame = self._read_frame()
        finally:
            # Under one lock: a woken thread finds its frame, or reads itself.
            with self._turn:
                self._reading = False
                while frame is not None:
                    self._sort(*frame)
                    frame = self._take_frame()
                self._turn.notify_all()

    def _sort(self, kind, call, payload):
        if kind in (INIT, CALL):
            self._calls.append((kind, call, payload))
        elif kind == INVOKED:
            head, body = split_head(payload)
            head = loads(head)
            self._answers[head["request"]] = (head, body)
        elif kind == ANSWER:
            number, part = ASK_HEADER.unpack_from(payload)
            request = self._requests.get(number)
            if request is not None:
                request.on_answer(part, payload[ASK_HEADER.size :])
        elif kind == DEBUG_COMMAND:
            self._debugger.on_command(call, payload)
        elif kind == CREDIT and call == 0:
            self._debugger.on_credit(LENGTH.unpack(payload)[0])
        elif kind == CREDIT and call == self._call:
            self._credit += LENGTH.unpack(payload)[0]
        elif kind == CANCEL:
            self._cancelled = call
            self._tell()

    def _read_frame(self):
        while True:
            frame = self._take_frame()
            if frame is not None:
                return frame
            chunk = _read(FD, READ_BYTES) if self._open else b""
            if not chunk:
                _exit(0)
            self._buffer += chunk

    def _take_frame(self):
        buffer = self._buffer
        if len(buffer) < HEADER.size:
            return None
        length, kind, call = HEADER.unpack_from(buffer)
        end = HEADER.size + length
        if len(buffer) < end:
            return None
        payload = bytes(memoryview(buffer)[HEADER.size : end])
        del buffer[:end]
        return kind, call, payload

    def _leave(self):
        self._open = False
        self._writing = threading.RLock()
        os.close(FD)
