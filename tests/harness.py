# SPDX-License-Identifier: MIT
"""TAP for the tests that are scripts: Tap().check(name, problems), then finish()."""
import os
import subprocess
import sys
import tempfile


class Tap:
    def __init__(self):
        self.number = 0
        self.failed = 0
        print("TAP version 13", flush=True)

    def line(self, verdict, name, note=""):
        self.number += 1
        print(f"{verdict} {self.number} - {name}{note}", flush=True)

    def check(self, name, problems):
        """One point: passed if the list of problems is empty."""
        for problem in problems:
            for line in str(problem).splitlines():
                print(f"# {line}")
        self.failed += bool(problems)
        self.line("not ok" if problems else "ok", name)

    def skip(self, name, why):
        self.line("ok", name, f" # SKIP {why}")

    def missing(self, name, what):
        """A tool is not there: a developer's machine may lack it, continuous integration may not."""
        if os.environ.get("CI") == "true":
            self.check(name, [f"{what} is missing"])
        else:
            self.skip(name, f"{what} is missing")

    def finish(self):
        print(f"1..{self.number}", flush=True)
        sys.exit(1 if self.failed or not self.number else 0)


def run(command, **options):
    """Runs a command; gives its status and what it said on both outputs."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          stdin=subprocess.DEVNULL, check=False, **options)
    return done.returncode, done.stdout


def can_make_32_bits(cc):
    """Whether programs for 32 bits can be built. The kernel here need not run them."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "program")
        build = "echo 'int main(void) { return 0; }' | \"$@\" -xc -"
        return run(["sh", "-c", build, "sh", *cc, "-m32", "-o", program])[0] == 0
