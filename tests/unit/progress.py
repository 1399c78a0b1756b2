#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What scripts/demo.sh and scripts/test.sh say while they work, with commands in place of the real ones that are slow
and silent: into a pipe and on a terminal.

usage: progress.py SOURCE_ROOT
"""
import concurrent.futures
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap  # noqa: E402

# Seconds; the first line of a script, and the next, take longer where others want the processors, too.
FIRST, SILENCE = 1 + os.getloadavg()[0] / os.cpu_count(), 5
SLOW = 6  # of a command that would be too long a silence
# What stands in for our own programs and for others, in a checkout that holds the real scripts beside them.
FAKES = {
    "scripts/setup.sh": 'for a; do [ "$a" != --ask ] || exit 0; done\n'
                        'echo "Need to get 10.0 MB of archives."\n'
                        'echo "dlstatus:1:50.0:Retrieving file 3 of 7"\n'
                        f"sleep {SLOW}\n",
    "scripts/demo-play.sh": "",
    "vm/own.sh": "echo 6.1\n",
    "vm/kernel.sh": "",
    "vm/toolchain.sh": "",
    "tests/configurations/source.sh": "",
    "tests/model/herd.sh": "",
    "scripts/sanitize.sh": f'sleep {SLOW}\necho "20 passed, 1 failed"\n',
    "scripts/debian.sh": f'sleep {4 * SLOW}\necho "100 passed, 0 failed"\n',
    "vm/module.sh": f"sleep {SLOW}\n",
    "vm/run": f'sleep {SLOW}\necho "a line" >build/demo/line\n: >build/demo/screen-1.png\n',
    "tests/summary.py": 'print("3 passed, 0 failed")\n',
    "bin/meson": f'case $1 in\nsetup) mkdir -p "$2" ;;\n*) echo "[2/9] Compiling"; sleep {SLOW}; [ ! -e broken ] || '
                 '{ echo "it is broken" >&2; exit 7; } ;;\nesac\n',
}


class Run:
    """A script in a checkout of its own: when it said what, and how it ended."""

    def __init__(self, root, folder, command, terminal, broken=False, interrupt=None):
        self.folder, self.command, self.terminal, self.interrupt = folder, command, terminal, interrupt
        furnish(root, folder)
        if broken:
            open(os.path.join(folder, "broken"), "w", encoding="ascii").close()
        self.said = []  # (seconds, text)

    def play(self):
        command, terminal, interrupt = self.command, self.terminal, self.interrupt
        env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "FRAMERING_BUILD")}
        env |= {"PATH": f"{self.folder}/bin:{env['PATH']}", "TERM": "xterm"}
        ours, theirs = pty.openpty() if terminal else os.pipe()
        begun = time.monotonic()
        # With a session of its own, so that a terminal's Ctrl-C reaches it alone.
        with subprocess.Popen(["setsid", "--ctty", "--wait", *command] if terminal else command, cwd=self.folder, env=env,
                              stdin=theirs if terminal else subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                              start_new_session=True) as process:
            os.close(theirs)
            while select.select([ours], [], [], 60)[0]:
                try:
                    data = os.read(ours, 65536)
                except OSError:  # a terminal that nobody has open any more
                    data = b""
                if not data:
                    break
                self.said.append((time.monotonic() - begun, data.decode()))
                if interrupt and interrupt in data.decode():
                    interrupt = None
                    if terminal:
                        os.write(ours, b"\x03")
                    else:
                        os.killpg(process.pid, signal.SIGINT)
            self.status = process.wait()
        self.took = time.monotonic() - begun
        os.close(ours)
        self.text = "".join(text for _, text in self.said)
        self.left = [name for name in processes() if self.folder in name]

    def silences(self):
        times = [0] + [at for at, _ in self.said] + [self.took]
        late = [f"the first line came after {times[1]:.1f} s"] if times[1] > FIRST else []
        return late + [f"silent from {a:.1f} to {b:.1f} s" for a, b in zip(times, times[1:]) if b - a > SILENCE]


def furnish(root, folder):
    for path in ("scripts/demo.sh", "scripts/test.sh", "scripts/progress.sh", "scripts/behind.sh"):
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        shutil.copy(os.path.join(root, path), os.path.join(folder, path))
    for path, text in FAKES.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as f:
            f.write(text if path.endswith(".py") else "#!/bin/sh\n" + text)
        os.chmod(path, 0o755)


def processes():
    """Command lines and working directories of all there are."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as f:
                yield f"{f.read()} {os.readlink(f'/proc/{pid}/cwd')}"
        except OSError:
            pass


