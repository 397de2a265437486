"""Sends HELLO, loads the code and answers one call after the other."""

import _signal
import _sitebuiltins
import builtins
import faulthandler
import os
import sys
import time
from json import loads

from . import ask, invoke, loop, spans, telemetry
from .channel import Channel
from .context import Context
from .errors import plain_error, set_task_folder
from .frames import EXITING, FAILED, HELLO, INIT, INIT_FAILED, READY, split_head
from .load import load_handler
from .logs import Logs
from .respond import Responder
from .to_json import to_json

_exit, _monotonic = os._exit, time.monotonic


def serve():
    # `site` does not run here. Scripts rely on this part of it.
    builtins.exit, builtins.quit = _sitebuiltins.Quitter("exit", ""), _sitebuiltins.Quitter("quit", "")
    # Prints the stacks of hung code, and of a crash of the interpreter.
    faulthandler.enable(file=2)
    channel = Channel()
    logs = Logs(channel)
    logs.capture()
    # Whatever hangs may have written half a line. This runs where Python code runs; the stacks are printed in any case.
    _signal.signal(_signal.SIGUSR2, lambda *_: logs.flush_running())
    faulthandler.register(_signal.SIGUSR2, file=2, all_threads=True, chain=True)
    invoke.connect(channel, logs)
    ask.connect(channel, logs)
    spans.connect(channel, logs)
    telemetry.connect(channel.send)
    loop.connect(channel)
    # Python cannot tell the process's age. Its CPU time is close to the duration of the start.
    boot_ms = time.process_time() * 1000
    channel.send(HELLO, 0, to_json({"protocol": 1, "version": sys.version.split()[0], "bootMs": boot_ms}))
    Instance(channel, logs).run()


def _install_tracer():
    """Code that has imported OpenTelemetry's API without an SDK gets its spans from Alcove."""
    if "opentelemetry.trace" in sys.modules and "opentelemetry.sdk.trace" not in sys.modules:
        from .opentelemetry import install

        install(sys.modules["opentelemetry.trace"])


def _never_held():
    return 0


class Instance:
    def __init__(self, channel, logs):
        self._channel, self._logs = channel, logs
        self._settings = self._handler = self._responder = self._debugger = self._coverage = None

    def run(self):
        while True:
            kind, call, payload = self._channel.next_call()
            if kind == INIT:
                self._init(loads(payload))
            else:
                self._call(call, payload)

    def _init(self, settings):
        self._settings = settings
        started = _monotonic()
        os.environ.update(settings["environment"])
        if "TZ" in settings["environment"]:
            time.tzset()
        set_task_folder(settings["taskFolder"])
        self._logs.limit(settings["logs"])
        self._responder = Responder(self._channel, settings["responseBytes"])
        if settings.get("debug"):
            from .debugger import Debugger

            self._debugger = Debugger(self._channel, settings["taskFolder"])
            # Breakpoints are set before any line of the function runs.
            self._debugger.wait_for_go()
        if settings.get("coverage"):
            from .coverage import Coverage

            self._coverage = Coverage(self._channel.send, settings["taskFolder"])
            self._coverage.start()
        try:
            self._handler = load_handler(settings)
            if self._coverage:
                self._coverage.loaded()
            if self._debugger:
                self._debugger.loaded(self._handler)
            _install_tracer()
        except SystemExit as exit:
            self._leave(exit)
        except BaseException as error:
            self._tell_debugger(error)
            self._logs.leave()
            self._channel.send(INIT_FAILED, 0, to_json(plain_error(error)))
        else:
            init_ms = (_monotonic() - started) * 1000
            self._channel.send(READY, 0, to_json({"kind": "handler", "initMs": init_ms}))

    def _call(self, call, payload):
        head, body = split_head(payload)
        meta = loads(head)
        scope = self._logs.enter(call)
        self._channel.begin(call)
        trace_id = meta["context"]["traceId"]
        spans.begin_call(call, trace_id)
        end_trace = telemetry.begin_call(call, trace_id, meta["context"]["invocationId"])
        try:
            held = self._debugger.held if self._debugger else _never_held
            context = Context(self._settings, meta, self._logs, lambda: self._channel.cancelled(call), held)
            self._answer(call, meta, body, context, lambda: self._end(call, scope))
        except SystemExit as exit:
            self._leave(exit, scope)
        except BaseException as error:
            self._tell_debugger(error)
            self._end(call, scope)
            self._channel.send(FAILED, call, to_json(plain_error(error)))
        finally:
            if end_trace:
                end_trace()

    def _end(self, call, scope):
        if self._coverage:
            self._coverage.ended(call)
        telemetry.flush()
        self._logs.leave(scope)

    def _answer(self, call, meta, body, context, before_end):
        http = meta["kind"] == "http"
        if http:
            from .http_event import structured_response, with_body
        event = with_body(meta["event"], body) if http else (loads(body) if body else None)
        value = self._handler(event, context)
        if loop.is_awaitable(value):
            value = loop.run(value)
        head, out = structured_response(value) if http else ({}, to_json(value))
        if isinstance(out, bytes):
            return self._responder.whole(call, to_json(head), out, before_end)
        source = loop.each(out) if hasattr(out, "__anext__") else out
        return self._responder.stream(call, to_json(head), source, before_end)

    def _tell_debugger(self, error):
        if self._debugger:
            self._debugger.uncaught(error)

    def _leave(self, exit, scope=None):
        """sys.exit(): the function ends its process, which is never an answer."""
        self._logs.leave(scope)
        code = exit.code if isinstance(exit.code, int) else 0 if exit.code is None else 1
        if code == 1 and exit.code != 1:
            self._logs.line("error", str(exit.code))
        # The kernel keeps the low 8 bits.
        code &= 0xFF
        self._channel.send(EXITING, 0, to_json({"code": code}))
        _exit(code)
