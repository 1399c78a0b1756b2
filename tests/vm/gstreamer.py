#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gstreamer.py BUILD: pipelines of gst-launch-1.0 put frames into the real driver's ring, and take them from it."""
import glob
import os
import re
import signal
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
import pipeline  # noqa: E402

FRAMES = 5
# The same picture each time.
TEST = "videotestsrc pattern=zone-plate kx2=20 ky2=20 kt=5"
# Width and height are whole units of each format, so that no byte of a line is padding.
SIZE = "width=96,height=48"
SECONDS = 60
DMABUF = " ! video/x-raw(memory:DMABuf)"
PLUGINS = ("libgstcoreelements.so", "libgstvideotestsrc.so", "libgstvideoconvertscale.so", "libgstvideoscale.so")


class Gst:
    """GStreamer with the plugin of BUILD, and few others: to look at all of them takes a minute."""

    def __init__(self, build, folder):
        self.folder = folder
        plugins = self.file("plugins")
        os.mkdir(plugins)
        for path in glob.glob("/usr/lib/*/gstreamer-1.0/*.so"):
            if os.path.basename(path) in PLUGINS:
                os.symlink(path, os.path.join(plugins, os.path.basename(path)))
        self.environment = os.environ | {
            "GST_PLUGIN_SYSTEM_PATH_1_0": plugins, "GST_PLUGIN_PATH_1_0": os.path.join(build, "gstreamer"),
            "GST_REGISTRY": self.file("registry"), "GST_REGISTRY_FORK": "no",
            # gst-launch-1.0 -q shows errors alone.
            "GST_DEBUG": "framering:2", "GST_DEBUG_NO_COLOR": "1",
        }

    def start(self, *words):
        """A pipeline, as a process."""
        return pipeline.Program(["gst-launch-1.0", "-q", *" ! ".join(words).split()], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment)

    def run(self, *words):
        """What is wrong with a pipeline that shall end by itself."""
        with self.start(*words) as process:
            return ended(process)

    def says(self, program, *words):
        return subprocess.run([program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, env=self.environment, check=False,
                              timeout=SECONDS).stdout

    def file(self, name):
        return os.path.join(self.folder, name)


def ended(process, status=0):
    said = process.communicate(timeout=SECONDS)[0]
    return [] if process.returncode == status else [f"{process.args}: {process.returncode}: {said}"]


def kill(process):
    process.send_signal(signal.SIGKILL)
    return ended(process, -signal.SIGKILL)


def size_of(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


def grows(path, by=1):
    """Waits for so many more bytes."""
    before = size_of(path)
    pipeline.until(lambda: size_of(path) >= before + by, f"{by} more bytes in {path}", SECONDS)


def crc(path):
    with open(path, "rb") as file:
        return f"{zlib.crc32(file.read()):08x}"


def consumers(count):
    pipeline.until(lambda: pipeline.attribute("consumers") == str(count), f"{count} consumers", SECONDS)


def formats(gst):
    """Those that the sink's caps list."""
    said = gst.says("gst-inspect-1.0", "frameringsink")
    return re.findall(r"\(string\)([\w]+)", re.search(r"format: \{(.*)\}", said)[1])


def arrives(gst, name, sink="", source=""):
    """Frames of a format from one process to another are those that videotestsrc draws."""
    caps = f"video/x-raw,format={name},{SIZE},framerate=30/1"
    wanted, got = gst.file("wanted"), gst.file("got")
    problems = gst.run(f"{TEST} num-buffers={FRAMES}", caps, f"filesink location={wanted}")
    with gst.start(f"{TEST} num-buffers={FRAMES}", caps,
                   f"frameringsink on-demand=block sync=false {sink}") as producer:
        pipeline.until(lambda: pipeline.attribute("producer") == "1", "a producer", SECONDS)
        problems += gst.run(f"frameringsrc policy=lossless {source}", f"filesink location={got}")
        problems += ended(producer)
    if not problems and crc(wanted) != crc(got):
        problems = [f"{name}: {size_of(got)} bytes with CRC {crc(got)}, not {size_of(wanted)} with {crc(wanted)}"]
    return problems


def live(gst, size="width=96,height=48"):
    """A producer that goes on."""
    return gst.start("videotestsrc is-live=true", f"video/x-raw,format=I420,{size},framerate=60/1", "frameringsink")


def reader(gst, name, *words):
    return gst.start("frameringsrc eos-at-end=false", *words,
                     f"filesink buffer-mode=unbuffered location={gst.file(name)}")


def two_sources(gst):
    with live(gst) as producer, reader(gst, "one") as one, reader(gst, "two", "queue") as two:
        for name in ("one", "two"):
            grows(gst.file(name), 96 * 48 * 3 // 2 * 20)
        consumers(2)
        return kill(producer) + kill(one) + kill(two)


def producer_dies(gst):
    """The source outlives each of them, and takes the frames of the next."""
    problems = []
    with reader(gst, "out") as source:
        for _ in range(3):
            with live(gst) as producer:
                grows(gst.file("out"), 96 * 48 * 3 // 2 * 5)
                problems += kill(producer)
        return problems + kill(source)


def producer_dies_at_end(gst):
    """With eos-at-end the source ends in order, and says why."""
    with gst.start("frameringsrc", f"filesink buffer-mode=unbuffered location={gst.file('out')}") as source:
        with live(gst) as producer:
            grows(gst.file("out"), 96 * 48 * 3 // 2 * 5)
            problems = kill(producer)
        said = source.communicate(timeout=SECONDS)[0]
        if source.returncode or "went without ending its stream" not in said:
            problems.append(f"{source.returncode}: {said}")
    return problems


def source_dies(gst):
    """The producer and another source go on."""
    problems = []
    with live(gst) as producer, reader(gst, "other") as other:
        grows(gst.file("other"), 96 * 48 * 3 // 2 * 5)
        for n in range(3):
            with reader(gst, f"dying-{n}", "queue") as source:
                grows(gst.file(f"dying-{n}"), 96 * 48 * 3 // 2 * 5)
                problems += kill(source)
            grows(gst.file("other"), 96 * 48 * 3 // 2 * 5)
        return problems + kill(other) + kill(producer)


def resize(gst):
    """Another size in the middle is new caps for a source that stays."""
    sums, problems = [], []
    out = gst.file("out")
    with gst.start("frameringsrc eos-at-end=false", "videoscale", "video/x-raw,width=32,height=32",
                   f"filesink buffer-mode=unbuffered location={out}") as source:
        for size in ("width=96,height=48", "width=64,height=64", "width=320,height=240"):
            with live(gst, size) as producer:
                shown = size.replace("width=", "").replace(",height=", "x")
                pipeline.until(lambda s=shown: pipeline.attribute("size") == s, f"size {shown}", SECONDS)
                grows(out, 32 * 32 * 3 // 2 * 5)
                problems += kill(producer)
            sums.append(size_of(out))
        problems += kill(source)
    return problems + ([] if sums == sorted(set(sums)) else [f"sizes {sums}"])


def evicted(gst):
    """A stopped process is evicted; when it goes on it attaches anew, and nothing kills it."""
    out = gst.file("out")
    with live(gst) as producer, gst.start("frameringsrc eos-at-end=false policy=lossless",
                                          f"filesink buffer-mode=unbuffered location={out}") as source:
        grows(out, 96 * 48 * 3 // 2 * 5)
        source.send_signal(signal.SIGSTOP)
        consumers(0)
        source.send_signal(signal.SIGCONT)
        grows(out, 96 * 48 * 3 // 2 * 5)
        return kill(source) + kill(producer)


def monitor(gst):
    said = gst.says("gst-device-monitor-1.0", "Video/Source", "Video/Sink")
    wanted = ("frameringsrc", "frameringsink", "/dev/framering")
    return [f"no {word}: {said}" for word in wanted if word not in said]


def follow(gst, ctl):
    """gst-device-monitor-1.0 -f tells of rings that come and go, and are configured."""
    with open(gst.file("followed"), "w+", encoding="utf-8") as said, \
            pipeline.Program(["stdbuf", "-oL", "gst-device-monitor-1.0", "-f", "Video/Source"], stdin=subprocess.DEVNULL,
                             stdout=said, stderr=subprocess.STDOUT, env=gst.environment) as watching:
        def tells(*words):
            """Waits for these, in this order, in what it says."""
            pattern = ".*".join(re.escape(word) for word in words)
            with open(said.name, encoding="utf-8") as file:
                pipeline.until(lambda: not file.seek(0) and re.search(pattern, file.read(), re.S), f"it to say {words}",
                               SECONDS)

        tells("Monitoring devices")
        for what in (["add", "--mode", "0600", "followed"], ["configure", "-f", "NV12", "-s", "96x48", "followed"],
                     ["remove", "followed"]):
            subprocess.run([ctl, *what], check=True, stdout=subprocess.DEVNULL, timeout=SECONDS)
            tells(*{"add": ["Device found", "framering-followed"],
                    "configure": ["Device modified", "format=NV12, width=96, height=48", "framering-followed"],
                    "remove": ["Device removed"]}[what[0]])
        return kill(watching)


def no_device(gst):
    said = gst.says("gst-launch-1.0", "-q", "frameringsrc", "device=/dev/nothing", "!", "fakesink")
    return [] if "/dev/nothing: no such device; load the driver with 'modprobe framering'" in said else [said]


def attempt(tap, name, what):
    try:
        tap.check(name, what())
    except (TimeoutError, subprocess.TimeoutExpired) as problem:
        tap.check(name, [problem])


CASES = {
    "source_without_a_device_fails": no_device,
    "two_sources_at_once_ok": two_sources,
    "source_outlives_kill_9_of_the_producer_ok": producer_dies,
    "kill_9_of_the_producer_is_the_end_of_stream_ok": producer_dies_at_end,
    "producer_and_source_outlive_kill_9_of_a_source_ok": source_dies,
    "source_follows_a_change_of_size_ok": resize,
    "source_that_was_evicted_attaches_anew_ok": evicted,
    "device_monitor_lists_the_ring_ok": monitor,
}


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        gst = Gst(os.path.abspath(sys.argv[1]), folder)
        names = formats(gst)
        tap.check("formats_are_known_ok", [] if len(names) > 40 else [f"only {names}"])
        for name in names:
            attempt(tap, f"{name}_arrives_as_it_was_drawn_ok", lambda name=name: arrives(gst, name))
        attempt(tap, "write_combined_ring_arrives_as_it_was_drawn_ok",
                lambda: arrives(gst, "NV12", "cache=write-combined"))
        attempt(tap, "frames_that_are_never_copied_arrive_ok", lambda: arrives(gst, "NV12", source="copy=never"))
        attempt(tap, "dma_bufs_arrive_as_they_were_drawn_ok",
                lambda: arrives(gst, "NV12", "cache=write-combined", DMABUF))
        for name, case in CASES.items():
            attempt(tap, name, lambda case=case: case(gst))
        attempt(tap, "device_monitor_follows_rings_ok",
                lambda: follow(gst, pipeline.Build(os.path.abspath(sys.argv[1])).ctl))
    pipeline.idle(tap, "nothing_is_left_of_the_pipelines_ok")
    tap.finish()


main()
