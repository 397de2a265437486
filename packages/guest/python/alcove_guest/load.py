"""Finds the handler in the function's code."""

import importlib
import importlib.util
import os
import sys

from .errors import LoadError


def load_handler(settings):
    task, layers = settings["taskFolder"], settings.get("layersFolder") or "/opt"
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    own = [folder for folder in os.environ.get("PYTHONPATH", "").split(":") if folder]
    sys.path[:0] = [task, *own, f"{layers}/python", f"{layers}/python/lib/{version}/site-packages"]
    # A prewarmed process started before the code was there.
    os.chdir(task)
    importlib.invalidate_caches()

    shown = settings["shownFile"]
    module = _import(settings["file"], shown)
    name = settings["exportName"]
    handler = getattr(module, name, None)
    if handler is None:
        names = [each for each, value in vars(module).items() if callable(value) and not each.startswith("_")]
        others = f"it defines {', '.join(repr(each) for each in names[:20])}" if names else "it defines no function"
        raise LoadError(f"{shown} has no function '{name}': {others}")
    if not callable(handler):
        raise LoadError(f"'{name}' of {shown} must be a function: it is {type(handler).__name__}")
    return handler


def _import(file, shown):
    name = shown[: -len(".py")].replace("/", ".")
    if name.endswith(".__init__"):
        name = name[: -len(".__init__")]
    if name not in sys.modules:
        # Not importlib.import_module(), which would appear in every traceback.
        __import__(name)
        return sys.modules[name]
    # The name equals a module that Python itself has loaded. The author means the file.
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
