"""Changes a module when somebody imports it, so that starts which do not need it stay fast."""

import sys
from importlib.machinery import PathFinder


class WhenImported:
    def __init__(self, name, then):
        self._name, self._then = name, then

    def find_spec(self, name, path=None, target=None):
        if name != self._name:
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path, target)
        execute = spec.loader.exec_module

        def execute_then(module):
            execute(module)
            self._then(module)

        spec.loader.exec_module = execute_then
        return spec


def when_imported(name, then):
    if name in sys.modules:
        then(sys.modules[name])
    else:
        sys.meta_path.insert(0, WhenImported(name, then))
