#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""ctl.py BUILD: framering-ctl sees and manages rings of the real driver, and takes their frames."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "ctl")]
from harness import Tap  # noqa: E402
from ctl_run import fits, line  # noqa: E402
from terminal import Terminal  # noqa: E402
import pipeline  # noqa: E402
import schemas  # noqa: E402

FAILED, ABSENT, DENIED = 1, 2, 3
NODE = "/dev/framering-left"
NOBODY = 65534
WIDTH, HEIGHT, FRAMES = 64, 48, 200


class Ctl:
    """The program, and what came of it: (status, output, errors)."""

    def __init__(self, program):
        self.program = program

    def run(self, *arguments, before=()):
        done = subprocess.run([*before, self.program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def json(self, *arguments):
        got = self.run(*arguments, "--json")
        if not got[1]:
            raise ValueError(f"{arguments}: {got}")
        return json.loads(got[1])

    def start(self, *arguments):
        return pipeline.Program([self.program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def attached(self, count):
        """Waits for so many consumers, and gives what is known of them."""
        pipeline.until(lambda: self.json("show", "left", "--interval", "0")["consumers_attached"] == count, "consumers")
        return self.json("show", "left", "--interval", "0")["consumers"]


def silent(got):
    return [] if got == (0, "", "") else list(got)


def unlike(found, want):
    return [f"{key} is {found.get(key)}, not {value}" for key, value in want.items() if found.get(key) != value]


def has_open(pid, what):
    """Whether a process has a file open whose name ends so."""
    try:
        return any(os.readlink(f"/proc/{pid}/fd/{fd}").endswith(what) for fd in os.listdir(f"/proc/{pid}/fd"))
    except OSError:  # One that it has just closed.
        return False


def check_rings(tap, ctl):
    got = ctl.json("list", "--interval", "0")
    tap.check("list_of_what_is_there_ok",
              fits(got, schemas.LIST) or unlike(got["rings"][0], {"name": "framering", "ring": 0}))
    got = ctl.run("add", "left", "--owner", str(NOBODY), "--mode", "0640", "--max-consumers", "3")
    node = os.stat(NODE)
    tap.check("add_ok", [] if got == (0, NODE + "\n", "") else list(got))
    tap.check("node_has_owner_and_mode_ok",
              [] if (node.st_uid, node.st_gid, node.st_mode & 0o7777) == (NOBODY, 0, 0o640) else [node])
    tap.check("add_of_the_same_name_fails", line(ctl.run("add", "left"), FAILED, "left: there is a ring of this name"))
    tap.check("name_with_a_slash_fails", line(ctl.run("add", "a/b"), FAILED, "does not take this name"))
    got = ctl.json("add", "right")
    tap.check("ring_is_found_by_its_number_ok",
              unlike(ctl.json("show", str(got["ring"]), "--interval", "0"),
                     {"path": "/dev/framering-right", "generation": 0}))
    tap.check("remove_by_number_ok", silent(ctl.run("remove", str(got["ring"]))))
    tap.check("node_has_gone_ok", [] if not os.path.exists("/dev/framering-right") else ["it is there"])


def check_configure(tap, ctl):
    got = ctl.run("configure", "left", "-f", "NV12", "-s", "320x240", "--slots", "8", "--max-held", "2",
                  "--stall", "1234", "--rate", "25", "--matrix", "bt709", "--range", "full", "--aspect", "64:45",
                  "--rotation", "90", "--flip", "both", "--visible", "300x200+4+8", "--meta-bytes", "100",
                  "--stride-align", "512", "--memory", "vmalloc", "--lossless-for-all", "on", "--export-for-all", "on",
                  "--siting", "left", "--time-base", "1/90000")
    ring = ctl.json("show", "left", "--interval", "0")
    want = {"format": "NV12", "width": 320, "height": 240, "slots": 8, "max_held": 2, "stall_ms": 1234, "rate": 25.0,
            "memory": "vmalloc", "cache": "cached", "meta_bytes": 100, "lossless_for_all": True, "export_for_all": True,
            "max_consumers": 3}
    tap.check("configure_ok", fits(ring, schemas.SHOW) + unlike(ring, want) + ([] if got[0] == 0 else list(got)))
    tap.check("strides_are_aligned_ok", [] if [p["stride"] for p in ring["planes"]] == [512, 512] else [ring["planes"]])
    words = [w for w in ("bt709", "full", "64:45", "300x200", "90 degrees", "left") if w not in ring["picture"]]
    tap.check("picture_is_told_ok", [*words, ring["picture"]] if words else [])
    got = ctl.run("configure", "left", "--slots", "4")
    after = ctl.json("show", "left", "--interval", "0")
    changed = {key for key in ring if ring[key] != after[key]} - {"generation", "slots", "bytes", "fps"}
    tap.check("configure_changes_nothing_else_ok", [f"{key}: {ring[key]}, then {after[key]}" for key in changed])
    tap.check("memory_that_cannot_be_fails",
              line(ctl.run("configure", "left", "--cache", "uncached"), FAILED, "vmalloc cannot be uncached; it can"))
    tap.check("too_large_fails", line(ctl.run("configure", "left", "-s", "32768x32768"), FAILED, "too large"))
    ctl.run("configure", "left", "--defaults", "-f", "R8", "-s", "60x10", "--stride", "100")
    ring = ctl.json("show", "left", "--interval", "0")
    tap.check("layout_of_ones_own_ok",
              unlike(ring, {"layout": True, "planes": [{"stride": 100, "offset": 0, "bytes": 1000}]}))
    ctl.run("configure", "left", "-f", "JPEG", "--max-bytes", "5000")
    tap.check("compressed_format_ok",
              unlike(ctl.json("show", "left", "--interval", "0"), {"format": "JPEG", "frame_bytes": 5000}))
    tap.check("pattern_of_a_compressed_format_fails",
              line(ctl.run("pattern", "left", "on"), FAILED, "draws nothing in"))


def check_pattern(tap, ctl):
    ctl.run("configure", "left", "--defaults", "-f", "XR24", "-s", f"{WIDTH}x{HEIGHT}", "--slots", "8")
    tap.check("pattern_on_ok", silent(ctl.run("pattern", "left", "on", "--rate", "50")))
    pipeline.until(lambda: ctl.json("show", "left", "--interval", "0")["producer"] is not None, "the pattern")
    ring = ctl.json("show", "left", "--interval", "1000")
    tap.check("rate_is_measured_ok", [] if 30 <= ring["fps"] <= 60 else [ring["fps"]])
    tap.check("configure_beside_a_producer_fails",
              line(ctl.run("configure", "left", "--slots", "4"), FAILED, "another producer"))


def check_consumers(tap, ctl, folder):
    with ctl.start("export", "left", os.path.join(folder, "watched.raw"), "--force") as first:
        one = ctl.attached(1)[0]
        with ctl.start("export", "left", "/dev/null", "--form", "raw", "--lossless", "--force") as second:
            both = ctl.attached(2)
            tap.check("consumer_is_told_ok", unlike(one, {"pid": first.pid, "program": "framering-ctl", "user": "root",
                                                          "policy": "live", "protected": True}))
            tap.check("lossless_consumer_is_told_ok", unlike(both[1], {"pid": second.pid, "policy": "lossless"}))
            got = ctl.json("consumers", "left", "--interval", "500")
            tap.check("json_of_consumers_ok", fits(got, schemas.CONSUMERS))
            rates = [c["fps"] for c in got["rings"][0]["consumers"]]
            tap.check("consumers_rates_are_measured_ok", [] if all(20 <= rate <= 70 for rate in rates) else rates)
            tap.check("evict_of_another_one_fails",
                      line(ctl.run("evict", "left", "0", "--id", str(one["id"] + 1000)), ABSENT, "no such consumer 0"))
            tap.check("evict_ok", silent(ctl.run("evict", "left", str(one["index"]))))
            # It attaches anew, as a good consumer does.
            pipeline.until(lambda: one["id"] not in [c["id"] for c in ctl.attached(2)], "another role")
            second.send_signal(signal.SIGINT)
            tap.check("interrupt_ends_export_by_the_signal_ok",
                      [] if second.wait(30) == -signal.SIGINT else [second.returncode])
        first.terminate()
        said = first.stderr.read()
        tap.check("recording_goes_on_after_an_eviction_ok",
                  [] if first.wait(30) == -signal.SIGTERM and " frames in " in said else [first.returncode, said])
    ctl.attached(0)


def check_screen(tap, ctl, folder):
    with Terminal(folder) as terminal, ctl.start("export", "left", "/dev/null", "--form", "raw", "--force") as consumer:
        one = ctl.attached(1)[0]
        terminal.start([ctl.program, "top", "--interval", "300"], {"TERM": "screen"})

        def row(lines):
            return next((text.split() for text in lines
                         if text.startswith("framering-left ") and str(consumer.pid) in text), [])
        tap.check("top_has_the_ring_ok", terminal.until(
            lambda lines: any(text.startswith("framering-left ") and "XR24 " in text for text in lines)))
        tap.check("top_has_the_consumer_ok", terminal.until(lambda lines: "framering-ctl" in row(lines)))
        tap.check("top_measures_ok", terminal.until(
            lambda lines: len(row(lines)) > 8 and row(lines)[8] != "-" and 20 <= float(row(lines)[8]) <= 70))
        terminal.press("e")
        tap.check("top_asks_ok", terminal.until(lambda lines: f"process {consumer.pid}?" in lines[-1]))
        terminal.press("y")
        pipeline.until(lambda: one["id"] not in [c["id"] for c in ctl.attached(1)], "another role")
        tap.check("top_evicts_ok", [])
        terminal.press("q")
        tap.check("top_ends_ok", terminal.ended(0))
        consumer.terminate()
        consumer.communicate()
    ctl.attached(0)


class Watch:
    """watch --json, whose lines are read as they come."""

    def __init__(self, ctl, *rings):
        self.program = ctl.start("watch", "--json", *rings)
        self.events = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for text in self.program.stdout:
            self.events.append(json.loads(text))

    def has(self, event, ring):
        return any((e["event"], e["ring"]) == (event, ring) for e in self.events)

    def until(self, event, ring="framering-left"):
        """Problems: it does not come."""
        try:
            pipeline.until(lambda: self.has(event, ring), event, 20)
        except TimeoutError as error:
            return [error, *self.events]
        return []

    def end(self):
        self.program.terminate()
        self.reader.join()
        self.program.wait()
        return [p for e in self.events for p in fits(e, schemas.EVENTS[e["event"]])]


def check_watch(tap, ctl):
    watch = Watch(ctl)
    # It has looked for rings by then.
    pipeline.until(lambda: has_open(watch.program.pid, "/dev/framering-left"), "the watch")
    ctl.run("add", "new")
    tap.check("watch_tells_of_a_new_ring_ok", watch.until("ring_added", "framering-new"))
    ctl.run("configure", "new", "-f", "R8", "-s", "16x16")
    tap.check("watch_tells_of_a_format_ok", watch.until("configured", "framering-new"))
    ctl.run("pattern", "new", "on")
    tap.check("watch_tells_of_a_producer_ok", watch.until("producer_attached", "framering-new"))
    with ctl.start("export", "new", "/dev/null", "--form", "raw", "--force") as consumer:
        tap.check("watch_tells_of_a_consumer_ok", watch.until("consumer_attached", "framering-new"))
        consumer.terminate()
        consumer.communicate()
    tap.check("watch_tells_of_a_consumers_end_ok", watch.until("consumer_detached", "framering-new"))
    ctl.run("pattern", "new", "off")
    tap.check("watch_tells_of_a_producers_end_ok", watch.until("producer_detached", "framering-new"))
    with ctl.start("watch", "new") as other:
        pipeline.until(lambda: has_open(other.pid, "/dev/framering-new"), "the other watch")
        ctl.run("remove", "new")
        said = other.communicate(timeout=30)
        tap.check("watch_of_a_ring_that_goes_fails",
                  line((other.returncode, *said), ABSENT, "new: the ring was removed"))
    tap.check("watch_tells_of_a_removal_ok", watch.until("ring_removed", "framering-new"))
    tap.check("json_of_watch_ok", watch.end())


def produce(build, clip, ctl, *recording):
    """The clip through the ring to a file: what the recorder says."""
    with ctl.start(*recording, "--lossless", "--json") as recorder:
        ctl.attached(1)
        done = subprocess.run([build.produce, "-d", NODE, "-i", clip, "-s", f"{WIDTH}x{HEIGHT}", "-f", "YU12", "-q",
                               # It gives the ring its own format first.
                               "--wait-consumers", "1", "--stall", "60000"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        said = recorder.communicate(timeout=120)
    return done, recorder.returncode, said


def check_record(tap, build, ctl, folder):
    ctl.run("pattern", "left", "off")
    pipeline.until(lambda: ctl.json("show", "left", "--interval", "0")["producer"] is None, "no pattern")
    frame = WIDTH * HEIGHT * 3 // 2
    content = os.urandom(frame * 8) * (FRAMES // 8)
    clip, raw, mkv = (os.path.join(folder, name) for name in ("clip", "copy.raw", "copy.mkv"))
    with open(clip, "wb") as file:
        file.write(content)
    # Lines have padding in the slots, which no file has.
    ctl.run("configure", "left", "--defaults", "-f", "YU12", "-s", f"{WIDTH}x{HEIGHT}", "--slots", "4",
            "--stride-align", "256", "--stall", "60000")
    done, status, said = produce(build, clip, ctl, "record", "left", raw)
    with open(raw, "rb") as file:
        got = file.read()
    tap.check("recorded_frames_are_those_that_were_made_ok",
              [] if got == content and status == 0 else [f"{len(got)} bytes of {len(content)}", done, status, said])
    told = json.loads(said[0])
    tap.check("json_of_record_ok", fits(told, schemas.RECORD) + unlike(told, {
        "frames": FRAMES, "dropped": 0, "torn": 0, "ended": "stream", "form": "raw"}))
    # A file that takes nothing: a pipe that nobody reads until the recorder was evicted.
    fifo = os.path.join(folder, "fifo.raw")
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    with ctl.start("record", "left", fifo, "--lossless", "--force", "--json") as recorder:
        ctl.attached(1)
        done = subprocess.run([build.produce, "-d", NODE, "-i", clip, "-s", f"{WIDTH}x{HEIGHT}", "-f", "YU12", "-q",
                               "--wait-consumers", "1", "--stall", "300"], stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.STDOUT, timeout=120, check=False)
        # Evicted, it is still busy with the file.
        ctl.attached(0)
        os.set_blocking(reader, True)
        with os.fdopen(reader, "rb") as file:
            got = file.read()
        said = recorder.communicate(timeout=60)
    told = json.loads(said[0])
    tap.check("frames_that_an_eviction_costs_are_counted_ok", unlike(told, {"ended": "stream", "evictions": 1}) + (
        [] if told["frames"] + told["dropped"] == FRAMES and told["dropped"] and len(got) == told["frames"] * frame
        else [told, len(got), done]))
    done, status, said = produce(build, clip, ctl, "record", "left", mkv, "--ffmpeg", "-c:v ffv1")
    decoded = subprocess.run(["ffmpeg", "-v", "error", "-i", mkv, "-f", "rawvideo", "-"], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, timeout=60, check=False).stdout
    tap.check("ffmpeg_has_written_them_all_ok",
              [] if decoded == content and status == 0 else
              [f"{len(decoded)} bytes of {len(content)}", done, status, said])


def check_doctor(tap, ctl):
    got = ctl.json("doctor")
    tap.check("json_of_doctor_ok", fits(got, schemas.DOCTOR))
    found = [(one["check"], one["verdict"]) for one in got["findings"]]
    tap.check("doctor_sends_frames_round_ok", [] if ("loopback", "ok") in found else got["findings"])
    tap.check("doctor_finds_nothing_bad_beside_what_is_installed_ok",
              [one for one in got["findings"] if one["verdict"] == "bad" and one["check"] not in ("module", "build")])
    tap.check("doctor_leaves_no_ring_ok",
              [] if len(ctl.json("list", "--interval", "0")["rings"]) == 2 else ["one more"])


def check_bench(tap, ctl):
    got = ctl.json("bench", "--time", "20")
    tap.check("json_of_bench_ok", fits(got, schemas.BENCH))
    kinds = {(one["memory"], one["cache"]) for one in got["memory"]}
    tap.check("bench_measures_each_kind_ok",
              [] if {("pages", "write-combined"), ("pages", "cached"), ("vmalloc", "cached")} <= kinds else [kinds])
    tap.check("what_is_measured_takes_time_ok", [] if got["handover_ns"] > 0 and got["wake_us"] > 0 and all(
        one[key] > 0 for one in got["memory"] for key in ("write_mib_s", "read_mib_s", "load_mib_s")) else [got])
    tap.check("bench_of_a_ring_that_is_named_ok", fits(ctl.json("bench", "left", "--time", "5"), schemas.BENCH))


def check_rights(tap, ctl):
    before = ("setpriv", "--reuid", str(NOBODY - 1), "--regid", str(NOBODY - 1), "--clear-groups")
    for arguments in (["show", "left"], ["configure", "left", "--slots", "4"], ["evict", "left", "0"],
                      ["pattern", "left", "on"], ["export", "left", "/dev/null", "--form", "raw"],
                      ["remove", "framering-left"], ["add", "mine"]):
        tap.check(f"{arguments[0]}_without_permission_fails",
                  line(ctl.run(*arguments, before=before), DENIED, "permission denied"))
    got = ctl.run("list", "--interval", "0", before=before)
    tap.check("list_without_permission_ok", [] if got[0] == 0 and got[1].count("(no permission)") == 2 else list(got))
    owner = ("setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups")
    got = ctl.run("configure", "left", "--slots", "4", before=owner)
    tap.check("owner_may_configure_ok", [] if got[0] == 0 else list(got))
    tap.check("owner_may_not_remove_fails", line(ctl.run("remove", "left", before=owner), DENIED, "ask as root"))


def check_removal(tap, ctl):
    ctl.run("pattern", "left", "on")
    with ctl.start("export", "left", "/dev/null", "--form", "raw", "--force") as consumer:
        ctl.attached(1)
        tap.check("remove_of_a_ring_in_use_ok", silent(ctl.run("remove", "left")))
        said = consumer.communicate(timeout=30)
        tap.check("recording_of_a_ring_that_goes_fails",
                  [] if consumer.returncode == ABSENT and "the ring was removed" in said[1] else
                  [consumer.returncode, said])
    tap.check("removed_ring_is_not_there_fails", line(ctl.run("show", "left"), ABSENT, "no such ring"))


def main():
    build, tap = pipeline.Build(sys.argv[1]), Tap()
    ctl = Ctl(build.ctl)
    with tempfile.TemporaryDirectory() as folder:
        check_rings(tap, ctl)
        check_configure(tap, ctl)
        check_pattern(tap, ctl)
        check_consumers(tap, ctl, folder)
        check_screen(tap, ctl, folder)
        check_watch(tap, ctl)
        check_record(tap, build, ctl, folder)
        check_doctor(tap, ctl)
        check_bench(tap, ctl)
        check_rights(tap, ctl)
        check_removal(tap, ctl)
    tap.finish()


main()
