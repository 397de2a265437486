"""Measures which lines of the function's code run. Loaded only where tests ask for it: it slows code down."""

import sys
import threading

from .code_lines import CodeLines
from .frames import COVERAGE
from .to_json import to_json

# The host accepts no longer frame. A file with a longer report is not measured.
MAX_REPORT = 1024 * 1024
MOST_FILES = 500


class Coverage:
    def __init__(self, send, task_folder):
        self._send = send
        self._lines = CodeLines(task_folder)
        self._prefix = len(task_folder.rstrip("/")) + 1
        # Lines by file: those that ran while the code was loaded count for each call.
        self._loading, self._ran = {}, {}

    def start(self):
        threading.settrace(self._enter)
        sys.settrace(self._enter)

    def loaded(self):
        self._loading, self._ran = self._ran, {}

    def ended(self, call):
        """Reports every file of the function, those that nothing imported too."""
        ran, self._ran = self._ran, {}
        for path, _ in self._lines.scripts()[:MOST_FILES]:
            lines = self._lines.statements_of(path)
            covered = self._loading.get(path, set()) | ran.get(path, set())
            report = {"file": path[self._prefix :], "lines": sorted(lines), "ran": sorted(lines & covered)}
            data = to_json(report)
            if lines and len(data) <= MAX_REPORT:
                self._send(COVERAGE, call, data)

    def _enter(self, frame, event, arg):
        return self._line if self._lines.own(frame.f_code.co_filename) else None

    def _line(self, frame, event, arg):
        if event == "line":
            self._ran.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
        return self._line
