"""
Takes what an OpenTelemetry SDK of the function exports, over HTTP on loopback, and passes it on to the host with the call
that runs. https://opentelemetry.io/docs/specs/otlp/#otlphttp
"""

import os
import re
import sys
import threading

from .frames import TELEMETRY
from .when_imported import when_imported

# Bytes of one request, inflated: the host takes frames of this size.
MOST_BYTES = 1024 * 1024 - 1024
SIGNALS = {"/v1/traces": 0, "/v1/logs": 1}
TYPES = ("application/json", "application/x-protobuf")
JSON_TEXT = 2
# How long the answer of a call may wait for the SDK.
FLUSH_MS = 1_000

_send = None
# The call that runs: 0 is none.
_call = 0
# Requests to it are none of the function's.
port = 0


def connect(send):
    global _send
    _send = send
    # Its exporters ask for their endpoint when they are made, which is later.
    when_imported("opentelemetry.exporter.otlp.proto.http", lambda _: _serve())


def begin_call(call, trace_id, invocation_id):
    """:return: what ends the context in which spans of an SDK are children of the call's"""
    global _call
    _call = call
    if port == 0 or "opentelemetry.sdk.trace" not in sys.modules:
        return None
    from opentelemetry import context, trace

    span_id = int(invocation_id.replace("-", "")[:16], 16)
    parent = trace.SpanContext(int(trace_id, 16), span_id, True, trace.TraceFlags(trace.TraceFlags.SAMPLED))
    token = context.attach(trace.set_span_in_context(trace.NonRecordingSpan(parent)))
    return lambda: context.detach(token)


def flush():
    """Has the SDK export what it holds, before the call ends: afterwards the instance may be frozen."""
    if port == 0:
        return
    for module, provider in (("opentelemetry.trace", "get_tracer_provider"), ("opentelemetry._logs", "get_logger_provider")):
        if module in sys.modules:
            force_flush = getattr(getattr(sys.modules[module], provider)(), "force_flush", None)
            try:
                if force_flush:
                    force_flush(FLUSH_MS)
            except Exception:  # the SDK's failure is not the function's
                pass


def _serve():
    global port
    names = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    if any(name in os.environ for name in names):
        return
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from zlib import MAX_WBITS, decompressobj
    from zlib import error as not_gzip

    # Without containers, other processes reach the port.
    secret = os.urandom(16).hex()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = self.headers.get("Content-Length", "")
            signal = SIGNALS.get(self.path.removeprefix(f"/{secret}")) if self.path.startswith(f"/{secret}/") else None
            content_type = self.headers.get_content_type()
            coding = self.headers.get("Content-Encoding", "identity")
            refused = (
                404 if signal is None
                else 415 if content_type not in TYPES or coding not in ("identity", "gzip")
                else 411 if not re.fullmatch("[0-9]{1,12}", length)
                else 413 if int(length) > MOST_BYTES
                else None
            )
            if refused:
                self.close_connection = True
                return self.answer(refused)
            body = self.rfile.read(int(length))
            if coding == "gzip":
                try:
                    body = decompressobj(MAX_WBITS | 16).decompress(body, MOST_BYTES + 1)
                except not_gzip:
                    return self.answer(400)
            if len(body) > MOST_BYTES:
                return self.answer(413)
            is_json = content_type == "application/json"
            if _call == 0:
                return self.answer(400)
            _send(TELEMETRY, _call, bytes([signal | (JSON_TEXT if is_json else 0)]) + body)
            self.answer(200, b"{}" if is_json else b"", content_type)

        def answer(self, status, body=b"", content_type="text/plain"):
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = f"http://127.0.0.1:{port}/{secret}"
