"""The guest's half of the frame format; the host's is packages/engine/src/protocol/frames.ts."""

import struct

HEADER = struct.Struct("<IBI")
LENGTH = struct.Struct("<I")

# Host → guest.
INIT = 1
CALL = 2
INVOKED = 3
CANCEL = 4
CREDIT = 5
ANSWER = 6
DEBUG_COMMAND = 12

# Guest → host.
HELLO = 16
READY = 17
INIT_FAILED = 18
RESULT = 19
HEAD = 20
DATA = 21
END = 22
FAILED = 23
LOG = 24
EXITING = 25
INVOKE = 26
ASK = 27
DEBUG_ATTACHED = 28
DEBUG_MESSAGE = 29
SPAN = 30
TELEMETRY = 32
COVERAGE = 33

# Parts of ASK and ANSWER: number of the request (u32), part (u8), content.
ASK_HEADER = struct.Struct("<IB")
BEGIN, BODY, BODY_END, STOP, GRANT = range(5)

# Levels of LOG, by their number.
LEVELS = ("trace", "debug", "info", "warn", "error")

# Longest payload sent in one frame. The host accepts four times as much.
MAX_PAYLOAD = 256 * 1024
# Bytes of a streamed response that may be sent before the host grants more. A chunk counts as at
# least MIN_CHUNK_COST.
WINDOW_BYTES = 512 * 1024
MIN_CHUNK_COST = 1024


def with_head(head, body):
    """A JSON head followed by bytes."""
    return LENGTH.pack(len(head)) + head + body


def split_head(payload):
    end = 4 + LENGTH.unpack_from(payload)[0]
    return payload[4:end], payload[end:]
