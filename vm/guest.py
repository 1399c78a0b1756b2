# SPDX-License-Identifier: MIT
"""What the guest finds in /run/vm: its second stage, what it is to do, and the modules."""
import os
import re
import shlex

import cache
import hostport
import modules

HERE = os.path.dirname(os.path.abspath(__file__))

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/vm/tools",
    "USER": "root", "LOGNAME": "root", "SHELL": "/bin/sh", "LANG": "C.UTF-8",
    "TMPDIR": "/tmp", "XDG_RUNTIME_DIR": "/run/user/0",
}


def plain(text):
    """For printf %b in the guest, without spaces."""
    return re.sub(rb"[^A-Za-z0-9/._+-]", lambda m: b"\\0%03o" % m[0][0], os.fsencode(text)).decode()


def kept(words):
    """The entries of our /tmp that these words name: the guest's fresh /tmp must not hide them."""
    named = ["/".join(w.split("/")[:3]) for w in words if w.startswith("/tmp/")]
    named += re.findall(r"(/tmp/[^/\s'\":;=]+)", "\n".join(words))  # in a shell's script
    return sorted(n for n in set(named) if os.path.exists(n))


def config(o, kernel, token, mark):
    lines = {
        "TOKEN": token, "MARK": mark, "RELEASE": kernel.release, "MODULES_DIR": plain(kernel.folder),
        "DIRECTORY": os.getcwd(), "STDIN": "1" if o.stdin else "0",
        "KEEP": " ".join(map(plain, kept([os.getcwd(), kernel.folder, *o.command]))),
        "RW": " ".join(f"rw{n}:{plain(d)}" for n, d in enumerate(o.rw)),
    }
    return os.fsencode("".join(f"{k}={shlex.quote(v)}\n" for k, v in lines.items()))


def command(o):
    # An ordinary user's QEMU cannot read /root.
    environment = dict(ENVIRONMENT, HOME=os.path.expanduser("~"), TERM=os.environ.get("TERM", "dumb"))
    words = ["/usr/bin/env", "-i"] + [f"{k}={v}" for k, v in environment.items()] + o.command
    return os.fsencode(f"exec {shlex.join(words)}\n")


def load(o, kernel, files):
    """One line per module: its name, what to modprobe before it, and the command that loads it."""
    lines = b""
    given = [modules.name_of(words[0]) for words in o.module]
    for number, (file, *params) in enumerate(o.module):
        # The kernel splits a module's parameters at blanks outside quotes.
        params = [re.sub(r"^(\w+)=(.*\s.*)$", r'\1="\2"', p) for p in params]
        if file.endswith(".ko"):
            files[f"modules/{number}.ko"] = cache.read(file)
            needs = [n for n in modules.depends_of(file) if n not in given]
            loader = ["insmod", f"/run/vm/modules/{number}.ko"]
            kernel.tree.order(needs)  # complains of what is not there
        else:
            needs, loader = [], ["/sbin/modprobe", file]
            kernel.tree.order([file])
        lines += os.fsencode(shlex.join([given[number], " ".join(needs), *loader, *params]) + "\n")
    return lines


def files(o, kernel, token, mark):
    found = {"guest.sh": cache.read(os.path.join(HERE, "guest.sh")), **hostport.tools()}
    found["config"] = config(o, kernel, token, mark)
    found["command"] = command(o)
    found["load"] = load(o, kernel, found)
    return found
