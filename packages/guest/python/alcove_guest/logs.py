"""
Captures print, sys.stdout, sys.stderr and logging, and knows which call each line belongs to: the one in whose context
it was written, however late that is.
"""

import contextvars
import io
import os
import struct
import sys
import threading
import time

from .frames import LOG
from .when_imported import when_imported

LEVELS = ("trace", "debug", "info", "warn", "error")
LINE = struct.Struct("<BId")

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
        self.partial = {"info": "", "error": ""}


class Logs:
    def __init__(self, channel):
        self._channel = channel
        self._limits = {"lineBytes": 32 * 1024, "bytes": 1024 * 1024, "lines": 10_000}
        # Lines outside calls: written while the code loads, and by threads whose call is unknown.
        self._outside = Scope(0)
        self._window_ends = 0

    def capture(self):
        sys.stdout = Stream(self, "info", 1)
        sys.stderr = Stream(self, "error", 2)
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

    def leave(self, scope):
        """Sends output that does not end with a newline."""
        for each in (scope, self._outside):
            for level, text in each.partial.items():
                if text:
                    each.partial[level] = ""
                    self._send(each, level, text)

    def call(self):
        """Id of the call that the running code belongs to; 0 when there is none."""
        return (_scope.get() or self._outside).call

    def line(self, level, text):
        self._send(_scope.get() or self._outside, level, text)

    def write(self, level, text):
        scope = _scope.get() or self._outside
        if not self._channel.open:
            os.write(2 if level == "error" else 1, text.encode("utf-8", "replace"))
            return
        *lines, rest = (scope.partial[level] + text).split("\n")
        # Limit the length of an unfinished line.
        if len(rest) > self._limits["lineBytes"]:
            lines.append(rest)
            rest = ""
        scope.partial[level] = rest
        for line in lines:
            self._send(scope, level, line)

    def _send(self, scope, level, text):
        limits = self._limits
        if scope is self._outside and _elapsed() >= self._window_ends:
            scope.bytes = scope.lines = 0
            self._window_ends = _elapsed() + WINDOW_SECONDS
        # Send one line past the limit, so that the host knows that lines are missing. Later lines
        # then cost nothing.
        if scope.bytes > limits["bytes"] or scope.lines > limits["lines"]:
            return
        data = text.encode("utf-8", "replace")
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
        head = LINE.pack(LEVELS.index(level), min(cut, 0xFFFFFFFF), _now() * 1000)
        self._channel.send(LOG, scope.call, head + data)


class Stream(io.TextIOBase):
    """Replaces sys.stdout or sys.stderr."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, logs, level, fd):
        self._logs, self._level, self._fd = logs, level, fd
        self.buffer = Bytes(self)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._logs.write(self._level, text)
        return len(text)

    def writable(self):
        return True

    def fileno(self):
        return self._fd


class Bytes(io.RawIOBase):
    """Replaces sys.stdout.buffer: bytes that become text."""

    def __init__(self, stream):
        self._stream = stream

    def write(self, data):
        self._stream.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def writable(self):
        return True

    def fileno(self):
        return self._stream.fileno()


def _carry_context_into_threads():
    """Python gives a new thread an empty context, so its lines would belong to no call."""
    start = threading.Thread.start

    def start_within(self):
        run, context = self.run, contextvars.copy_context()
        self.run = lambda: context.run(run)
        start(self)

    threading.Thread.start = start_within

    when_imported("concurrent.futures.thread", _carry_context_into_tasks)


def _carry_context_into_tasks(thread):
    submit = thread.ThreadPoolExecutor.submit

    # A pool's threads serve later calls too, so each task carries its own call.
    def submit_within(self, fn, /, *args, **kwargs):
        return submit(self, contextvars.copy_context().run, fn, *args, **kwargs)

    thread.ThreadPoolExecutor.submit = submit_within
