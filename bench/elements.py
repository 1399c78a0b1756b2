#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""elements.py BUILD [SIZE...]: frameringsink and frameringsrc beside GStreamer's other ways from process to process.

Each way has a pipeline that sends and one that receives, gst-launch-1.0 both. Processor time is that of both processes and
of the kernel for them, at a rate that all of them keep, less that of the sending pipeline into fakesink; frames per second
are what a receiver gets when nothing paces its sender. Upstream either draws into what the sink offers (drawn), or has its
frames already and knows no pool (kept). v4l2loopback and framering take part where their drivers are."""
import argparse
import contextlib
import glob
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests", "vm"))
import gst_plugins  # noqa: E402

RATE = 20
FEW = 5
FRAMES = 60
UNPACED = 300
SECONDS = 600
PLUGINS = ("coreelements", "videotestsrc", "imagefreeze", "shm", "video4linux2")
UPSTREAM = {
    "drawn": "videotestsrc pattern=solid-color {live} ! {caps}",
    "kept": "videotestsrc pattern=solid-color num-buffers=1 ! {caps} ! imagefreeze {live} ! {caps} ! "
            "identity drop-allocation=true",
}
# The same for fakesink, whose source ends by itself.
ALONE = {
    "drawn": "videotestsrc pattern=solid-color is-live=true ! {caps} ! fakesink sync=true",
    "kept": "videotestsrc pattern=solid-color num-buffers=1 ! {caps} ! imagefreeze is-live=true NUMBER ! {caps} ! "
            "identity drop-allocation=true ! fakesink sync=true",
}


def ways(folder):
    """(name, sink, source)"""
    found = [("shm", f"shmsink socket-path={folder}/socket shm-size=134217728 wait-for-connection=true",
              f"shmsrc socket-path={folder}/socket is-live=true ! {{caps}}")]
    if os.path.exists("/dev/framering"):
        found.insert(0, ("framering", "frameringsink slots=8 cache=cached on-demand=block", "frameringsrc"))
    for node in sorted(glob.glob("/sys/class/video4linux/video*")):
        with open(os.path.join(node, "name"), encoding="ascii") as file:
            if "Dummy video device" in file.read():
                device = f"/dev/{os.path.basename(node)}"
                found.append(("v4l2loopback", f"v4l2sink device={device}", f"v4l2src device={device} ! video/x-raw,format=I420"))
                break
    return found


def socket_of(text):
    return next((word.split("=")[1] for word in text.split() if word.startswith("socket-path=")), None)


class Launch:
    """A pipeline, as a process that is stopped in the end."""

    def __init__(self, environment, text):
        path = socket_of(text) if "shmsink" in text else None
        if path and os.path.exists(path):
            os.unlink(path)
        self.process = subprocess.Popen(["gst-launch-1.0", "--no-fault", *text.split()], env=environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, text=True)
        end = time.monotonic() + SECONDS
        while path and not os.path.exists(path) and time.monotonic() < end:
            time.sleep(0.1)

    def __enter__(self):
        return self.process

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=SECONDS)


def processor_ns(process):
    """Of all its threads: clock_getcpuclockid(3)."""
    return time.clock_gettime_ns(~process.pid << 3 | 2)


def prepared(text):
    """A reader of v4l2loopback needs the writer's format."""
    if "v4l2sink" not in text:
        return
    path = f"/sys/class/video4linux/{os.path.basename(re.search('device=([^ ]*)', text)[1])}/format"
    size = "x".join(re.search(r"width=(\d+),height=(\d+)", text).groups())
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with open(path, encoding="ascii") as file:
            if size in file.read():
                return
        time.sleep(0.1)


def run(environment, sending, receiving, count):
    """(processor time of both, time in PLAYING) in nanoseconds until the receiver has had so many frames; @sending may be None."""
    if "NUMBER" in receiving:
        receiving = receiving.replace("NUMBER", f"num-buffers={count}")
    else:
        receiving = receiving.replace("src ", f"src num-buffers={count} ", 1)
    with contextlib.ExitStack() as stack:
        sender = stack.enter_context(Launch(environment, sending)) if sending else None
        if sender:
            prepared(sending)
        receiver = Launch(environment, receiving).process
        _, status, usage = os.wait4(receiver.pid, 0)
        said = receiver.stdout.read()
        ended = re.search(r"Execution ended after (\d+):(\d+):(\d+)\.(\d+)", said)
        if status or not ended:
            raise RuntimeError(f"{receiving}: ended with {status}: {said}")
        hours, minutes, seconds, nanoseconds = (int(word) for word in ended.groups())
        taken = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000 + nanoseconds
        spent = int((usage.ru_utime + usage.ru_stime) * 1e9)
        return spent + (processor_ns(sender) if sender else 0), taken


def each(environment, sending, receiving, repetitions, frames=FRAMES):
    """(microseconds of processor time of a frame, frames per second): of many frames less those of a few."""
    spent, taken = [], []
    for _ in range(repetitions):
        few, many = (run(environment, sending, receiving, count) for count in (FEW, FEW + frames))
        spent.append((many[0] - few[0]) / frames / 1000)
        taken.append((many[1] - few[1]) / frames / 1e9)
    return statistics.median(spent), 1 / max(statistics.median(taken), 1e-6)


def main():
    arguments = argparse.ArgumentParser(description="frameringsink and frameringsrc beside GStreamer's other ways")
    arguments.add_argument("build")
    arguments.add_argument("sizes", nargs="*", default=["1920x1080", "3840x2160"], metavar="SIZE")
    arguments.add_argument("--repetitions", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = gst_plugins.environment(os.path.abspath(options.build), folder, PLUGINS)
        # What GStreamer does once, when it sees plugins for the first time.
        subprocess.run(["gst-inspect-1.0", "frameringsink"], env=environment, stdout=subprocess.DEVNULL, check=True,
                       timeout=SECONDS)
        print(f"{'way':14}{'size':11}{'upstream':10}{'us/frame':>10}{'transport':>11}{'frames/s':>10}", flush=True)
        for size in options.sizes:
            width, height = size.split("x")
            for kind, upstream in UPSTREAM.items():
                caps = f"video/x-raw,format=I420,width={width},height={height},framerate={RATE}/1"
                live = upstream.format(live="is-live=true", caps=caps)
                free = upstream.format(live="", caps=caps)
                alone, _ = each(environment, None, ALONE[kind].format(caps=caps), options.repetitions)
                print(f"{'fakesink':14}{size:11}{kind:10}{alone:10.0f}", flush=True)
                for name, sink, source in ways(folder):
                    source = source.format(caps=caps)
                    try:
                        both, _ = each(environment, f"{live} ! {sink} sync=true", f"{source} ! fakesink sync=false",
                                       options.repetitions)
                        _, most = each(environment, f"{free} ! {sink} sync=false", f"{source} ! fakesink sync=false",
                                       options.repetitions, UNPACED)
                    except RuntimeError as problem:
                        print(f"{name:14}{size:11}{kind:10} {problem}", flush=True)
                        continue
                    print(f"{name:14}{size:11}{kind:10}{both:10.0f}{both - alone:11.0f}{most:10.1f}", flush=True)


main()
