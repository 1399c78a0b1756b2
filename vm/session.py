# SPDX-License-Identifier: MIT
"""One boot, seen from the host: moves bytes between the guest's ports and our own stdin, stdout and stderr
until the guest has said everything, QEMU ends or the time is over."""
import os
import select
import selectors
import socket
import threading
import time

import qmp
import told

BOOT_SILENCE = 30  # seconds without a line before the guest is up: this boot hangs
DRAIN = 20  # seconds without a byte of the streams' rest after the guest said its status
AUTOPSY = 3  # seconds for a hanging guest to say where it hangs


class Trailer:
    """A byte stream that ends in a token: passes on all that cannot be part of it."""

    def __init__(self, token):
        self.token = token
        self.held = b""
        self.ended = False

    def feed(self, data):
        data = self.held + data
        end = data.find(self.token)
        if end >= 0:
            self.ended = True
            self.held = b""
            return data[:end]
        keep = next((n for n in range(min(len(self.token) - 1, len(data)), 0, -1)
                     if data.endswith(self.token[:n])), 0)
        self.held = data[len(data) - keep:]
        return data[:len(data) - keep]


class Session:
    """`run()` returns when the machine is gone; the rest tells what happened."""

    def __init__(self, machine, options, token, host, deadline, patience=None, results=None):
        self.machine = machine
        self.options = options
        self.host = host
        self.deadline = deadline
        self.results = results or told.Told()
        self.up_by = time.monotonic() + patience if patience else deadline
        self.streams = {name: Trailer(token) for name in ("stdout", "stderr", "log")}
        self.console = bytearray()
        self.log = bytearray()
        self.control = b""
        self.up = self.started = False
        self.status = None
        self.complaints = []
        self.notes = []
        self.why = None  # "silence" or "time-out" when we ended it
        self.heard = time.monotonic()
        self.bye = None
        self.faults_until = None
        self.selector = selectors.DefaultSelector()

    def run(self):
        ports = self.machine.ports
        for name in ("console", "control", "stdout", "stderr", "log", "host"):
            self.selector.register(ports[name], selectors.EVENT_READ, name)
        self.machine_ended = os.pidfd_open(self.machine.process.pid)
        self.selector.register(self.machine_ended, selectors.EVENT_READ, "end")
        try:
            while self.step():
                pass
            if self.why == "time-out" and self.up:
                self.autopsy()
            self.write(1, self.results.rest())
        finally:
            os.close(self.machine_ended)
            self.selector.close()
            self.machine.stop()

    def step(self):
        now = time.monotonic()
        if now >= self.deadline:
            self.why = "time-out"
            return False
        until = self.deadline
        if not self.up:
            until = min(until, self.heard + BOOT_SILENCE, self.up_by)
            if now >= until:
                self.why = "silence"
                return False
        if self.bye is None and self.status is not None:
            late = now >= self.heard + DRAIN
            if late:
                self.complaints.append(("cut", ""))
            if late or all(s.ended for s in self.streams.values()):
                self.bye = now + DRAIN
                self.send("control", b"bye\n")
            else:
                until = min(until, self.heard + DRAIN)
        if self.bye is not None:
            if now >= self.bye:
                return False
            until = min(until, self.bye)
        ended = False
        for key, _ in self.selector.select(until - now):
            if key.data == "end":
                ended = True
            else:
                self.handle(key)
        if ended:
            self.rest()
        return not ended

    def rest(self):
        """QEMU is gone: its sockets may still hold its last words."""
        for key in list(self.selector.get_map().values()):
            while key.data != "end" and self.handle(key):
                pass

    def handle(self, key):
        try:
            data = key.fileobj.recv(1 << 16)
        except BlockingIOError:
            return False
        except ConnectionResetError:
            data = b""
        if not data:
            self.selector.unregister(key.fileobj)
            return False
        if key.data in self.streams:
            data = self.streams[key.data].feed(data)
        getattr(self, "on_" + key.data)(data)
        self.heard = time.monotonic()
        return True

    def autopsy(self):
        """The kernel's lists of blocked tasks and of what runs on each CPU, for the log."""
        self.faults_until = len(self.console)
        try:
            for key in ("w", "l"):
                self.machine.sysrq(key)
        except (OSError, qmp.Error):
            return
        until = time.monotonic() + AUTOPSY
        while (wait := until - time.monotonic()) > 0:
            for key, _ in self.selector.select(wait):
                if key.data == "end":
                    return
                self.handle(key)

    def on_console(self, data):
        self.console += data
        if self.options.log_file:
            self.options.log_file.write(data)
            self.options.log_file.flush()

    def on_stdout(self, data):
        self.write(1, self.results.feed(data))

    def on_stderr(self, data):
        self.write(2, data)

    def on_log(self, data):
        self.log += data

    def on_host(self, data):
        self.send("host", self.host.answer(data, self.machine))

    def on_control(self, data):
        *lines, self.control = (self.control + data).split(b"\n")
        for line in lines:
            word, _, rest = line.decode(errors="replace").partition(" ")
            if word == "up":
                self.up = True
            elif word == "start":
                self.started = True
                if self.options.stdin:
                    threading.Thread(target=self.feed, daemon=True).start()
            elif word == "exit":
                self.status = int(rest)
            elif word == "note":
                self.notes.append(rest)
            else:
                self.complaints.append((word, rest))

    def send(self, name, data):
        try:
            self.machine.ports[name].sendall(data)
        except OSError:
            pass  # the guest is dying; its end says more than this does

    def write(self, fd, data):
        """To our own stdout or stderr, however slowly it is read, but not beyond the time-out."""
        view = memoryview(data)
        while view:
            wait = self.deadline - time.monotonic()
            if wait <= 0:
                return
            if select.select([], [fd], [], wait)[1]:
                view = view[os.write(fd, view[:select.PIPE_BUF]):]

    def feed(self):
        """Our stdin into the guest's, in a thread of its own, so that only it waits for either."""
        port = self.machine.ports["stdin"]
        try:
            while data := os.read(0, 1 << 16):
                port.sendall(self.machine.piece(data))
            if end := self.machine.piece(b""):
                # A serial line that is hung up loses what the guest has not read yet.
                port.sendall(end)
            else:
                # Not close(): QEMU would drop what the guest has not read yet.
                port.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the command is over
