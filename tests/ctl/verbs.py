#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What framering-ctl does and prints, on a fake device. usage: verbs.py FAKE PROGRAM"""
import json
import os
import pty
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
from ctl_run import Fake, fits, parsed, said  # noqa: E402
import schemas  # noqa: E402

QUICK = ("--interval", "0")
ALL = "configured producer consumer wish"


def asked(got, *texts):
    """Problems: what the device was not asked for."""
    problems = [f"not asked: {text}" for text in texts if text not in got[3]]
    if got[0]:
        problems.append(f"exit status {got[0]}")
    return [*problems, *got[1:]] if problems else []


def check_json(tap, fake):
    for name, schema, device, arguments in [
            ("list", schemas.LIST, ALL, ["list"]),
            ("list_without_format", schemas.LIST, "", ["list"]),
            ("show", schemas.SHOW, ALL, ["show", "framering"]),
            ("show_measured", schemas.SHOW, ALL, ["show", "0", "--interval", "20"]),
            ("show_of_another_owner", schemas.SHOW, ALL + " foreign", ["show", "framering"]),
            ("consumers", schemas.CONSUMERS, ALL, ["consumers"]),
            ("add", schemas.ADD, "", ["add", "left"]),
            ("configure", schemas.CONFIGURE, "", ["configure", "framering", "-f", "XR24", "-s", "32x16"])]:
        quick = QUICK if arguments[0] in ("list", "show", "consumers") and "--interval" not in arguments else ()
        problems, _ = parsed(fake.run(device, *arguments, *quick, "--json"), schema)
        tap.check(f"json_of_{name}_ok", problems)


def check_values(tap, fake):
    ring = json.loads(fake.run(ALL, "show", "framering", "--json", *QUICK)[1])
    want = {"format": "NV12", "width": 64, "slots": 8, "rate": 25.0, "consumers_attached": 2, "access": "write",
            "bytes": 8 * 12288, "ring": 3}
    tap.check("show_tells_the_ring_ok", [f"{k}: {ring[k]}" for k, v in want.items() if ring[k] != v])
    producer = {"pid": 1234, "program": "framering-produ", "frames": 880, "holes": 20, "stalls": 4}
    tap.check("producer_of_the_newest_generation_ok",
              [f"{k}: {ring['producer'][k]}" for k, v in producer.items() if ring["producer"][k] != v])
    one, two = ring["consumers"]
    want = {"index": 0, "id": 100, "pid": 4321, "lag": 3, "held": [0, 2], "delivered": 70, "dropped": 7, "wish": None,
            "policy": "live"}
    tap.check("consumer_is_told_ok", [f"{k}: {one[k]}" for k, v in want.items() if one[k] != v])
    acquire = {"frames": 100, "p50_ns": 64 << 16, "p99_ns": 64 << 17,
               "histogram": [{"from_ns": 64 << n - 1, "frames": m} for n, m in ((16, 60), (17, 39), (31, 1))]}
    release = {"frames": 1 << 32, "p50_ns": 64 << 9, "p99_ns": 64 << 9,
               "histogram": [{"from_ns": 0, "frames": 1}, {"from_ns": 64 << 8, "frames": (1 << 32) - 1}]}
    tap.check("times_are_told_ok", [] if one["times"] == {"acquire": acquire, "release": release} else [one["times"]])
    later = json.loads(fake.run(ALL, "show", "framering", "--json", "--interval", "10")[1])["consumers"][0]["times"]
    none = {"frames": 0, "p50_ns": None, "p99_ns": None, "histogram": []}
    tap.check("times_of_an_interval_are_what_it_added_ok", [] if later == {"acquire": none, "release": none} else [later])
    old = json.loads(fake.run(ALL + " old", "show", "framering", "--json", *QUICK)[1])["consumers"][0]["times"]
    tap.check("times_of_a_driver_that_knows_none_ok", [] if old is None else [old])
    want = {"format": "XR24", "width": 320, "height": None, "rate": 12.5}
    tap.check("wish_is_told_ok", [] if two["wish"] == want else [two["wish"]])
    tap.check("name_moves_no_cursor_ok", [] if one["program"] == "see\\x1b\\xff" else [one["program"]])


def check_text(tap, fake):
    tap.check("list_ok", said(fake.run(ALL, "list", *QUICK), "framering  NV12    64x48      8  pages   write-combined",
                              "framering-produ(1234)", "2/32"))
    tap.check("list_of_a_ring_without_format_ok", said(fake.run("", "list", *QUICK), "framering  (none)"))
    tap.check("show_ok", said(fake.run(ALL, "show", "framering", *QUICK), "NV12 64x48, 25 frames/s", "8 slots, 96 KiB",
                              "process 1234 of root; 880 frames, 20 holes, 4 stalls", "see\\x1b\\xff"))
    tap.check("show_of_a_ring_without_format_ok", said(fake.run("", "show", "framering", *QUICK), "none yet"))
    tap.check("consumers_ok", said(fake.run(ALL, "consumers", "framering", *QUICK), "framering  0  4321",
                                   "-   8.4 ms    33 us"))
    tap.check("no_consumers_ok", said(fake.run("configured", "consumers", *QUICK), "RING"))
    os.unlink(fake.path("roles/framering/roles"))
    tap.check("producer_without_root_ok", said(fake.run(ALL, "show", "framering", *QUICK), "only root is told"))


