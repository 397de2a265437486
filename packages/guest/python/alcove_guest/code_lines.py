"""Which files are the function's own, and which of their lines have code."""

import ast
import os
from urllib.parse import quote, unquote

# Files announced to the debugger.
MAX_SCRIPTS = 2000
# A breakpoint on a line without code moves down at most this far.
MAX_MOVE = 20
# Folders of the code that hold no code of its author.
PACKAGES = ("site-packages", "node_modules", "__pycache__")


class CodeLines:
    def __init__(self, task_folder):
        self._folder = task_folder.rstrip("/") + "/"
        self._own = {}
        self._lines = {}

    def own(self, filename):
        known = self._own.get(filename)
        if known is None:
            known = filename.startswith(self._folder) and not any(
                part in PACKAGES or part.startswith(".") for part in filename[len(self._folder) :].split("/")
            )
            self._own[filename] = known
        return known

    def scripts(self):
        """Id and address of each file. The id is the path."""
        found = []
        for folder, folders, files in os.walk(self._folder):
            folders[:] = sorted(name for name in folders if name not in PACKAGES and not name.startswith("."))
            paths = [os.path.join(folder, name) for name in sorted(files) if name.endswith(".py")]
            found += [(path, "file://" + quote(path)) for path in paths]
            if len(found) >= MAX_SCRIPTS:
                break
        return found[:MAX_SCRIPTS]

    def path_of(self, url):
        return unquote(url[len("file://") :])

    def place(self, path, line):
        """The first line with code at or below this one."""
        after = [each for each in self.lines_of(path) if line <= each < line + MAX_MOVE]
        return path, min(after, default=line)

    def lines_of(self, path):
        """Those with code."""
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines[path] = self._read_lines(path)
        return lines

    def statements_of(self, path):
        """Those on which a statement begins: one over several lines has code on each of them."""
        lines = self.lines_of(path)
        if not lines:
            return lines
        with open(path, "rb") as file:
            nodes = ast.walk(ast.parse(file.read()))
        return lines & {node.lineno for node in nodes if isinstance(node, (ast.stmt, ast.ExceptHandler))}

    def _read_lines(self, path):
        if not self.own(path):
            return set()
        try:
            with open(path, "rb") as file:
                todo = [compile(file.read(), path, "exec")]
        except (OSError, SyntaxError, ValueError):
            return set()
        lines = set()
        while todo:
            code = todo.pop()
            lines.update(line for _, _, line in _lines_in(code) if line)
            todo += [each for each in code.co_consts if hasattr(each, "co_code")]
        return lines


def _lines_in(code):
    if hasattr(code, "co_lines"):
        return code.co_lines()
    import dis  # Python 3.9

    return [(start, start, line) for start, line in dis.findlinestarts(code)]
