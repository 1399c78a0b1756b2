#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What framering-ctl doctor finds on machines that are made up. usage: doctor.py FAKE PROGRAM"""
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402
from ctl_run import Fake, fits  # noqa: E402
import schemas  # noqa: E402

FOUND = 4
SECURE_BOOT = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
LOCKDOWN = "sys/kernel/security/lockdown"


class Machine(Fake):
    """One on which all is well."""

    def __init__(self, program, folder):
        super().__init__(program, folder)
        self.put("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu pat sse2\n")
        self.put(f"lib/modules/{os.uname().release}/build", "")
        self.put("module/parameters/max_bytes", f"{1 << 32}\n")
        self.put("bin/modinfo", "#!/bin/sh\necho ABC123\n", 0o755)
        self.put("bin/dkms", "#!/bin/sh\necho 'framering/1, 6.1, x86_64: installed'\n", 0o755)
        self.put("module/srcversion", "ABC123\n")
        os.makedirs(self.path("var/lib/dkms/framering"))

    def put(self, name, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        self.write(name, text)
        os.chmod(self.path(name), mode)

    def doctor(self, fake="", *arguments):
        return self.run(fake, "doctor", *arguments, PATH=f"{self.path('bin')}:{os.environ['PATH']}")

    def findings(self, fake=""):
        """(exit status, {text of all findings of a check: verdicts})"""
        got = self.doctor(fake, "--json")
        return got[0], json.loads(got[1])["findings"]


def has(found, verdict, check, text, advice=""):
    """Problems: there is no such finding."""
    for one in found[1]:
        same = (one["check"], one["verdict"]) == (check, verdict)
        if same and text in one["text"] and advice in (one["advice"] or ""):
            return []
    return [f"no {verdict} of {check} with '{text}' and '{advice}'", *found]


def bad(found, *rest):
    return has(found, "bad", *rest) + ([] if found[0] == FOUND else [f"exit status {found[0]}"])


def break_it(tap, program, name, change, verify):
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(program, folder)
        change(machine)
        tap.check(name, verify(machine.findings()))


def remove(*names):
    def change(machine):
        for name in names:
            os.rename(machine.path(name), machine.path("gone-" + os.path.basename(name)))
    return change


def secure(machine):
    machine.put(LOCKDOWN, "none [integrity] confidentiality\n")
    machine.put(SECURE_BOOT, "")
    with open(machine.path(SECURE_BOOT), "wb") as file:
        file.write(bytes([6, 0, 0, 0, 1]))


def secure_and_not_loaded(machine):
    secure(machine)
    remove("module", "rings", "dev")(machine)


# name: (what is changed, what is found)
CASES = {
    "driver_that_is_not_loaded_is_found_ok":
        (remove("module", "rings", "dev"), lambda f: bad(f, "module", "not loaded", "modprobe framering")),
    "another_build_that_is_installed_is_found_ok":
        (lambda m: m.put("module/srcversion", "DEF456\n"),
         lambda f: bad(f, "module", "(ABC123) than is loaded (DEF456)", "modprobe -r")),
    "another_release_is_found_ok":
        (lambda m: m.put("module/version", "9.9.9\n"), lambda f: has(f, "note", "module", "release 9.9.9")),
    "secure_boot_with_the_module_loaded_ok":
        (secure, lambda f: has(f, "ok", "signing", "Secure Boot and lockdown: the module is loaded")),
    "secure_boot_that_keeps_it_out_is_found_ok":
        (secure_and_not_loaded, lambda f: bad(f, "signing", "Secure Boot lockdown integrity", "mokutil --import")),
    "module_without_signature_is_found_ok":
        (lambda m: m.put("module/taint", "OE\n"), lambda f: has(f, "note", "signing", "no signature")),
    "missing_headers_are_found_ok":
        (remove("lib"), lambda f: has(f, "note", "build", "are missing", "apt-get install linux-headers-")),
    "missing_dkms_is_found_ok":
        (remove("var"), lambda f: has(f, "note", "build", "DKMS does not know")),
    "dkms_that_has_not_built_it_is_found_ok":
        (lambda m: m.put("bin/dkms", "#!/bin/sh\necho 'framering/1: added'\n", 0o755),
         lambda f: bad(f, "build", "has not built", "dkms autoinstall")),
    "missing_node_is_found_ok":
        (remove("dev/framering"), lambda f: bad(f, "access", "No such file", "udev")),
    "small_limit_is_found_ok":
        (lambda m: m.put("module/parameters/max_bytes", "1048576\n"),
         lambda f: has(f, "note", "limits", "max_bytes is 1.0 MiB", "max_bytes=N")),
    "processor_without_pat_is_found_ok":
        (lambda m: m.put("proc/cpuinfo", "flags\t\t: fpu sse2\n"),
         lambda f: has(f, "note", "cache", "no PAT", "nopat")),
    "cached_write_combining_is_found_ok":
        (lambda m: None, lambda f: has(f, "note", "cache", "as fast as cached memory")),
    "missing_control_file_is_found_ok":
        (remove("dev/framering-control"), lambda f: bad(f, "loopback", "framering-control is missing", "udev")),
}


def check_well(tap, program):
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(program, folder)
        got = machine.doctor("", "--json")
        found = got[0], json.loads(got[1])["findings"]
        tap.check("json_of_doctor_ok", fits(json.loads(got[1]), schemas.DOCTOR))
        tap.check("machine_that_is_well_ok", [] if got[0] == 0 and json.loads(got[1])["ok"] else list(got))
        tap.check("thousand_frames_go_round_ok", has(found, "ok", "loopback", "1000 frames went round"))
        tap.check("pat_is_found_ok", has(found, "ok", "cache", "has PAT"))
        tap.check("dkms_is_found_ok", has(found, "ok", "build", "installed"))
        got = machine.doctor("full")
        tap.check("ring_that_cannot_be_added_is_told_ok",
                  [] if got[0] == 0 and "no frame was sent" in got[1] and "-> run this as" in got[1] else list(got))


def main():
    tap = Tap()
    check_well(tap, sys.argv[1])
    for name, (change, verify) in CASES.items():
        break_it(tap, sys.argv[1], name, change, verify)
    tap.finish()


if __name__ == "__main__":
    main()
