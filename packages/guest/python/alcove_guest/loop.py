"""Runs what `async def` handlers return; one loop for the instance, so that clients kept between calls stay usable."""

_loop = None


def run(awaitable):
    global _loop
    import asyncio  # takes as long to load as the rest of a start, and most handlers do without

    if _loop is None:
        _loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_loop)

    async def wait():
        return await awaitable

    return _loop.run_until_complete(wait())


def is_awaitable(value):
    return hasattr(type(value), "__await__")


def each(source):
    """A plain iterator over an asynchronous one."""
    while True:
        try:
            yield run(source.__anext__())
        except StopAsyncIteration:
            return
