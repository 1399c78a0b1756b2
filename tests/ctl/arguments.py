#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What goes wrong with framering-ctl: one line, and the exit status that says why.

usage: arguments.py FAKE PROGRAM PAGE"""
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap, run  # noqa: E402
from ctl_run import Fake, line, said  # noqa: E402

FAILED, ABSENT, DENIED, USAGE = 1, 2, 3, 64
# verb: operands that are right
VERBS = {"list": [], "show": ["framering"], "consumers": [], "add": ["left"], "remove": ["framering"],
         "configure": ["framering"], "evict": ["framering", "0"], "pattern": ["framering", "on"], "watch": [],
         "export": ["framering"],
         "record": ["framering", "/nowhere/none.y4m"], "top": [], "doctor": [], "bench": [], "completion": ["bash"]}
# Those that speak to a ring that they are given.
OF_A_RING = ("show", "remove", "configure", "evict", "pattern", "export", "record")
WRONG = {
    "unknown_verb_fails": (["dance"], "dance: no such verb"),
    "no_verb_fails": ([], "wants a verb"),
    "help_of_unknown_verb_fails": (["help", "dance"], "dance: no such verb"),
    "unknown_letter_fails": (["list", "-z"], "-z: no such option"),
    "missing_value_fails": (["list", "--interval"], "needs a value: milliseconds"),
    "value_for_a_flag_fails": (["list", "--json=all"], "takes no value"),
    "bad_interval_fails": (["list", "--interval", "-1"], "--interval -1: not milliseconds"),
    "ring_is_missing_fails": (["show"], "show: wants RING"),
    "second_ring_fails": (["show", "1", "2"], "2: unexpected argument"),
    "empty_ring_fails": (["show", ""], "unexpected argument"),
    "json_of_what_prints_nothing_fails": (["evict", "--json", "0", "0"], "--json: no such option"),
    "bad_owner_fails": (["add", "--owner", "no such user"], "not a user's name or number"),
    "bad_group_fails": (["add", "--group", "no such group"], "not a group's name or number"),
    "bad_mode_fails": (["add", "--mode", "888"], "not octal"),
    "mode_with_more_bits_fails": (["add", "--mode", "4755"], "not octal"),
    "too_many_consumers_fails": (["add", "--max-consumers", "33"], "1 to 32"),
    "long_name_fails": (["add", "a" * 32], "more than 31 characters"),
    "bad_format_fails": (["configure", "0", "--format", "AV01"], "--format AV01: not"),
    "bad_size_fails": (["configure", "0", "--size", "640"], "--size 640: not WIDTHxHEIGHT"),
    "bad_slots_fails": (["configure", "0", "--slots", "5"], "2, 4, 8, 16 or 32"),
    "bad_memory_fails": (["configure", "0", "--memory", "tape"], "--memory tape: not"),
    "bad_cache_fails": (["configure", "0", "--cache", "hot"], "--cache hot: not"),
    "bad_bit_fails": (["configure", "0", "--lossless-for-all", "maybe"], "not on or off"),
    "bad_word_fails": (["configure", "0", "--matrix", "blue"], "--matrix blue: not"),
    "bad_rotation_fails": (["configure", "0", "--rotation", "45"], "0, 90, 180 or 270"),
    "bad_flip_fails": (["configure", "0", "--flip", "over"], "not none, horizontal"),
    "bad_visible_part_fails": (["configure", "0", "--visible", "4x4+1"], "--visible 4x4+1: not"),
    "bad_list_fails": (["configure", "0", "--stride", "1,2,3,4,5"], "bytes by plane"),
    "bad_modifier_fails": (["configure", "0", "--modifier", "tiled"], "--modifier tiled: not"),
    "bad_consumer_fails": (["evict", "0", "32"], "32: not a consumer's number"),
    "neither_on_nor_off_fails": (["pattern", "0", "dim"], "dim: not on or off"),
    "pattern_too_fast_fails": (["pattern", "0", "on", "--rate", "241"], "1 to 240"),
    "json_beside_frames_fails": (["export", "0", "--json"], "standard output has the frames"),
    "form_that_is_none_fails": (["export", "0", "--form", "png"], "--form png: not y4m or raw"),
    "export_by_ffmpeg_fails": (["export", "0", "clip.mkv"], "framering-ctl record"),
    "record_to_a_pipe_fails": (["record", "0", "-"], "framering-ctl export"),
    "words_for_ffmpeg_without_it_fail": (["record", "0", "clip.y4m", "--ffmpeg", "-c:v ffv1"], "does not write y4m"),
    "no_frames_at_all_fails": (["record", "0", "clip.y4m", "--frames", "0"], "a number from 1"),
    "other_shell_fails": (["completion", "csh"], "csh: not bash, zsh or fish"),
}


def check_wrong(tap, fake):
    for name, (arguments, text) in WRONG.items():
        tap.check(name, line(fake.run("configured", *arguments), USAGE, text))
    for verb, operands in VERBS.items():
        tap.check(f"unknown_option_of_{verb}_fails",
                  line(fake.run("", verb, *operands, "--colour"), USAGE,
                       f"--colour: no such option; try 'framering-ctl {verb}"))


def check_help(tap, fake):
    everything = fake.run("", "--help")
    tap.check("help_has_every_verb_ok", said(everything, *(f"\n  {verb} " for verb in VERBS)))
    found = [word.split()[0] for word in everything[1].splitlines() if word.startswith("  ")]
    tap.check("every_verb_is_tested_ok", [] if found == list(VERBS) else [found])
    for verb in VERBS:
        got = fake.run("", verb, "--help")
        wide = [text for text in got[1].splitlines() if len(text) > 80]
        tap.check(f"help_of_{verb}_ok", said(got, f"Usage: framering-ctl {verb} ", "--help") + wide)
        tap.check(f"help_by_name_of_{verb}_ok", [] if fake.run("", "help", verb)[1] == got[1] else ["another help"])
    tap.check("version_ok", said(fake.run("", "--version"), "framering-ctl 0."))


def check_page(tap, fake, page):
    """Every verb and every option is in the manual page, in the verb's own section; and an example."""
    with open(page, encoding="utf-8") as file:
        sections = dict(re.findall(r"^## framering-ctl (\w+)(.*?)(?=^##? )", file.read(), re.M | re.S))
    for verb in VERBS:
        text = sections.get(verb, "")
        options = set(re.findall(r"--[\w-]+", "\n".join(
            option[:32] for option in fake.run("", verb, "--help")[1].splitlines() if option.startswith("  "))))
        missing = [option for option in options - {"--help", "--json"} if f"*{option}*" not in text]
        tap.check(f"manual_page_has_{verb}_ok", [*missing, *([] if "```" in text else ["no example"])])
    tap.check("manual_page_has_no_other_verb_ok", [verb for verb in sections if verb not in VERBS])


