"""Ends what a developer evaluates, or the code that describes a value, when it goes on for too long."""

import _thread
import ctypes
import time

# As the console asks of V8, with V8's words.
LIMIT_S = 5
TERMINATED = "Execution was terminated"
# Code may catch what ends it, and loop again.
AGAIN_S = 0.1

# The code may put another function in its place.
_sleep = time.sleep
_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
_raise_in.argtypes = (ctypes.c_ulong, ctypes.py_object)


class Terminated(BaseException):
    pass


class _Watch:
    """A thread that raises in the one that made it. Not one of `threading`: that would be traced, and listed."""

    def __init__(self):
        self._thread = _thread.get_ident()
        self._over = _thread.allocate_lock()
        self._over.acquire()
        self._ended = False
        _thread.start_new_thread(self._run, ())

    def _run(self):
        wait = LIMIT_S
        while not self._over.acquire(timeout=wait):
            wait = AGAIN_S
            _raise_in(self._thread, Terminated)
        self._ended = True

    def end(self):
        """Once it returns, nothing is raised any more. It may be interrupted itself, and is called again then."""
        if self._over.locked():
            self._over.release()
        while not self._ended:
            _sleep(0.0005)
        # What is still to be raised comes at the next jump back. Taking it back makes Python 3.11 loop for ever.
        for _ in range(10):
            pass


def limited(run):
    """:raises ValueError: when its time is over. A call into C, like a sleep, ends by itself first."""
    watch = _Watch()
    try:
        try:
            return run()
        finally:
            watch.end()
    except Terminated:
        watch.end()
        raise ValueError(TERMINATED) from None
