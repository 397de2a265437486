"""
Captures print, sys.stdout, sys.stderr and logging, and knows which call each line belongs to: the one in whose context
it was written, however late that is.
"""

import contextvars
import functools
import io
import os
import struct
import sys
import threading
import time

from .frames import LEVELS, LOG
from .when_imported import when_imported

LINE = struct.Struct("<BId")
# Added to the level: the line is not finished, and the next text of its level continues it.
PART = 0x80

# Lines outside calls may reach the limits once per window, and once more for each call that begins.
WINDOW_SECONDS = 10

_now = time.time
_elapsed = time.monotonic
_scope = contextvars.ContextVar("alcove_call", default=None)


class Scope:
    """The log output of one call."""

    def __init__(self, call):
        self.call = call
        self.bytes = 0
        self.lines = 0
        self.partial = {"info": b"", "error": b""}


class Logs:
    def __init__(self, channel):
        self._channel = channel
        self._limits = {"lineBytes": 32 * 1024, "bytes": 1024 * 1024, "lines": 10_000}
        # Lines outside calls: written while the code loads, and by threads whose call is unknown.
        self._outside = Scope(0)
        self._window_ends = 0

    def capture(self):
        sys.stdout = _stream(self, "info", 1, "<stdout>")
        sys.stderr = _stream(self, "error", 2, "<stderr>")
        sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr
        when_imported("logging", self._join_logging)
        _carry_context_into_threads()

    def _join_logging(self, logging):
        from .logging_handler import LoggingHandler

        root = logging.getLogger()
        root.addHandler(LoggingHandler(self))
        # Python's default level hides info messages, and a function has no console to change it.
        root.setLevel(logging.INFO)

    def limit(self, limits):
        self._limits.update(limits)

    def enter(self, call):
        """Assigns everything that runs or starts from now on to this call."""
        scope = Scope(call)
        _scope.set(scope)
        self._outside.bytes = self._outside.lines = 0
        return scope

    def leave(self, scope=None):
        """Sends output that does not end with a newline: of this call, and of code outside calls."""
        for each in (scope or self._outside, self._outside):
            for level, rest in each.partial.items():
                if rest:
                    each.partial[level] = b""
                    self._send(each, level, rest)

    def flush(self, level):
        """Sends what a hanging or killed process could not send any more."""
        self._send_rest(_scope.get() or self._outside, level)

    def flush_running(self):
        """The same for whatever runs: called from a signal handler."""
        for level in ("info", "error"):
            self.flush(level)

    def _send_rest(self, scope, level):
        rest = scope.partial[level]
        whole = _whole_characters(rest)
        if whole and self._channel.open:
            scope.partial[level] = rest[whole:]
            self._send(scope, level, rest[:whole], PART)

    def call(self):
        """Id of the call that the running code belongs to; 0 when there is none."""
        return (_scope.get() or self._outside).call

    def line(self, level, text):
        self._send(_scope.get() or self._outside, level, text.encode("utf-8", "replace"))

    def write(self, level, data):
        scope = _scope.get() or self._outside
        if not self._channel.open:
            os.write(2 if level == "error" else 1, data)
            return
        *lines, rest = (scope.partial[level] + data).split(b"\n")
        scope.partial[level] = rest
        for line in lines:
            self._send(scope, level, line)
        # Limit the length of an unfinished line.
        if len(rest) > self._limits["lineBytes"]:
            self._send_rest(scope, level)

    def _send(self, scope, level, data, part=0):
        limits = self._limits
        if scope is self._outside and _elapsed() >= self._window_ends:
            scope.bytes = scope.lines = 0
            self._window_ends = _elapsed() + WINDOW_SECONDS
        # Send one line past the limit, so that the host knows that lines are missing. Later lines
        # then cost nothing.
        if scope.bytes > limits["bytes"] or scope.lines > limits["lines"]:
            return
        cut = 0
        if len(data) > limits["lineBytes"]:
            end = limits["lineBytes"]
            while end > 0 and data[end] & 0xC0 == 0x80:
                end -= 1
            cut = len(data) - end
            data = data[:end]
        scope.bytes += len(data)
        scope.lines += 1
        if scope is self._outside and (scope.bytes > limits["bytes"] or scope.lines > limits["lines"]):
            # The host's log may still have room, so mark here that lines are missing.
            level, cut = "warn", cut + max(1, len(data))
            most = f"{limits['lines']} lines and {limits['bytes'] // 1024 // 1024} MB"
            data = f"Lines are missing here: outside of calls {most} may be written in {WINDOW_SECONDS} s".encode()
        head = LINE.pack(LEVELS.index(level) | part, min(cut, 0xFFFFFFFF), _now() * 1000)
        self._channel.send(LOG, scope.call, head + data)


def _stream(logs, level, fd, name):
    """A text stream like Python's own. It passes everything on at once, so that each write belongs to its call."""
    raw = Bytes(logs, level, fd, name)
    return io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n", write_through=True)


class Bytes(io.RawIOBase):
    """Replaces sys.stdout.buffer."""

    mode = "w"

    def __init__(self, logs, level, fd, name):
        self._logs, self._level, self._fd, self.name = logs, level, fd, name

    def write(self, data):
        data = bytes(data)
        self._logs.write(self._level, data)
        return len(data)

    def flush(self):
        if not self.closed:
            self._logs.flush(self._level)

    def close(self):
        # Code that closes sys.stdout must not silence the rest of the instance.
        pass

    def writable(self):
        return True

    def fileno(self):
        return self._fd


def _whole_characters(data):
    """How many bytes there are before a character at the end of which a part is missing."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte & 0xC0 != 0x80:
            length = 4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1
            return len(data) - back if length > back else len(data)
    return len(data)


def _carry_context_into_threads():
    """Python gives a new thread an empty context, so its lines would belong to no call."""
    start = threading.Thread.start

    def start_within(self):
        # A partial has no frame, which would appear in the traceback of a thread that fails.
        self.run = functools.partial(contextvars.copy_context().run, self.run)
        start(self)

    threading.Thread.start = start_within

    when_imported("concurrent.futures.thread", _carry_context_into_tasks)


def _carry_context_into_tasks(thread):
    submit = thread.ThreadPoolExecutor.submit

    # A pool's threads serve later calls too, so each task carries its own call.
    def submit_within(self, fn, /, *args, **kwargs):
        return submit(self, contextvars.copy_context().run, fn, *args, **kwargs)

    thread.ThreadPoolExecutor.submit = submit_within
