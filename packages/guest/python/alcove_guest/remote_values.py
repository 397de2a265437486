"""Describes values as V8 does: what is simple whole, everything else by a name under which its contents can be read."""

import itertools
import reprlib
import types

# Entries of one value that are shown.
MAX_ENTRIES = 1000
MAX_TEXT = 100_000
# Numbers beyond are not exact in JavaScript.
MAX_EXACT = 2**53
FUNCTIONS = (type, types.FunctionType, types.MethodType, types.BuiltinFunctionType)

_short = reprlib.Repr()
_short.maxstring = _short.maxother = 200
_short.maxlist = _short.maxtuple = _short.maxset = _short.maxdict = 20
_short.maxlevel = 3


class Names:
    """The variables of a scope, read when they are asked for: they may be assigned during a pause."""

    def __init__(self, read):
        self.read = read


class RemoteValues:
    def __init__(self):
        self._values = {}
        self._numbers = itertools.count(1)

    def clear(self):
        self._values = {}

    def get(self, name):
        if name not in self._values:
            raise ValueError("The value is not known any more")
        return self._values[name]

    def names(self, read):
        return {"type": "object", "objectId": self._keep(Names(read))}

    def of(self, value):
        kind = type(value)
        if value is None:
            return {"type": "object", "value": None, "description": "None"}
        if kind is bool:
            return {"type": "boolean", "value": value, "description": str(value)}
        if kind is str:
            return {"type": "string", "value": value[:MAX_TEXT]}
        if kind is int and abs(value) < MAX_EXACT:
            return {"type": "number", "value": value, "description": str(value)}
        if kind in (int, float):
            return _number(value)
        described = {"description": shown(value), "objectId": self._keep(value)}
        return {"type": "function" if isinstance(value, FUNCTIONS) else "object", "className": kind.__name__, **described}

    def properties(self, name):
        return [
            {"name": each, "value": self.of(value), "enumerable": True} for each, value in _entries(self.get(name))
        ]

    def _keep(self, value):
        name = str(next(self._numbers))
        self._values[name] = value
        return name


def shown(value):
    """One line. Never raises, even if the value's __repr__ does."""
    try:
        if isinstance(value, BaseException):
            return f"{type(value).__name__}: {value}"[:MAX_TEXT]
        return _short.repr(value)
    except BaseException:
        return f"<{type(value).__name__}>"


def _number(value):
    # The conversion of a very large number to text is refused, and takes long.
    text = str(value) if isinstance(value, float) or value.bit_length() < 10_000 else f"{value:#x}"
    exact = isinstance(value, float) and value - value == 0
    return {"type": "number", "value": value, "description": text} if exact else {"type": "bigint", "unserializableValue": text}


def _entries(value):
    # The methods of the built-in types: a subclass may do something else.
    if isinstance(value, Names):
        found = value.read().items()
    elif isinstance(value, dict):
        found = ((_short.repr(key), each) for key, each in dict.items(value))
    elif isinstance(value, (list, tuple, set, frozenset)):
        kind = next(each for each in (list, tuple, set, frozenset) if isinstance(value, each))
        found = ((str(index), each) for index, each in enumerate(kind.__iter__(value)))
    else:
        found = _attributes(value)
    return list(itertools.islice(found, MAX_ENTRIES))


def _attributes(value):
    if isinstance(value, BaseException):
        yield "args", value.args
    yield from getattr(value, "__dict__", {}).items()
    for kind in type(value).__mro__:
        for name, slot in vars(kind).items():
            if isinstance(slot, types.MemberDescriptorType) and not name.startswith("__"):
                try:
                    yield name, slot.__get__(value)
                except AttributeError:
                    pass  # not set
