# SPDX-License-Identifier: MIT
"""The keys and types of what framering-ctl --json prints, as docs/framering-ctl.1.scd has them."""

TEXT, NUMBER, RATE, FLAG = str, int, float, bool

PRODUCER = {"pid": (NUMBER, None), "program": (TEXT, None), "uid": (NUMBER, None), "user": (TEXT, None),
            "frames": (NUMBER, None), "holes": (NUMBER, None), "stalls": (NUMBER, None)}
HEAD = {"name": TEXT, "path": TEXT, "access": TEXT, "error": None, "ring": NUMBER, "abi": NUMBER, "generation": NUMBER,
        "max_bytes": NUMBER, "max_consumers": NUMBER, "consumers_attached": NUMBER, "producer": (PRODUCER, None),
        "fps": (RATE, None)}
RING = HEAD | {
    "format": TEXT, "width": NUMBER, "height": NUMBER, "rate": (RATE, None), "picture": TEXT, "modifier": TEXT,
    "planes": [{"stride": NUMBER, "offset": NUMBER, "bytes": NUMBER}], "frame_bytes": NUMBER, "slot_bytes": NUMBER,
    "meta_bytes": NUMBER, "memory": TEXT, "cache_asked": TEXT, "cache": TEXT, "slots": NUMBER, "max_held": NUMBER,
    "stall_ms": NUMBER, "bytes": NUMBER, "lossless_for_all": FLAG, "export_for_all": FLAG, "layout": FLAG}
CLOSED = {"name": TEXT, "path": TEXT, "access": TEXT, "error": TEXT}
WISH = {"format": (TEXT, None), "width": (NUMBER, None), "height": (NUMBER, None), "rate": (RATE, None)}
DURATIONS = {"frames": NUMBER, "p50_ns": (NUMBER, None), "p99_ns": (NUMBER, None),
             "histogram": [{"from_ns": NUMBER, "frames": NUMBER}]}
CONSUMER = {"index": NUMBER, "id": NUMBER, "pid": NUMBER, "program": TEXT, "uid": NUMBER, "user": TEXT, "policy": TEXT,
            "protected": FLAG, "lag": NUMBER, "held": [NUMBER], "delivered": NUMBER, "dropped": NUMBER,
            "attached_s": RATE, "fps": (RATE, None), "times": ({"acquire": DURATIONS, "release": DURATIONS}, None),
            "wish": (WISH, None)}
LIST = {"rings": [(RING, HEAD, CLOSED)]}
SHOW = RING | {"consumers": ([CONSUMER], None)}
CONSUMERS = {"rings": [{"name": TEXT, "consumers": ([CONSUMER], None)}]}
ADD = {"ring": NUMBER, "name": TEXT, "path": TEXT}
CONFIGURE = RING

OF_TOP = {"consumers": ([CONSUMER], None)}
TOP = {"time": RATE, "rings": [(RING | OF_TOP, HEAD | OF_TOP, CLOSED | OF_TOP)]}
RECORD = {"file": TEXT, "form": TEXT, "frames": NUMBER, "dropped": NUMBER, "torn": NUMBER,
          "evictions": NUMBER, "seconds": RATE, "ended": TEXT}
BENCH = {"handover_ns": RATE, "wake_us": RATE,
         "memory": [{"memory": TEXT, "cache": TEXT, "write_mib_s": RATE, "read_mib_s": RATE, "load_mib_s": RATE}]}
DOCTOR = {"ok": FLAG, "findings": [{"check": TEXT, "verdict": TEXT, "text": TEXT, "advice": (TEXT, None)}]}

EVENT = {"time": RATE, "event": TEXT, "ring": TEXT}
OF_PRODUCER = EVENT | {"pid": (NUMBER, None), "program": (TEXT, None)}
OF_CONSUMER = EVENT | {"index": NUMBER, "id": (NUMBER, None), "pid": (NUMBER, None), "program": (TEXT, None),
                       "policy": TEXT}
EVENTS = {"ring_added": EVENT, "ring_removed": EVENT,
          "configured": EVENT | {"generation": NUMBER, "format": TEXT, "width": NUMBER, "height": NUMBER},
          "producer_attached": OF_PRODUCER, "producer_detached": OF_PRODUCER,
          "consumer_attached": OF_CONSUMER, "consumer_detached": OF_CONSUMER, "wish": OF_CONSUMER | WISH}
