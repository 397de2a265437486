"""Describes exceptions as text."""

import os

OWN_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Frames of the event loop stand between us and the first line of an `async def` handler.
ASYNCIO = os.path.join(os.path.dirname(os.__file__), "asyncio", "")
JSON = os.path.join(os.path.dirname(os.__file__), "json", "")
MAX_MESSAGE = 16 * 1024
MAX_STACK = 32 * 1024
TASK = "/var/task"

# Tracebacks and messages contain the folder's host path. Authors know it as /var/task.
_task_folder = TASK


def set_task_folder(folder):
    global _task_folder
    _task_folder = folder


class LoadError(Exception):
    pass


class Cancelled(Exception):
    """The call was cancelled."""


class ResponseTooLarge(Exception):
    code = "ResponseTooLarge"


def plain_error(error):
    """Never raises, even if the exception's __str__ does."""
    name = type(error).__name__
    try:
        message = _shown(_cut(str(error), MAX_MESSAGE))
    except BaseException:  # even SystemExit would end the process here
        message = "The function raised something that cannot be described"
    plain = {"name": name[:200], "message": message}
    if isinstance(error, (Cancelled, LoadError, ResponseTooLarge)):
        return {**plain, "code": error.code} if isinstance(error, ResponseTooLarge) else plain
    try:
        import traceback  # as long to load as the rest of this module is to run

        shown = traceback.TracebackException.from_exception(error)
        _hide_ours(shown)
        plain["stack"] = _shown(_cut("".join(shown.format()).rstrip(), MAX_STACK))
    except BaseException:
        pass
    return plain


def _cut(text, limit):
    """Keeps both ends: a stack has its newest frame last, and a long message after it."""
    if len(text) <= limit:
        return text
    kept = limit // 2 - 20
    return f"{text[:kept]}… ({len(text) - 2 * kept} characters are missing here) …{text[-kept:]}"


def _hide_ours(shown):
    """Goes through all causes without recursion: a retry loop may chain thousands."""
    left, seen = [shown], set()
    while left:
        shown = left.pop()
        if shown is None or id(shown) in seen:
            continue
        seen.add(id(shown))
        frames = [frame for frame in shown.stack if not is_ours(frame.filename)]
        # Nothing but the encoder: what the handler returned is no JSON, and no line of the author's raised it.
        shown.stack[:] = [] if all(frame.filename.startswith(JSON) for frame in frames) else frames
        left += [shown.__cause__, shown.__context__, *(getattr(shown, "exceptions", None) or ())]


def is_ours(filename):
    return filename.startswith((OWN_FOLDER, ASYNCIO, "<frozen "))


def _shown(text):
    return text.replace(_task_folder, TASK)
