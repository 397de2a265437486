"""Runs `async def` handlers. One event loop per instance, so that clients kept between calls stay usable."""

from .channel import FD

_loop = None
_channel = None


def connect(channel):
    global _channel
    _channel = channel


def run(awaitable):
    """When the call is cancelled, the awaited task is cancelled as in asyncio."""
    global _loop
    import asyncio  # takes as long to load as the rest of a start, and most handlers do without

    if _loop is None:
        _loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_loop)

    async def wait():
        return await awaitable

    task = _loop.create_task(wait())
    # Another thread may read the CANCEL.
    _channel.on_cancel(lambda: _loop.call_soon_threadsafe(task.cancel))
    _loop.add_reader(FD, _channel.poll)
    try:
        return _loop.run_until_complete(task)
    finally:
        _loop.remove_reader(FD)
        _channel.on_cancel(None)


def is_awaitable(value):
    return hasattr(type(value), "__await__")


def each(source):
    """Turns an asynchronous iterator into a plain one."""
    try:
        while True:
            yield run(source.__anext__())
    except StopAsyncIteration:
        return
    finally:
        # If abandoned, it runs its own `finally`.
        if hasattr(source, "aclose"):
            run(source.aclose())
