"""
Lets a developer step through the code. Answers the commands of V8's inspector that have a meaning in Python, so that the
console has one debugger for both. Loaded only in an instance that is debugged.
"""

import sys
import threading
import time
from collections import deque
from json import loads

from .code_lines import CodeLines
from .evaluate import Evaluator
from .frames import DEBUG_ATTACHED, DEBUG_MESSAGE, MAX_PAYLOAD
from .paused import Paused
from .remote_values import RemoteValues, shown
from .stepping import Stepping
from .time_limit import Terminated, limited
from .to_json import to_json

# Longer messages are not sent.
MAX_MESSAGE = 8 * 1024 * 1024
# The code may be loaded.
GO = "Runtime.runIfWaitingForDebugger"

_monotonic = time.monotonic


class Debugger:
    def __init__(self, channel, task_folder):
        self._channel = channel
        self._commands = deque()
        # Whole messages go out while there is credit: the last one may overdraw it.
        self._sending = threading.RLock()
        self._waiting = deque()
        self._credit = 0
        self._go = threading.Event()
        self._paused = None
        self._held, self._held_since = 0, None
        # One thread pauses at a time; another one that reaches a breakpoint waits for it.
        self._turn = threading.Lock()
        self._lines = CodeLines(task_folder)
        self._values = RemoteValues()
        self._evaluator = Evaluator()
        self._stepping = Stepping(self._lines, self._evaluator, self._pause)
        self._methods = {
            "Debugger.enable": self._enable,
            "Debugger.continueToLocation": self._continue_to,
            "Debugger.evaluateOnCallFrame": self._evaluate,
            "Debugger.pause": lambda _: self._stepping.pause_soon(),
            "Debugger.removeBreakpoint": lambda params: self._stepping.remove(params["breakpointId"]),
            "Debugger.resume": lambda _: self._leave(None),
            "Debugger.setBreakpointByUrl": self._set_breakpoint,
            "Debugger.setPauseOnExceptions": self._pause_on,
            "Debugger.setVariableValue": self._set_variable,
            "Debugger.stepInto": lambda _: self._leave("into"),
            "Debugger.stepOut": lambda _: self._leave("out"),
            "Debugger.stepOver": lambda _: self._leave("over"),
            "Runtime.evaluate": self._evaluate,
            "Runtime.getProperties": lambda params: {"result": self._values.properties(params["objectId"])},
        }
        # What the console says to V8 and Python does without.
        for name in (
            "Debugger.setAsyncCallStackDepth",
            "Debugger.setBlackboxPatterns",
            "Debugger.setInstrumentationBreakpoint",
            "Runtime.enable",
            "Runtime.releaseObject",
            "Runtime.releaseObjectGroup",
            GO,
        ):
            self._methods[name] = lambda _: None

    def wait_for_go(self):
        """Returns once the code may be loaded. From then on this thread and those it starts are traced."""
        self._channel.debug_with(self)
        # Before threads are traced.
        threading.Thread(target=self._serve, name="alcove-debugger", daemon=True).start()
        self._channel.send(DEBUG_ATTACHED, 0, b"")
        self._go.wait()
        self._watch_threads()
        # Python's own debugger would read from a terminal.
        sys.breakpointhook = lambda *_, **__: self._stepping.pause_soon()
        self._stepping.start()

    def loaded(self, handler):
        """What is evaluated outside of a pause knows the module of the handler."""
        self._evaluator.module = getattr(handler, "__globals__", {})

    def held(self):
        """Seconds for which it has held the code."""
        since = self._held_since
        return self._held + (0 if since is None else _monotonic() - since)

    def uncaught(self, error):
        """Pauses where an error that nobody caught was raised. Its frames have ended, and can still be looked at."""
        if not self._stepping.pauses_uncaught(error):
            return
        paused = Paused.after(error)
        # A syntax error has none: no line of the function ran.
        if not paused.has_frames:
            return
        # What describes the error and its variables may be code of the function, with breakpoints of its own.
        trace = sys.gettrace()
        sys.settrace(None)
        try:
            self._stop(paused, error)
        finally:
            sys.settrace(trace)

    def _watch_threads(self):
        """Errors that end a thread of the function, which print a traceback and go no further."""
        print_error = threading.excepthook

        def ended(args):
            if args.exc_value is not None:
                self.uncaught(args.exc_value)
            print_error(args)

        threading.excepthook = ended

    # The channel calls these, in whichever thread reads it.

    def on_command(self, number, payload):
        self._commands.append((number, payload))

    def on_credit(self, amount):
        with self._sending:
            self._credit += amount
            self._flush()

    # Commands run in the paused thread, so that what they evaluate belongs to its call; otherwise in a thread of ours.

    def _serve(self):
        while True:
            self._run(*self._channel.wait(lambda: self._take(None)))

    def _take(self, paused):
        return self._commands.popleft() if self._commands and self._paused is paused else None

    def _pause(self, frame, error=None, hits=()):
        self._stop(Paused.at(frame), error, hits)

    def _stop(self, paused, error, hits=()):
        with self._turn:
            self._stepping.forget_step()
            self._values.clear()
            self._evaluator.paused = paused
            self._paused = paused
            reason = "other" if error is None else "exception"
            data = {} if error is None else {"data": self._values.of(error)}
            self._held_since = _monotonic()
            stopped_by = {"reason": reason, "hitBreakpoints": list(hits), **data}
            self._event("Debugger.paused", {"callFrames": paused.described(self._values), **stopped_by})
            while paused.leaving is None:
                self._run(*self._channel.wait(lambda: self._take(paused)))
            self._held, self._held_since = self.held(), None
            self._evaluator.paused = self._paused = None
            self._values.clear()
            self._event("Debugger.resumed", {})
            # Nobody may be told of these any more: our own thread waits for the next frame.
            while self._commands:
                self._run(*self._commands.popleft())
            self._stepping.go(paused)

    def _leave(self, how):
        if self._paused is None:
            raise ValueError("The code is not paused")
        self._paused.leaving = how or "resume"

    def _run(self, number, payload):
        command = loads(payload)
        answer = {"id": command["id"]}
        try:
            method = self._methods.get(command["method"])
            if method is None:
                raise ValueError(f"The debugger of Python has no {command['method']}")
            answer["result"] = limited(lambda: method(command.get("params") or {})) or {}
        except BaseException as error:
            # Another class of error may be the code's own, with a __str__ that raises.
            said = str(error) if type(error) is ValueError else shown(error)
            answer["error"] = {"code": -32000, "message": said[:2000]}
        self._send(number, answer)
        # After the answer: code that fails to load ends the process at once.
        if command["method"] == GO:
            self._go.set()

    def _enable(self, _):
        for script, url in self._lines.scripts():
            self._event("Debugger.scriptParsed", {"scriptId": script, "url": url})

    def _set_breakpoint(self, params):
        condition = self._evaluator.condition(params.get("condition"))
        path, line = self._lines.place(self._lines.path_of(params["url"]), params["lineNumber"] + 1)
        locations = [{"scriptId": path, "lineNumber": line - 1}] if line in self._lines.lines_of(path) else []
        return {"breakpointId": self._stepping.add(path, line, condition), "locations": locations}

    def _continue_to(self, params):
        location = params["location"]
        self._stepping.run_to(self._lines.place(location["scriptId"], location["lineNumber"] + 1))
        self._leave(None)

    def _pause_on(self, params):
        self._stepping.on_uncaught = params["state"] in ("uncaught", "all")
        self._stepping.on_raised = params["state"] == "all"

    def _evaluate(self, params):
        frame, quiet = params.get("callFrameId"), params.get("throwOnSideEffect") is True
        try:
            value = self._evaluator.evaluate(params["expression"], frame, quiet)
        except Terminated:
            raise
        except BaseException as error:
            raised = {"type": "object", "description": shown(error)[:2000]}
            return {"result": raised, "exceptionDetails": {"text": raised["description"], "exception": raised}}
        return {"result": self._values.of(value)}

    def _set_variable(self, params):
        given = params["newValue"]
        value = self._values.get(given["objectId"]) if "objectId" in given else _plain(given)
        self._paused.set_variable(params["callFrameId"], params["scopeNumber"], params["variableName"], value)

    def _event(self, method, params):
        self._send(1, {"method": method, "params": params})

    def _send(self, number, message):
        data = to_json(message)
        if len(data) > MAX_MESSAGE:
            if "id" not in message:
                return
            too_large = {"code": -32000, "message": f"The answer is larger than {MAX_MESSAGE} bytes"}
            data = to_json({"id": message["id"], "error": too_large})
        with self._sending:
            self._waiting.append((number, data))
            self._flush()

    def _flush(self):
        while self._waiting and self._credit > 0:
            number, data = self._waiting.popleft()
            self._credit -= len(data)
            for at in range(0, len(data), MAX_PAYLOAD):
                last = b"\1" if at + MAX_PAYLOAD >= len(data) else b"\0"
                self._channel.send(DEBUG_MESSAGE, number, last + data[at : at + MAX_PAYLOAD])


def _plain(given):
    text = given.get("unserializableValue")
    if text is None:
        return given.get("value")
    return float(text) if text in ("nan", "inf", "-inf") else int(text)