def check_requests(tap, fake):
    got = fake.run("", "add", "left", "--owner", "0", "--group", "0", "--mode", "640", "--max-consumers", "5")
    tap.check("add_asks_for_all_ok", asked(got, "adds 1", "add name=left flags=1 uid=0 mode=640 consumers=5"))
    tap.check("add_prints_the_path_ok", [] if got[1] == fake.path("dev/framering-left") + "\n" else [got[1]])
    tap.check("add_of_a_number_ok", said(fake.run("", "add"), "dev/framering3\n"))
    tap.check("add_without_owner_leaves_the_rest_ok", asked(fake.run("", "add"), "flags=0 uid=0 mode=0"))
    tap.check("remove_ok", asked(fake.run("", "remove", "framering"), "removes 1"))
    tap.check("evict_ok", asked(fake.run("configured consumer consumer", "evict", "framering", "0"), "consumers=2"))
    tap.check("pattern_on_takes_the_rings_rate_ok",
              asked(fake.run("configured", "pattern", "framering", "on"), "patterns 25000"))
    tap.check("pattern_on_ok", asked(fake.run("configured", "pattern", "framering", "on", "--rate", "29.97", "-n", "7"),
                                     "patterns 29970", "frames=7"))
    tap.check("pattern_off_ok", asked(fake.run("configured", "pattern", "framering", "off"), "patterns 0"))


def check_configure(tap, fake):
    def configure(device, *options):
        return fake.run(device, "configure", "framering", *options)
    tap.check("configure_keeps_what_is_not_given_ok",
              asked(configure("configured", "--slots", "4"), "ring 64x48 slots=4 stride=128 held=2"))
    tap.check("configure_forgets_what_no_longer_fits_ok",
              asked(configure("configured", "--slots", "2"), "slots=2 stride=128 held=1"))
    tap.check("configure_by_defaults_ok",
              asked(configure("configured", "--defaults", "-f", "XR24", "-s", "6x4"), "6x4 slots=4 stride=24 held=1"))
    tap.check("configure_sets_flags_ok",
              asked(configure("configured", "--lossless-for-all", "on", "--export-for-all", "on"), "flags=5"))
    tap.check("format_with_a_range_ok", asked(configure("configured", "-f", "yuvj420p"), "range=2"))
    tap.check("range_goes_before_that_of_the_format_ok",
              asked(configure("configured", "--range", "limited", "-f", "yuvj420p"), "range=1"))
    tap.check("configure_says_what_came_of_it_ok",
              said(configure("configured", "--slots", "4"), "generation 2, NV12 64x48, 4 slots"))


def check_watch(tap, fake):
    want = ["consumer_attached", "consumer_detached", "consumer_attached", "wish", "configured", "ring_removed"]
    got = fake.run("configured busy", "watch", "framering", "--json")
    events = [json.loads(text) for text in got[1].splitlines()]
    tap.check("watch_tells_what_happens_ok", [] if [e["event"] for e in events] == want else [*got])
    tap.check("json_of_watch_ok", [p for e in events for p in fits(e, schemas.EVENTS[e["event"]])])
    got = fake.run("configured busy", "watch", "--count", "2")
    tap.check("watch_ends_after_a_number_ok", said(got, "framering: consumer 0 attached: see", "detached") or
              ([] if got[1].count("\n") == 2 else [got[1]]))
    got = fake.run("configured busy", "watch", "-n", "6")
    tap.check("watch_of_all_ok",
              said(got, "wishes", "XR24 320 wide 12.500 frames/s", "configured: NV12 64x48", "removed"))


def on_terminal(fake, **more):
    """What list prints to a terminal."""
    leader, follower = pty.openpty()
    env = os.environ | {"FRAMERING_FAKE": ALL, "FRAMERING_FAKE_FOLDER": fake.folder, "TERM": "xterm"} | more
    subprocess.run([fake.program, "list", *QUICK], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower, env=env,
                   timeout=60, check=False)
    os.close(follower)
    text = os.read(leader, 65536)
    os.close(leader)
    return text


def check_colour(tap, fake):
    env = {"NO_COLOR": ""}
    tap.check("colour_on_a_terminal_ok", [] if b"\033[1mRING" in on_terminal(fake, **env) else ["no colour"])
    tap.check("no_colour_where_it_is_not_wanted_ok",
              [] if b"\033" not in on_terminal(fake, NO_COLOR="1") else ["colour"])
    tap.check("no_colour_in_a_pipe_ok", [] if "\033" not in fake.run(ALL, "list", *QUICK)[1] else ["colour"])


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        fake = Fake(sys.argv[1], folder)
        check_json(tap, fake)
        check_values(tap, fake)
        check_requests(tap, fake)
        check_configure(tap, fake)
        check_watch(tap, fake)
        check_colour(tap, fake)
        check_text(tap, fake)
    tap.finish()


if __name__ == "__main__":
    main()
