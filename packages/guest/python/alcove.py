"""
What a function can ask of Alcove.

    import alcove
    total = alcove.invoke("price", {"items": items})
"""

from alcove_guest import invoke as _invoke

__all__ = ["InvokeError", "invoke"]


class InvokeError(Exception):
    """The other function failed or could not be called."""

    def __init__(self, head):
        error = head.get("error") or {}
        super().__init__(error.get("message", "The call failed"))
        #: What kind of failure it is: "FunctionError", "Timeout", "NotFound" …
        self.code = head.get("code")
        #: Of the other function's invocation; None when there was none.
        self.invocation_id = head.get("invocationId")
        #: Name and traceback of what the other function raised.
        self.error_name = error.get("name")
        self.error_stack = error.get("stack")


def invoke(function, event=None, *, qualifier=None, async_=False):
    """
    Calls another function of the same space and answers what it answers. With `async_=True`, answers as soon as the call
    is accepted as a task: its id and state.

    :param qualifier: a version or an alias; left out: the draft
    :raises InvokeError: when it fails
    """
    head, value = _invoke.invoke(function, {} if event is None else event, qualifier, async_)
    if not head["ok"]:
        raise InvokeError(head)
    return value
