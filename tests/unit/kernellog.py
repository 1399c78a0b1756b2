#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which lines of a kernel's log vm/run takes for a fault. usage: kernellog.py SOURCE_ROOT"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.join(sys.argv[1], "vm"))
sys.dont_write_bytecode = True
from harness import Tap  # noqa: E402
import kernellog  # noqa: E402

FAULTS = {
    "use_after_free": "BUG: KASAN: use-after-free in touch+0x2b/0x40 [framering_plant]",
    "undefined_shift": "UBSAN: shift-out-of-bounds in driver/ring.c:12:3",
    "leak": "kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)",
    "sleep_in_atomic": "BUG: sleeping function called from invalid context at kernel/locking/mutex.c:580",
    "lock_order": "WARNING: possible circular locking dependency detected",
    "lock_held_at_the_end": "WARNING: lock held when returning to user space!",
    "lockdep_gives_up": "turning off the locking correctness validator.",
    "rcu": "WARNING: suspicious RCU usage",
    "timer": "ODEBUG: free active (active state 0) object type: timer_list hint: never+0x0/0x10",
    "dma": "DMA-API: framering framering.0: device driver frees DMA memory with different size",
}

FORCED = "FAULT_INJECTION: forcing a failure.\nname failslab, interval 1, probability 0, space 0, times 0\n"
ARMED, DISARMED = "failnth: one call will fail\n", "failnth: no call will fail\n"
TRACE = "CPU: 0 PID: 1\nCall Trace:\n <TASK>\n dump_stack_lvl+0x1/0x2\n </TASK>\n"
REFUSED = "failnth: vmalloc error: size 4096, failed to allocate pages, mode:0xdc0\n"


def main():
    tap = Tap()
    for name, line in FAULTS.items():
        text = f"<6>a\n<4>{line}\n<6>b\n"
        tap.check(f"{name}_is_a_fault_ok", [] if kernellog.faults(text) == [f"<4>{line}"] else [line])
    for name, text, count in (
            ("trace_of_a_call_failed_on_purpose_is_none_ok", FORCED + TRACE, 0),
            ("trace_of_its_allocator_is_none_ok", FORCED + TRACE + REFUSED + TRACE, 0),
            ("name_of_a_function_in_a_trace_is_none_ok", "<4>[  1.5]  ? __unregister_chrdev+0x110/0x120 [a]\n", 0),
            ("third_trace_is_a_fault_ok", FORCED + TRACE + REFUSED + TRACE + TRACE, 1),
            ("allocator_that_fails_by_itself_is_a_fault_ok", REFUSED + TRACE, 1),
            ("trace_of_an_allocator_that_is_armed_is_none_ok", ARMED + REFUSED + TRACE, 0),
            ("trace_of_an_allocator_after_it_is_a_fault_ok", ARMED + DISARMED + REFUSED + TRACE, 1),
            ("second_allocator_is_a_fault_ok", FORCED + TRACE + REFUSED + TRACE + REFUSED + TRACE, 1),
            ("warning_after_a_failed_call_is_a_fault_ok", FORCED + TRACE + "WARNING: at x\n" + TRACE, 2)):
        found = kernellog.faults(text)
        tap.check(name, [] if len(found) == count else [f"{len(found)} faults: {found}"])
    tap.finish()


if __name__ == "__main__":
    main()
