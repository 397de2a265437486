"""Evaluates what a developer types, and the conditions of breakpoints."""

import ast
import builtins
import inspect
import os
import sys
import types
from contextlib import suppress

from .remote_values import shown

# Counts the hits of a breakpoint. The console writes it into conditions.
HIT = "__alcove_hit__"


class Evaluator:
    def __init__(self):
        # Where the code stands still, and otherwise what the handler's module knows.
        self.paused = None
        self.module = {}
        self._hits = {}

    def condition(self, text):
        """:raises ValueError: for what is no expression"""
        if not text:
            return None
        try:
            return compile(text, "<condition>", "eval")
        except (SyntaxError, ValueError) as error:
            raise ValueError(f"Not an expression of Python: {error}") from None

    def holds(self, condition, frame):
        """Whether a condition is met. One that raises is not, and the log says so."""
        try:
            return bool(eval(condition, {**frame.f_globals, **frame.f_locals, HIT: self._hit}))
        except Exception as error:
            place = f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}"
            with suppress(Exception):
                print(f"Breakpoint {place}: {shown(error)}", file=sys.stderr)
            return False

    def evaluate(self, text, frame_id, quiet):
        """:param quiet: only look, so that nothing changes"""
        known, own = self.paused.namespace(frame_id) if frame_id else (self.module, self.module)
        if quiet:
            return _look(ast.parse(text, mode="eval").body, {**vars(builtins), **known, **own})
        try:
            code = compile(text.strip(), "<console>", "eval")
        except SyntaxError:
            return exec(compile(text, "<console>", "exec"), known, own)
        # In one namespace: what is nested in an expression sees no locals of others.
        return eval(code, {**known, **own})

    def _hit(self, name):
        self._hits[name] = self._hits.get(name, 0) + 1
        return self._hits[name]


def _look(node, names):
    """Names and attributes, without running code of theirs."""
    if isinstance(node, ast.Name):
        return names[node.id]
    if not isinstance(node, ast.Attribute):
        raise ValueError("Not evaluated: it might change something")
    base = _look(node.value, names)
    found = inspect.getattr_static(base, node.attr)
    if isinstance(found, types.MemberDescriptorType):
        return found.__get__(base)
    if hasattr(type(found), "__get__") and not isinstance(found, types.FunctionType):
        raise ValueError("Not evaluated: it might change something")
    return found