def check_without_driver(tap, program):
    with tempfile.TemporaryDirectory() as folder:
        fake = Fake(program, folder)
        os.rmdir(fake.path("rings/framering"))
        os.rmdir(fake.path("rings"))
        os.unlink(fake.path("dev/framering"))
        os.unlink(fake.path("dev/framering-control"))
        for verb, operands in VERBS.items():
            if verb not in ("completion", "doctor"):
                tap.check(f"{verb}_without_driver_fails",
                          line(fake.run("", verb, *operands), ABSENT, "no such device; load the driver with 'modprobe"))


def check_rings(tap, fake):
    for verb in OF_A_RING:
        operands = ["none", *VERBS[verb][1:]]
        tap.check(f"{verb}_of_a_ring_that_is_not_there_fails",
                  line(fake.run("", verb, *operands), ABSENT, "framering-none: no such ring; 'framering-ctl list'"))
    for verb in ("show", "remove", "configure"):
        tap.check(f"{verb}_of_a_ring_that_goes_meanwhile_fails",
                  line(fake.run("configured removed", verb, "framering"), ABSENT, "framering: the ring was removed"))
    tap.check("watch_of_a_ring_that_goes_fails",
              line(fake.run("configured busy", "watch", "framering", "--json"), ABSENT, "the ring was removed"))


def check_refusals(tap, fake):
    tap.check("name_that_is_taken_fails",
              line(fake.run("name", "add", "left"), FAILED, "left: there is a ring of this name"))
    tap.check("too_many_rings_fail", line(fake.run("full", "add"), FAILED, "remove one first"))
    tap.check("consumers_of_another_owner_fail",
              line(fake.run("configured consumer foreign", "consumers"), DENIED, "only the ring's owner", "as root"))
    tap.check("eviction_by_another_fails",
              line(fake.run("configured consumer foreign", "evict", "framering", "0"), DENIED, "ask as root"))
    tap.check("eviction_of_nobody_fails",
              line(fake.run("configured", "evict", "framering", "0"), ABSENT, "no such consumer 0"))
    tap.check("ring_without_format_and_nothing_given_fails",
              line(fake.run("", "configure", "framering"), USAGE, "give --size and --format"))
    tap.check("no_memory_fails",
              line(fake.run("configured no-memory", "configure", "framering"), FAILED, "not enough memory"))
    tap.check("import_without_buffers_fails",
              line(fake.run("configured", "configure", "framering", "--memory", "import"), USAGE, "--dmabufs"))
    tap.check("compressed_without_room_fails",
              line(fake.run("configured", "configure", "framering", "--format", "JPEG"), USAGE, "--max-bytes"))
    tap.check("holding_all_fails", line(fake.run("configured", "configure", "framering", "--max-held", "8"), USAGE,
                                        "less than the 8 slots"))


def check_permission(tap, program):
    """A node that this user may not open."""
    if os.getuid():
        return
    with tempfile.TemporaryDirectory() as folder:
        fake = Fake(program, folder)
        os.chmod(folder, 0o755)
        for name in ("framering", "framering-control"):
            os.unlink(fake.path(f"dev/{name}"))
            fake.write(f"dev/{name}", "")
            os.chmod(fake.path(f"dev/{name}"), 0)
        env = {"FRAMERING_FAKE": "configured", "FRAMERING_FAKE_FOLDER": folder}
        for verb in (*OF_A_RING, "add"):
            status, out = run(["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", program, verb,
                               *VERBS[verb]], env=os.environ | env)
            tap.check(f"{verb}_without_permission_fails",
                      [] if status == DENIED and out.count("\n") == 1 and "permission denied" in out else [status, out])
        status, out = run(["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", program, "list"],
                          env=os.environ | env)
        tap.check("list_shows_a_ring_without_permission_ok",
                  [] if status == 0 and "(no permission)" in out else [status, out])


def check_program(tap, program):
    status, out = run([program, "show", "/dev/null"])
    tap.check("device_that_is_no_ring_fails",
              [] if status == FAILED and "/dev/null: not a framering device" in out else [status, out])
    status, out = run(["sh", "-c", f'"{program}" --help >/dev/full'])
    tap.check("full_output_fails", [] if status == 1 and "standard output: No space left" in out else [status, out])


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        fake = Fake(sys.argv[1], folder)
        check_wrong(tap, fake)
        check_help(tap, fake)
        check_page(tap, fake, sys.argv[3])
        check_rings(tap, fake)
        check_refusals(tap, fake)
    check_without_driver(tap, sys.argv[1])
    check_permission(tap, sys.argv[1])
    check_program(tap, sys.argv[2])
    tap.finish()


if __name__ == "__main__":
    main()
