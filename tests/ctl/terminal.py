# SPDX-License-Identifier: MIT
"""A terminal of tmux's, in which a program runs, is given keys, and whose screen is read."""
import os
import shlex
import subprocess
import time


class Terminal:
    """A tmux server of its own, whose socket is in `folder`; one program at a time."""

    def __init__(self, folder, columns=132, lines=30):
        self.folder = folder
        self.command = ["tmux", "-S", os.path.join(folder, "tmux"), "-f", "/dev/null"]
        self.size = ["-x", str(columns), "-y", str(lines)]
        self.status = os.path.join(folder, "status")
        self.started = 0

    def __enter__(self):
        # Keeps the server, and has a screen to read when a program has ended.
        self.tmux("new-session", "-d", "-s", "idle", *self.size, "cat")
        return self

    def __exit__(self, *_):
        self.tmux("kill-server")

    def tmux(self, *arguments):
        env = {key: value for key, value in os.environ.items() if key != "TMUX"} | {"LC_ALL": "C.UTF-8"}
        return subprocess.run([*self.command, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, env=env, timeout=30, check=False).stdout

    def start(self, program, environment):
        """Runs it in a screen of its own; its exit status goes to a file."""
        # tmux may still know the session of a program that has ended.
        self.started += 1
        if os.path.exists(self.status):
            os.unlink(self.status)
        words = " ".join(f"{key}={shlex.quote(value)}" for key, value in environment.items())
        # An interrupt is for the program alone.
        script = f"trap : INT; env {words} {shlex.join(program)}; echo $? >{self.status}.new; " \
                 f"mv {self.status}.new {self.status}"
        self.tmux("new-session", "-d", "-s", self.session(), *self.size, script)

    def session(self):
        return f"program-{self.started}"

    def screen(self):
        """The lines of the screen, its last ones too."""
        return self.tmux("capture-pane", "-p", "-t", self.session()).rstrip("\n").split("\n")

    def press(self, *names):
        for name in names:
            self.tmux("send-keys", "-t", self.session(), name)

    def until(self, condition, seconds=20):
        """Problems: what the screen shows if the condition does not come to hold."""
        end = time.monotonic() + seconds
        while True:
            lines = self.screen()
            if condition(lines):
                return []
            if time.monotonic() > end:
                return lines or ["an empty screen"]

    def ended(self, want, seconds=20):
        """Problems: the program does not end with this status."""
        end = time.monotonic() + seconds
        while not os.path.exists(self.status):
            if time.monotonic() > end:
                return ["it has not ended", *self.screen()]
        with open(self.status, encoding="ascii") as file:
            status = int(file.read())
        return [] if status == want else [f"exit status {status}, not {want}"]
