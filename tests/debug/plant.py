#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether a debug kernel tells of faults and vm/run fails for them: plant.py KERNEL MODULES.

Each fault is planted in a machine of its own, since most are told only once."""
import os
import re
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from harness import Tap, run  # noqa: E402

VM = os.path.join(HERE, "../../vm")
PLANT = "/sys/module/framering_plant/parameters/plant"
FAULT = 99  # vm/run's status for it

# What is heard of each fault.
PLANTS = {
    "use-after-free": r"BUG: KASAN: .*use-after-free in plant_use_after_free",
    "out-of-bounds": r"BUG: KASAN: .*out-of-bounds in plant_out_of_bounds",
    "vmalloc-out-of-bounds": r"BUG: KASAN: .*out-of-bounds in plant_vmalloc_out_of_bounds",
    "leak": r"leaked:.* unreferenced object .*\(size 128\)",
    "lock-inversion": r"possible circular locking dependency detected",
    "sleep-in-atomic": r"BUG: sleeping function called from invalid context",
    "free-of-a-running-timer": r"ODEBUG: free active",
    "shift-too-far": r"UBSAN: shift-out-of-bounds",
}
# What more is heard of a kernel that looks for it.
MORE = {
    "x86_64-debug": {
        "double-free": r"BUG: KASAN: double-free",
        "leaked-page": r"leaked:.* page 1 times from 0x[0-9a-f]+ Page allocated via order 1",
        "rcu-without-lock": r"suspicious RCU usage",
        "dma-of-another-size": r"DMA-API: .*device driver frees DMA memory with different size",
    },
}
# What a kernel cannot find, and why; a test says so, lest it be forgotten once it can.
BLIND = {
    # It counts no preemption, so that the kernel cannot tell when a task must not sleep.
    "um-debug": {"sleep-in-atomic"},
}


def planted(kernel, modules, name):
    """The status of a machine where this was planted, and all that was said."""
    return run([f"{VM}/run", "--kernel", kernel, "--module", f"{modules}/framering_plant.ko", "--timeout", "600",
                "--append", "page_owner=on", "--",
                "sh", "-c", f"echo {name} >{PLANT}"])


def main():
    kernel, modules = sys.argv[1:]
    tap = Tap()
    status, said = run([f"{VM}/module.sh", kernel, modules, f"{HERE}/plant"])
    if status:
        sys.exit(said)
    status, said = planted(kernel, modules, "nothing")
    tap.check("nothing_planted_ok", [f"{status}: {said}"] if status else [])
    for name, words in (PLANTS | MORE.get(kernel, {})).items():
        status, said = planted(kernel, modules, name)
        if name in BLIND.get(kernel, ()):
            tap.check(f"{name}_is_not_seen_here_ok", [f"{status}: {said}"] if status else [])
        else:
            good = status == FAULT and re.search(words, said)
            tap.check(f"{name}_fails", [] if good else [f"{status}: {said}"])
    tap.finish()


if __name__ == "__main__":
    main()
