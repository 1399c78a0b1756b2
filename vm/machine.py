# SPDX-License-Identifier: MIT
"""A machine as a program of ours: its life, its death, and the sockets between it and us."""
import ctypes
import os
import shlex
import signal
import socket
import subprocess
import sys

PORTS = ["control", "stdin", "stdout", "stderr", "log", "host"]


def die_with_parent(sig=signal.SIGKILL):
    ctypes.CDLL(None).prctl(1, sig)  # PR_SET_PDEATHSIG


class Machine:
    """`ports` maps the name of each port, and "console", to our end of its socket."""

    program = ""  # for messages

    def __init__(self, kernel, initrd):
        self.arch = kernel.arch
        self.ports = {}
        self.ends = []
        self.initrd = os.memfd_create("initrd", 0)  # no file that could be left over
        with os.fdopen(os.dup(self.initrd), "wb") as f:
            f.write(initrd)
        self.said = os.memfd_create("stderr")

    def connect(self, name):
        """The descriptor of the machine's end of a new port."""
        ours, theirs = socket.socketpair()
        ours.setblocking(name == "stdin")
        self.ports[name] = ours
        self.ends.append(theirs)
        return theirs.fileno()

    def start(self, command, options, fds=(), environment=None):
        if options.verbose:
            print("vm:", shlex.join(command), file=sys.stderr)
        parent = os.getpid()

        def child():
            os.setpgid(0, 0)  # Ctrl-C is ours to handle
            die_with_parent()
            if os.getppid() != parent:
                os._exit(1)

        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=self.said, preexec_fn=child, env=environment,
                                        pass_fds=[*(end.fileno() for end in self.ends), self.initrd, *fds])
        for end in self.ends:
            end.close()
        os.close(self.initrd)

    def piece(self, data):
        """What is sent for this piece of stdin; the last is empty."""
        return data

    def ended(self):
        """Whether this is the end that guest.sh comes to."""
        return self.arch.ended(self.process.returncode, None)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for port in self.ports.values():
            port.close()

    def complaint(self):
        """The last thing the program itself said."""
        size = os.fstat(self.said).st_size
        text = os.pread(self.said, size, 0).decode(errors="replace").strip()
        return text.splitlines()[-1] if text else ""