def speaks(run):
    return run.silences() + ([] if run.status == 0 else [f"status {run.status}: {run.text}"])


def says(run, *patterns):
    return [f"nothing like '{pattern}' in {run.text!r}" for pattern in patterns if not re.search(pattern, run.text, re.M)]


def ends(run, status):
    return [f"status {run.status}, not {status}: {run.text}"] * (run.status != status) \
        + [f"left: {name}" for name in run.left]


def forgotten(folder, command):
    """The status of a step whose job bash knows no more, as when the number of its process has come back."""
    script = "progress_begin x 1 logs; progress_aside job $0; wait; progress_join job; progress_step done"
    return subprocess.run(["bash", "-euc", f". scripts/progress.sh; {script}", command], cwd=folder, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT).returncode


def main():
    root, tap = sys.argv[1], Tap()
    demo, test = ["scripts/demo.sh"], ["scripts/test.sh"]
    with tempfile.TemporaryDirectory() as top, concurrent.futures.ThreadPoolExecutor(4) as pool:
        # All made before the first one runs: a file that is being written cannot be run by anybody. The longest is first.
        runs = {name: Run(root, os.path.join(top, name), *args) for name, args in {
            "ci_pipe": ([*test, "--ci"], False),
            "demo_pipe": (demo, False),
            "demo_tty": (demo, True),
            "test_pipe": (test, False),
            "test_tty": (test, True),
            "broken_pipe": (demo, False, True),
            "broken_tty": (test, True, True),
            "int_pipe": (demo, False, False, "step 2"),
            "int_tty": (demo, True, False, "step 2"),
            "int_test_tty": (test, True, False, "step 3"),
            "int_ci_tty": ([*test, "--ci"], True, False, "step 3"),
        }.items()}
        list(pool.map(Run.play, runs.values()))
        statuses = [forgotten(runs["ci_pipe"].folder, command) for command in ("true", "false")]
    for name in ("demo", "test"):
        for where in ("pipe", "tty"):
            tap.check(f"{name}_is_never_silent_for_5_s_on_{where}_ok", speaks(runs[f"{name}_{where}"]))
    for where in ("pipe", "tty"):
        tap.check(f"step_bytes_and_time_are_told_on_{where}_ok", says(
            runs[f"demo_{where}"], r"step 1 of 3, \d+ s: packages: fetching file 3 of 7, 5 of 10 MB",
            r"step 2 of 3, \d+ s: .*programs: 2/9 built", r"took .*packages \d+ s; ", "pictures in build/demo: screen-1.png"))
    plain = runs["demo_pipe"].text
    tap.check("pipe_gets_plain_lines_ok", [f"{plain!r}"] if re.search(r"[\r\x1b]", plain) else [])
    live = [text for text in re.split(r"[\r\n]+", runs["demo_tty"].text) if "step" in text]
    wide = [text for text in live if len(text.replace("\x1b[K", "")) > 80 and "done in" not in text]
    tap.check("terminal_gets_one_live_line_ok", [f"wider than the terminal: {text!r}" for text in wide]
              + (["no live line"] if len(live) < 20 / FIRST else []))
    tap.check("last_line_is_the_count_ok", says(runs["test_pipe"], r"^6 passed, 0 failed\n\Z"))
    for where in ("pipe", "tty"):
        run = runs[f"broken_{where}"]
        tap.check(f"failing_step_is_named_with_its_log_on_{where}_fails", ends(run, 7) + run.silences()
                  + says(run, "step 2 of [34]: .*: failed after", r"^    it is broken"))
    ci = runs["ci_pipe"]
    tap.check("ci_counts_all_its_parts_ok", ci.silences() + ends(ci, 1) + says(ci, r"^26 passed, 1 failed\n\Z", "step 5 of 5"))
    tap.check("status_of_a_job_that_bash_forgot_is_known_ok", [] if statuses == [0, 1] else [f"statuses {statuses}"])
    for name in ("int_pipe", "int_tty", "int_test_tty", "int_ci_tty"):
        tap.check(f"ctrl_c_ends_all_with_130_{name[4:]}_ok", ends(runs[name], 130) + says(runs[name], "interrupted in step"))
    tap.finish()


if __name__ == "__main__":
    main()
