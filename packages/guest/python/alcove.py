"""
What a function can ask of Alcove.

    import alcove
    total = alcove.invoke("price", {"items": items})
    photo = alcove.bucket("photos").get("mug.jpg").bytes()
"""

from alcove_guest import ask as _ask
from alcove_guest import invoke as _invoke
from alcove_guest.to_json import to_json as _to_json

__all__ = ["AlcoveError", "Bucket", "BucketObject", "InvokeError", "bucket", "invoke", "publish"]


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


class AlcoveError(Exception):
    """The platform refused a request, or could not do it."""

    def __init__(self, code, message):
        super().__init__(message)
        #: As in problem documents of the API: "NotFound", "PreconditionFailed" …
        self.code = code


def invoke(function, event=None, *, qualifier=None, async_=False, idempotency_key=None, delay_seconds=None):
    """
    Calls another function of the same space and answers what it answers. With `async_=True`, answers as soon as the call
    is accepted as a task: its id and state.

    :param qualifier: a version or an alias; left out: the draft
    :param idempotency_key: however often this function calls with the same key, there is one task
    :param delay_seconds: the task runs this much later, at most 14 days
    :raises InvokeError: when it fails
    """
    options = {"qualifier": qualifier, "idempotencyKey": idempotency_key, "delaySeconds": delay_seconds}
    head, value = _invoke.invoke(function, {} if event is None else event, options, async_)
    if not head["ok"]:
        raise InvokeError(head)
    return value


def bucket(name):
    """A bucket of the same space."""
    return Bucket(name)


def publish(*events):
    """
    Publishes events of the space; triggers of the type "event" start functions with those that match.

    :param events: CloudEvents as dicts; what is left out of specversion, id, source and time is filled in
    :return: for each of them {"id", "source", "eventId", "duplicate"}, when they are stored
    """
    request = _ask.ask("events.publish", {}, [_to_json(list(events))])
    if not request.head["ok"]:
        raise AlcoveError(request.head["code"], request.head["message"])
    return request.head["value"]["events"]


class Bucket:
    """Objects by key. Every method raises AlcoveError when the platform refuses."""

    def __init__(self, name):
        if not isinstance(name, str) or name == "":
            raise TypeError("alcove.bucket needs the name of a bucket")
        self.name = name

    def get(self, key, *, start=None, end=None):
        """
        Opens an object for reading.

        :param start: first byte, :param end: last byte, included
        """
        request = self._ask("get", {"key": key, "start": start, "end": end})
        return BucketObject(request.head["value"], request)

    def head(self, key):
        """What is known of an object, without its content."""
        return BucketObject(self._ask("head", {"key": key}).head["value"])

    def put(self, key, content, *, content_type=None, metadata=None, if_match=None, if_none_match=None):
        """
        Writes an object.

        :param content: str, bytes, a binary file, or an iterable of str and bytes
        :param if_none_match: "*" writes it only if there is none yet
        """
        if content_type is None and isinstance(content, str):
            content_type = "text/plain; charset=utf-8"
        chunks = _chunks_of(content)
        options = {
            "key": key,
            "contentType": content_type,
            "metadata": metadata,
            "ifMatch": if_match,
            "ifNoneMatch": if_none_match,
            "length": len(chunks[0]) if isinstance(chunks, list) else None,
        }
        return BucketObject(self._ask("put", options, chunks).head["value"])

    def list(self, *, prefix=None, delimiter=None, limit=None, cursor=None):
        """Returns one page: {"items": [BucketObject], "prefixes": [str], "next_cursor": str | None}."""
        options = {"prefix": prefix, "delimiter": delimiter, "limit": limit, "cursor": cursor}
        page = self._ask("list", options).head["value"]
        items = [BucketObject(item) for item in page["items"]]
        return {"items": items, "prefixes": page["prefixes"], "next_cursor": page["nextCursor"]}

    def delete(self, key, *, if_match=None):
        """Deletes an object. One that is not there is as good as deleted."""
        self._ask("delete", {"key": key, "ifMatch": if_match})

    def _ask(self, operation, data, body=None):
        request = _ask.ask("bucket." + operation, {"bucket": self.name, **data}, body)
        if not request.head["ok"]:
            raise AlcoveError(request.head["code"], request.head["message"])
        return request


class BucketObject:
    """An object. What `get` returns also has its content, which can be read once."""

    def __init__(self, value, request=None):
        self.key = value["key"]
        self.size = value["bytes"]
        self.etag = value["etag"]
        self.content_type = value["contentType"]
        self.metadata = value["metadata"]
        self.updated_at = value["updatedAt"]
        self.updated_by = value["updatedBy"]
        self._request = request

    def __iter__(self):
        """The content in chunks, as it comes."""
        if self._request is None:
            raise RuntimeError("The content of this object was read already, or not asked for: get it")
        request, self._request = self._request, None
        yield from request.chunks()
        error = request.error()
        if error is not None:
            raise AlcoveError(error["code"], error["message"])

    def bytes(self):
        return b"".join(self)

    def text(self, encoding="utf-8"):
        return self.bytes().decode(encoding)

    def json(self):
        from json import loads

        return loads(self.bytes())


def _chunks_of(content):
    if isinstance(content, (str, bytes, bytearray, memoryview)):
        return [_to_bytes(content)]
    if hasattr(content, "read"):
        return iter(lambda: _to_bytes(content.read(256 * 1024)), b"")
    # Iterating over a dict would store its keys.
    if isinstance(content, dict) or not hasattr(content, "__iter__"):
        raise TypeError(f"An object is made of str, bytes, a binary file, or an iterable: got {type(content).__name__}")
    return (_to_bytes(chunk) for chunk in content)


def _to_bytes(piece):
    if isinstance(piece, str):
        return piece.encode()
    try:
        return bytes(memoryview(piece))
    except TypeError:
        # bytes(5) would be five zeros.
        raise TypeError(f"An object is made of str and bytes: got {type(piece).__name__}") from None
