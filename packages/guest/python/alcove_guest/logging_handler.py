import logging

from .frames import LEVELS


class LoggingHandler(logging.Handler):
    def __init__(self, logs):
        super().__init__()
        self._logs = logs

    def emit(self, record):
        try:
            level = LEVELS[min(4, max(0, record.levelno // 10))]
            self._logs.line(level, self.format(record))
        except Exception:  # the arguments do not fit the message: logging says so on stderr
            self.handleError(record)
