#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What goes wrong with framering-send and framering-receive: one line, and the exit status that says why.

usage: arguments.py SEND RECEIVE FAKE PAGES..."""
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap, run  # noqa: E402

SEND, RECEIVE, FAKE = sys.argv[1:4]
PAGES = sys.argv[4:]
RING, NETWORK, USAGE = 1, 2, 64
WRONG = {
    "no_transport_fails": ([], "wants a transport"),
    "unknown_transport_fails": (["smoke", "a:1"], "smoke: no such transport"),
    "no_address_fails": (["raw"], "raw: wants"),
    "bad_address_fails": (["raw", "a"], "a: not HOST:PORT"),
    "unknown_letter_fails": (["-z"], "-z: no such option"),
    "unknown_option_fails": (["--fast"], "--fast: no such option"),
    "missing_value_fails": (["--latency"], "--latency: needs a value"),
    "value_for_a_flag_fails": (["--stats=1"], "--stats=1: takes no value"),
    "empty_value_fails": (["--device", ""], "--device: is empty"),
    "bad_latency_fails": (["--latency", "0"], "--latency 0: not a number from 1 to 60000"),
    "odd_port_of_rist_fails": (["rist", "a:5001"], "5001: rist takes an even port"),
    "description_of_srt_fails": (["--sdp", "f", "srt", ":1"], "--sdp: not of srt"),
    "passphrase_without_encryption_fails": (["--passphrase-file", "f", "jpeg", "a:1"], "jpeg does not encrypt"),
    "passphrase_on_the_command_line_fails": (["--passphrase", "geheim", "srt", "a:1"], "--passphrase: "),
}
WRONG_SEND = {
    "sending_to_nowhere_fails": (["raw", ":5000"], ":5000: where to?"),
    "seventeen_receivers_fail": (["raw"] + ["a:1"] * 17, "a:1: at most 16"),
    "two_addresses_of_srt_fail": (["srt", "a:1", "b:1"], "srt: one address"),
    "format_of_a_sender_fails": (["--format", "NV12"], "--format: no such option"),
}
WRONG_RECEIVE = {
    "two_senders_fail": (["raw", ":1", ":2"], ":2: at most 1"),
    "raw_without_a_description_fails": (["raw", ":1"], "raw: needs --sdp FILE"),
    "three_slots_fail": (["--slots", "3", "jpeg", ":1"], "--slots 3: not 2, 4, 8, 16 or 32"),
    "bitrate_of_a_receiver_fails": (["--bitrate", "1"], "--bitrate: no such option"),
}


def refused(program, words, status, text, environment=None):
    """One line on standard error, by name, and nothing else."""
    got, said = run([*program, *words], timeout=30, env=os.environ | (environment or {}))
    name = os.path.basename(program[0]) if len(program) == 1 else f"{program[1]}"
    problems = [] if got == status else [f"status {got}, not {status}"]
    if said.count("\n") != 1 or text not in said or not said.startswith(f"{name}: "):
        problems.append(f"said: {said}")
    return problems


def check_usage(tap):
    for program, name in ((SEND, "send"), (RECEIVE, "receive")):
        own = WRONG_SEND if name == "send" else WRONG_RECEIVE
        for case, (words, text) in (WRONG | own).items():
            tap.check(f"{name}_{case}", refused([program], words, USAGE, text))


def options_of(program):
    return set(re.findall(r"--[a-z-]+", run([program, "--help"])[1]))


def check_pages(tap):
    """The manual pages tell of all options, and of no others."""
    for program, path in zip((SEND, RECEIVE), PAGES):
        with open(path, encoding="utf-8") as page:
            told = set(re.findall(r"(?<=\*)--[a-z-]+", page.read()))
        wanted = options_of(program)
        problems = [f"{path}: {option}" for option in sorted(told ^ wanted)]
        tap.check(f"{os.path.basename(program)}_page_tells_all_options_ok", problems)


def check_passphrases(tap, folder):
    good, short = os.path.join(folder, "good"), os.path.join(folder, "short")
    for path, text in ((good, "x" * 79 + "\n"), (short, "x" * 9 + "\n")):
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    fake = [FAKE, "receive", "-d", "/dev/null"]
    receive = lambda *words: [*fake[2:], *words, "srt", "127.0.0.1:1"]  # noqa: E731
    program = fake[:2]
    tap.check("missing_passphrase_file_fails", refused(program, receive("--passphrase-file", "/nowhere"), NETWORK,
                                                       "/nowhere"))
    tap.check("short_passphrase_fails", refused(program, receive("--passphrase-file", short), NETWORK,
                                                "has 10 to 79 bytes"))
    tap.check("long_passphrase_of_the_environment_fails",
              refused(program, receive(), NETWORK, "FRAMERING_PASSPHRASE: a passphrase has 10 to 79 bytes",
                      {"FRAMERING_PASSPHRASE": "x" * 80}))


def check_descriptions(tap, folder):
    empty = os.path.join(folder, "empty.sdp")
    with open(empty, "w", encoding="ascii"):
        pass
    fake = [FAKE, "receive"]
    for name, path, text in (("missing", "/nowhere.sdp", "/nowhere.sdp"), ("empty", empty, "describes no video")):
        tap.check(f"{name}_description_fails",
                  refused(fake, ["-d", "/dev/null", "--sdp", path, "raw", "127.0.0.1:9"], NETWORK, text))


def main():
    tap = Tap()
    check_usage(tap)
    check_pages(tap)
    for program in (SEND, RECEIVE):
        status, said = run([program, "--version"])
        name = os.path.basename(program)
        tap.check(f"{name}_version_ok", [] if not status and re.fullmatch(rf"{name} \d+\.\d+\.\d+\n", said) else [said])
    with tempfile.TemporaryDirectory() as folder:
        check_passphrases(tap, folder)
        check_descriptions(tap, folder)
    tap.finish()


main()
