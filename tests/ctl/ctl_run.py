# SPDX-License-Identifier: MIT
"""framering-ctl on the fake device of fake_ctl.c, in a folder of nodes that are none."""
import json
import os
import subprocess

ROLES = """generation 1 (stale): XR24 2x2, 8 slots, max_held 2, stall_ms 5000
  producer: id 5 pid 99 uid 0 of an older one
    head 9 frames 9 holes 0 full 0
generation 3: NV12 64x48, 8 slots, max_held 2, stall_ms 5000
  consumers 0x1 lossless 0 unprotected 0 kernel_held 0 wake consumers 0 producer 0, 3 mappings
  producer: id 7 pid 1234 uid 0 framering-produ
    head 900 frames 880 holes 20 full 4
  consumer 0: id 8 pid 4321 uid 0 see, live
    tail 4 lag 3 held 0x5 delivered 70 dropped 7
"""


class Fake:
    """A folder with a ring's node and what root alone is told of it; it goes with the caller's temporary folder."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        for name in ("dev", "rings/framering", "module", "roles/framering"):
            os.makedirs(os.path.join(folder, name))
        for name in ("framering", "framering-control"):
            os.symlink("/dev/null", os.path.join(folder, "dev", name))
        self.write("roles/framering/roles", ROLES)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, fake, *arguments, **more):
        """(status, what it said, its errors, what it asked of the device)"""
        reader, writer = os.pipe()
        env = os.environ | {"FRAMERING_FAKE": fake, "FRAMERING_FAKE_FOLDER": self.folder} | more
        command = ["/bin/sh", "-c", f'exec 3>&{writer}; exec "$@"', "sh", self.program, *arguments]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, env=env, pass_fds=[writer], timeout=60, check=False)
        os.close(writer)
        with open(reader, encoding="utf-8") as asked:
            return done.returncode, done.stdout, done.stderr, asked.read()


def line(got, status, *texts):
    """Problems with a failure: its status, and one line with these texts and the program's name."""
    problems = [] if got[0] == status else [f"exit status {got[0]}, not {status}"]
    if got[2].count("\n") != 1 or not got[2].startswith("framering-ctl: "):
        problems.append("not one line with the program's name")
    problems += [f"no '{text}'" for text in texts if text not in got[2]]
    return [*problems, *got[1:3]] if problems else []


def said(got, *texts):
    """Problems with a success: the texts that it did not print, or what it said beside."""
    problems = [] if got[0] == 0 and not got[2] else [f"exit status {got[0]}"]
    problems += [f"no '{text}'" for text in texts if text not in got[1]]
    return [*problems, *got[1:3]] if problems else []


def fits(value, schema, where="top"):
    """Problems of a value with a schema: a type, a tuple of them, [schema of all elements], or {key: schema}."""
    if isinstance(schema, dict):
        if not isinstance(value, dict) or list(value) != list(schema):
            return [f"{where}: keys {list(value) if isinstance(value, dict) else value}, not {list(schema)}"]
        return [p for key, inner in schema.items() for p in fits(value[key], inner, f"{where}.{key}")]
    if isinstance(schema, list):
        if not isinstance(value, list):
            return [f"{where}: {value} is no array"]
        return [p for n, one in enumerate(value) for p in fits(one, schema[0], f"{where}[{n}]")]
    if isinstance(schema, tuple):
        return [] if any(not fits(value, one) for one in schema) else [f"{where}: {value} is none of {schema}"]
    if schema is None:
        return [] if value is None else [f"{where}: {value}, not null"]
    return [] if type(value) is schema else [f"{where}: {value} is no {schema.__name__}"]


def parsed(got, schema):
    """Problems with JSON that was printed, and what it says."""
    try:
        value = json.loads(got[1])
    except ValueError as error:
        return [error, *got[:3]], None
    return fits(value, schema) + ([] if got[0] == 0 and not got[2] else [got[0], got[2]]), value
