"""A place where the code stands still: its frames, and what they know by name."""

import itertools
import sys
from functools import partial

from .errors import is_ours

# Those of a deep recursion would make a message too long to be sent.
MAX_FRAMES = 200
_numbers = itertools.count(1)
# Since then, what is written to the variables of any frame takes effect.
WRITES_THROUGH = sys.version_info >= (3, 13)


class Paused:
    def __init__(self, frames, live):
        """:param frames: pairs of frame and line, the innermost first"""
        self._prefix = f"{next(_numbers)}."
        theirs = ((frame, line) for frame, line in frames if not is_ours(frame.f_code.co_filename))
        self._frames = list(itertools.islice(theirs, MAX_FRAMES))
        # Read once: reading them again would undo a change.
        self._locals = [frame.f_locals for frame, _ in self._frames]
        self.live_frame = self._frames[0][0] if live and self._frames else None
        # Set by the command that goes on.
        self.leaving = None

    @classmethod
    def at(cls, frame):
        frames = []
        while frame is not None:
            frames.append((frame, frame.f_lineno))
            frame = frame.f_back
        return cls(frames, live=True)

    @classmethod
    def after(cls, error):
        frames, trace = [], error.__traceback__
        while trace is not None:
            frames.insert(0, (trace.tb_frame, trace.tb_lineno))
            trace = trace.tb_next
        return cls(frames, live=False)

    @property
    def has_frames(self):
        return len(self._frames) > 0

    def described(self, values):
        """The frames as V8 describes them."""
        return [
            {
                "callFrameId": f"{self._prefix}{index}",
                "functionName": getattr(frame.f_code, "co_qualname", frame.f_code.co_name),
                "location": {"scriptId": frame.f_code.co_filename, "lineNumber": line - 1, "columnNumber": 0},
                "scopeChain": [
                    {"type": kind, "object": values.names(partial(self._names, index, number))}
                    for number, (kind, _) in enumerate(self._scopes(index))
                ],
            }
            for index, (frame, line) in enumerate(self._frames)
        ]

    def namespace(self, frame_id):
        """Globals and locals."""
        index = self._index(frame_id)
        return self._frames[index][0].f_globals, self._locals[index]

    def set_variable(self, frame_id, scope, name, value):
        index = self._index(frame_id)
        kind, _ = self._scopes(index)[scope]
        if kind == "module":
            self._frames[index][0].f_globals[name] = value
        elif self.live_frame is None or (index > 0 and not WRITES_THROUGH):
            raise ValueError("Only variables of the function that runs now can be changed")
        else:
            self._locals[index][name] = value

    def _scopes(self, index):
        frame, known = self._frames[index][0], self._locals[index]
        module = {name: value for name, value in frame.f_globals.items() if not name.startswith("__")}
        if known is frame.f_globals:
            return [("module", module)]
        outer = set(frame.f_code.co_freevars)
        closure = {name: value for name, value in known.items() if name in outer}
        local = {name: value for name, value in known.items() if name not in outer}
        return [("local", local), *([("closure", closure)] if closure else []), ("module", module)]

    def _names(self, index, scope):
        return self._scopes(index)[scope][1]

    def _index(self, frame_id):
        if not frame_id.startswith(self._prefix):
            raise ValueError("The code has gone on since")
        return int(frame_id[len(self._prefix) :])
