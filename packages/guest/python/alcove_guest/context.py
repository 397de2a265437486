"""The context of a handler: AWS's attributes under their names, and our own."""

import os
import time

_monotonic = time.monotonic


class Context:
    identity = None
    client_context = None

    def __init__(self, settings, meta, logs, is_cancelled, held):
        given, remaining_ms = meta["context"], meta["remainingMs"]
        self._is_cancelled = is_cancelled
        # While a debugger holds the code, its time does not run.
        self._held = held
        self._ends = _monotonic() - held() + remaining_ms / 1000
        self.request_id = self.aws_request_id = given["invocationId"]
        self.space = given["space"]
        self.function_name = given["function"]
        self.function_version = given["version"]
        self.qualifier = given["qualifier"]
        self.invoked_function_arn = f"alcove:{self.space}:{self.function_name}:{self.qualifier}"
        self.runtime = settings["runtime"]
        self.memory_limit_in_mb = str(settings["memoryMb"])
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.deadline_ms = int(time.time() * 1000 + remaining_ms)
        self.trigger = {"type": given["trigger"], "name": given["triggerName"]}
        self.trace_id = given["traceId"]
        self.log = Log(logs)

    @property
    def cancelled(self):
        """Whether the call was cancelled: the client has disconnected, or the calling function has ended."""
        return self._is_cancelled()

    def get_remaining_time_in_millis(self):
        return max(0, round((self._ends + self._held() - _monotonic()) * 1000))


class Log:
    def __init__(self, logs):
        self._logs = logs

    def trace(self, *values):
        self._line("trace", values)

    def debug(self, *values):
        self._line("debug", values)

    def info(self, *values):
        self._line("info", values)

    def warn(self, *values):
        self._line("warn", values)

    warning = warn

    def error(self, *values):
        self._line("error", values)

    def _line(self, level, values):
        self._logs.line(level, " ".join(map(str, values)))
