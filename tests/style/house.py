#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The house: which folder may know which. docs/architecture.md has the picture. usage: house.py SOURCE_ROOT"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from arrows import Sources, circles, top  # noqa: E402
from harness import Tap  # noqa: E402
from tree import files  # noqa: E402

# The top-level folders, lowest first. Folders of one floor do not know each other; tests may know everything.
FLOORS = [
    ["uapi"],
    ["lib", "driver"],
    ["producer", "viewer", "ctl", "gstreamer", "network", "python", "docs"],
    ["bench"],
    ["tests"],
]
# What of another top-level folder may be included. What is not here may include anything below.
MAY_INCLUDE = {
    "driver": ["uapi/*"],
    "lib": ["uapi/*"],
    # The picture is drawn by the producer and by the driver, and V4L2's words are read by both, from one text.
    "producer": ["lib/libframering.h", "lib/programs/*", "uapi/framering_colour.h", "uapi/framering_pattern.h",
                 "uapi/framering_v4l2.h"],
    "viewer": ["lib/libframering.h", "lib/programs/*"],
    "ctl": ["lib/libframering.h", "lib/programs/*"],
    "python": ["lib/libframering.h"],
    "gstreamer": ["lib/libframering.h"],
    "network": ["lib/libframering.h", "lib/programs/*"],
    # The ring alone, without driver and library, is one of the things to be measured, and the viewer's ways to draw.
    "bench": ["lib/libframering.h", "uapi/framering_ring.h", "viewer/paint/paint.h"],
}
# The wings of a folder, highest first; "" is the folder itself.
WINGS = {
    "driver": ["", "v4l2", "files", "ring", "memory", "device"],
    "ctl": ["", "verbs", "completion", "health", "screen", "record", "ring", "print", "options", "common"],
    "producer": ["", "ring", "input", "camera", "options", "common"],
    "viewer": ["", "screen", "picture", "paint", "ring", "options", "common"],
}
# Files that are not of the wing that they lie in: the tracepoints know rings, the other file knows the kernel alone.
BELONGS = {
    "driver/trace.h": "ring",
    "driver/trace.c": "ring",
    "driver/compat.h": "device",
}
# Folders in which not even files of one wing may know each other in a circle.
NO_CIRCLES = ["ctl", "driver", "gstreamer", "lib", "network", "producer", "python", "viewer"]

# A memory kind knows the contract that it fulfils and nothing else; only mem.c knows the kinds.
KIND = re.compile(r"driver/memory/mem_\w+\.c")
KIND_MAY_INCLUDE = {"driver/memory/mem.h", "driver/memory/cache.h", "driver/compat.h", "driver/device/device.h"}
KIND_NAMES = re.compile(r"\bfr_mem_(?:pages|vmalloc|coherent|bar)\w*")


def floor(path):
    return next((n for n, folders in enumerate(FLOORS) if top(path) in folders), None)


def wing(path):
    """How high a file lies in its top-level folder: 0 is highest. None: the folder has no wings."""
    wings = WINGS.get(top(path))
    if not wings:
        return None
    parts = path.split("/")
    return wings.index(BELONGS.get(path, parts[1] if len(parts) > 2 else ""))


def runs_up(path, other):
    """Why the arrow from @path to @other may not be, or None."""
    if top(path) == top(other):
        if wing(path) is not None and wing(path) > wing(other):
            return "a wing above"
        return None
    if None in (floor(path), floor(other)):
        return None
    if floor(path) < floor(other):
        return "a floor above"
    if floor(path) == floor(other):
        return "beside it"
    return None


def upward_includes(sources):
    for path in sources.texts:
        for header in sources.includes(path):
            why = runs_up(path, header)
            if why:
                yield f"{path} includes {header}, {why}"


def upward_mentions(sources):
    for path in sources.texts:
        whys = {}
        for name, other in sources.mentions(path):
            # Tests bring fakes of the library and of libc; nothing else is linked with them.
            if top(other) != "tests" or top(path) == "tests":
                whys.setdefault(name, []).append((runs_up(path, other), other))
        for name, found in whys.items():
            # Several define it: the one below is meant.
            if all(why for why, _ in found):
                yield f"{path} names {name} of {found[0][1]}, {found[0][0]}"


def matches(path, allowed):
    return any(path == a or (a.endswith("/*") and os.path.dirname(path) == a[:-2]) for a in allowed)


def private_includes(sources):
    """Headers of another top-level folder that are not for this one."""
    for path in sources.texts:
        allowed = MAY_INCLUDE.get(top(path))
        for header in sources.includes(path) if allowed else ():
            if top(header) != top(path) and not matches(header, allowed):
                yield f"{path} includes {header}"


def strays(sources):
    """Files of a folder with wings that lie in none of them."""
    for path in sources.texts:
        parts = path.split("/")
        if top(path) in WINGS and len(parts) > 2 and parts[1] not in WINGS[top(path)]:
            yield f"{path}: tests/style/house.py knows no wing {parts[1]}"


def in_circles(sources):
    for folder in NO_CIRCLES:
        arrows = {path: {other for _, other in sources.mentions(path) if top(other) == folder}
                  for path in sources.texts if top(path) == folder}
        for group in circles(arrows):
            yield "know each other in a circle: " + ", ".join(group)


