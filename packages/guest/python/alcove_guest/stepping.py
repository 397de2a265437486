"""Follows the function's code line by line, and pauses it at breakpoints, after steps and where errors are raised."""

import dis
import itertools
import sys
import threading

YIELDS = {dis.opmap[name] for name in ("YIELD_VALUE", "YIELD_FROM", "SEND") if name in dis.opmap}
# They end loops and generators. Nobody looks for them.
NO_ERRORS = (StopIteration, StopAsyncIteration, GeneratorExit)


class Stepping:
    def __init__(self, lines, evaluator, pause):
        self._lines, self._evaluator, self._pause = lines, evaluator, pause
        self.on_uncaught = self.on_raised = False
        # Conditions by breakpoint, by line, by file.
        self._breakpoints = {}
        self._numbers = itertools.count(1)
        self._once = None
        self._soon = False
        # How, in which frame, and in which thread.
        self._step = None
        self._last_raised = None

    def start(self):
        threading.settrace(self._enter)
        sys.settrace(self._enter)

    def add(self, path, line, condition):
        name = f"{next(self._numbers)}:{line}:{path}"
        lines = dict(self._breakpoints.get(path, {}))
        lines[line] = {**lines.get(line, {}), name: condition}
        # Replaced rather than changed: other threads read it.
        self._breakpoints = {**self._breakpoints, path: lines}
        return name

    def remove(self, name):
        _, line, path = name.split(":", 2)
        lines = dict(self._breakpoints.get(path, {}))
        left = {each: condition for each, condition in lines.get(int(line), {}).items() if each != name}
        lines.pop(int(line), None)
        self._breakpoints = {**self._breakpoints, path: {**lines, int(line): left} if left else lines}

    def run_to(self, place):
        self._once = place

    def pause_soon(self):
        self._soon = True

    def forget_step(self):
        self._step = self._once = None
        self._soon = False

    def go(self, paused):
        how, frame = paused.leaving, paused.live_frame
        if how != "resume" and frame is not None:
            self._step = (how, frame, threading.get_ident())

    def pauses_uncaught(self, error):
        """Not where it has paused when the error was raised."""
        if not self.on_uncaught or isinstance(error, (SystemExit, KeyboardInterrupt)):
            return False
        return not (self.on_raised and error is self._last_raised)

    def _enter(self, frame, event, arg):
        return self._trace if self._lines.own(frame.f_code.co_filename) else None

    def _trace(self, frame, event, arg):
        if event == "line":
            hits = self._hits(frame)
            if hits or self._steps_here(frame):
                self._pause(frame, hits=hits)
        elif event == "return":
            self._returned(frame)
        elif event == "exception" and self.on_raised:
            self._raised(frame, arg[1])
        return self._trace

    def _steps_here(self, frame):
        step = self._step
        if step is not None and step[2] == threading.get_ident():
            if step[0] == "into" or (step[0] == "over" and step[1] is frame):
                return True
        return self._soon or self._once == (frame.f_code.co_filename, frame.f_lineno)

    def _hits(self, frame):
        """The breakpoints that stop here. All conditions are evaluated: each may count or write a line."""
        breakpoints = self._breakpoints.get(frame.f_code.co_filename, {}).get(frame.f_lineno, {})
        return [
            name
            for name, condition in breakpoints.items()
            if condition is None or self._evaluator.holds(condition, frame)
        ]

    def _returned(self, frame):
        """A step goes on in the caller. A coroutine that waits has not returned."""
        step = self._step
        if step is None or step[1] is not frame or step[0] == "into":
            return
        if frame.f_code.co_code[frame.f_lasti] in YIELDS:
            return
        caller = frame.f_back
        while caller is not None and not self._lines.own(caller.f_code.co_filename):
            caller = caller.f_back
        self._step = ("into" if caller is None else "over", caller, step[2])

    def _raised(self, frame, error):
        # Each frame that it passes reports it.
        if error is self._last_raised or isinstance(error, NO_ERRORS):
            return
        self._last_raised = error
        self._pause(frame, error)
