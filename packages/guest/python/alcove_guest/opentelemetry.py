"""A tracer for OpenTelemetry's API (https://opentelemetry-python.readthedocs.io/en/latest/api/trace.html) without an SDK."""

from contextlib import contextmanager

from .spans import Span, active, in_call

KINDS = ("internal", "server", "client", "producer", "consumer")


def install(trace):
    class HeldSpan(trace.Span):
        """A span as the API has it."""

        def __init__(self, span):
            self._span = span

        def get_span_context(self):
            return trace.SpanContext(
                int(self._span.trace_id, 16), int(self._span.id, 16), False, trace.TraceFlags(trace.TraceFlags.SAMPLED)
            )

        def set_attribute(self, key, value):
            self._span.set(key, value)

        def set_attributes(self, attributes):
            for key, value in attributes.items():
                self._span.set(key, value)

        def add_event(self, name, attributes=None, timestamp=None):
            pass

        def update_name(self, name):
            self._span.name = name

        def is_recording(self):
            return not self._span.ended

        def set_status(self, status, description=None):
            code = getattr(status, "status_code", status)
            if code == trace.StatusCode.ERROR:
                self._span.fail(getattr(status, "description", None) or description or "Error")

        def record_exception(self, exception, attributes=None, timestamp=None, escaped=False):
            self._span.fail(exception)

        def end(self, end_time=None):
            self._span.end()

    class Tracer(trace.Tracer):
        def start_span(self, name, context=None, kind=trace.SpanKind.INTERNAL, attributes=None, **_):
            if not in_call():
                return trace.INVALID_SPAN
            parent = getattr(trace.get_current_span(context), "_span", None)
            span = Span(name, KINDS[kind.value], parent)
            for key, value in (attributes or {}).items():
                span.set(key, value)
            return HeldSpan(span)

        @contextmanager
        def start_as_current_span(self, name, *args, end_on_exit=True, **kwargs):
            kwargs = {key: kwargs[key] for key in ("context", "kind", "attributes") if key in kwargs}
            held = self.start_span(name, *args[:3], **kwargs)
            token = active.set(getattr(held, "_span", None))
            try:
                with trace.use_span(held, end_on_exit=end_on_exit):
                    yield held
            finally:
                active.reset(token)

    class Provider(trace.TracerProvider):
        def get_tracer(self, *_, **__):
            return Tracer()

    trace.set_tracer_provider(Provider())