def memory_kinds(sources):
    for path in sources.texts:
        if KIND.fullmatch(path):
            for header in sources.includes(path):
                if header not in KIND_MAY_INCLUDE:
                    yield f"{path} includes {header}"
        elif top(path) == "driver" and path not in ("driver/memory/mem.c", "driver/memory/mem.h"):
            for name in KIND_NAMES.findall(sources.texts[path]):
                yield f"{path} names a memory kind: {name}"


RULES = {
    "includes_go_down_ok": upward_includes,
    "calls_go_down_ok": upward_mentions,
    "includes_of_other_folders_are_public_ok": private_includes,
    "files_lie_in_wings_ok": strays,
    "no_files_call_in_a_circle_ok": in_circles,
    "memory_kinds_are_apart_ok": memory_kinds,
}

# Houses with one fault each: what every rule must find.
PLANTED = {
    "upward_include_between_wings_fails": (upward_includes, {
        "driver/memory/mem.c": '#include "ring/ring.h"\n',
        "driver/ring/ring.h": "struct fr_ring;\n",
    }),
    "upward_include_of_the_tracepoints_fails": (upward_includes, {
        "driver/memory/mem.c": '#include "trace.h"\n',
        "driver/trace.h": '#include "ring/ring.h"\n',
        "driver/ring/ring.h": "struct fr_ring;\n",
    }),
    "upward_include_between_folders_fails": (upward_includes, {
        "lib/device.c": '#include "../viewer/view.h"\n',
        "viewer/view.h": "struct view;\n",
    }),
    "include_of_a_neighbour_fails": (upward_includes, {
        "lib/device.c": '#include "../driver/device/device.h"\n',
        "driver/device/device.h": "struct fr_device;\n",
    }),
    "upward_call_with_a_declaration_of_its_own_fails": (upward_mentions, {
        "driver/device/device.c": "int fr_ring_stop(void);\nvoid f(void)\n{\n\tfr_ring_stop();\n}\n",
        "driver/ring/ring.c": "int fr_ring_stop(void)\n{\n\treturn 0;\n}\n",
    }),
    "upward_function_pointer_fails": (upward_mentions, {
        "driver/ring/node.c": "static const struct ops ops = {\n\t.fops = &fr_fops,\n};\n",
        "driver/files/ring_file.c": "const struct file_operations fr_fops = {\n};\n",
    }),
    "upward_call_between_folders_fails": (upward_mentions, {
        "lib/device.c": "void f(void)\n{\n\tview_stop();\n}\n",
        "viewer/view.c": "void view_stop(void)\n{\n}\n",
    }),
    "private_header_fails": (private_includes, {
        "viewer/view.c": '#include "../lib/private.h"\n',
        "lib/private.h": "struct framering;\n",
    }),
    "file_in_no_wing_fails": (strays, {"driver/attic/old.c": "int old;\n"}),
    "circle_of_three_files_fails": (in_circles, {
        "driver/ring/a.c": "void fr_a(void)\n{\n\tfr_b();\n}\n",
        "driver/ring/b.c": "void fr_b(void)\n{\n\tfr_c();\n}\n",
        "driver/ring/c.c": "void fr_c(void)\n{\n\tfr_a();\n}\n",
    }),
    "memory_kind_that_knows_the_ring_fails": (memory_kinds, {
        "driver/memory/mem_new.c": '#include "ring/ring.h"\n',
        "driver/ring/ring.h": "struct fr_ring;\n",
    }),
    "memory_kind_known_outside_fails": (memory_kinds, {"driver/ring/ring.c": "int a = fr_mem_bar_ops.kind;\n"}),
}

# A house in order, with everything that looks like a fault and is none.
SOUND = {
    "driver/ring/ring.c": '#include "memory/mem.h"\n/* fr_fops() */\nvoid fr_ring(void)\n{\n\tfr_mem("fr_fops");\n}\n',
    "driver/files/file.c": "const struct fops fr_fops = {\n\t.open = fr_ring,\n};\n",
    "driver/memory/mem.h": "void fr_mem(const char *name);\n",
    "driver/memory/mem.c": '#include "mem.h"\nvoid fr_mem(const char *name)\n{\n}\n',
    # Two programs with functions of one name.
    "viewer/stop.c": "void stop(void)\n{\n}\n",
    "producer/stop.c": "void stop(void)\n{\n}\n",
    "producer/main.c": "int main(void)\n{\n\tstop();\n}\n",
}


def main():
    tree = {file.path: file.text for file in files(sys.argv[1])
            if file.is_c() and not file.path.startswith("tests/fuzz/corpus/")}
    sources = Sources(tree)
    tap = Tap()
    arrows = sum(1 for path in tree if top(path) == "driver" for _ in sources.mentions(path))
    tap.check("arrows_are_found_ok", [] if arrows > 100 else [f"only {arrows} arrows in driver/"])
    for name, rule in RULES.items():
        tap.check(name, list(rule(sources)))
    tap.check("sound_house_ok", [problem for rule in RULES.values() for problem in rule(Sources(SOUND))])
    for name, (rule, house) in PLANTED.items():
        tap.check(name, [] if len(list(rule(Sources(house)))) == 1 else ["the rule finds nothing"])
    tap.finish()


if __name__ == "__main__":
    main()
