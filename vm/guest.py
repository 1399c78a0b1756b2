# SPDX-License-Identifier: MIT
"""What the guest finds in /run/vm: its second stage, what it is to do, and the modules."""
import os
import re
import shlex

import cache
import hostport
import modules
import ownroot
import uml

HERE = os.path.dirname(os.path.abspath(__file__))

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/vm/tools",
    "USER": "root", "LOGNAME": "root", "SHELL": "/bin/sh", "LANG": "C.UTF-8",
    "TMPDIR": "/tmp", "XDG_RUNTIME_DIR": "/run/user/0",
}


def plain(text):
    """For printf %b in the guest, without spaces."""
    return re.sub(rb"[^A-Za-z0-9/._+-]", lambda m: b"\\0%03o" % m[0][0], os.fsencode(text)).decode()


def kept(o, kernel):
    """The entries of our /tmp that the command line names: the guest's fresh /tmp must not hide them."""
    if kernel.arch.own_root:
        return []
    words = [os.getcwd(), kernel.folder, *o.command]
    named = ["/".join(w.split("/")[:3]) for w in words if w.startswith("/tmp/")]
    named += re.findall(r"(/tmp/[^/\s'\":;=]+)", "\n".join(words))  # in a shell's script
    return sorted(n for n in set(named) if os.path.exists(n))


def config(o, kernel, token, mark):
    lines = {
        "TOKEN": token, "MARK": mark, "RELEASE": kernel.release,
        "MODULES_DIR": "" if kernel.arch.own_root else plain(kernel.folder),
        "DIRECTORY": os.getcwd(), "STDIN": "1" if o.stdin else "0", "SERIAL": "ttyS1" if o.serial else "",
        "LINES": "" if kernel.arch.qemu else " ".join(f"{k}:{v}" for k, v in uml.LINES.items()),
        "KEEP": " ".join(map(plain, kept(o, kernel))),
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
    wanted = []
    given = [modules.name_of(words[0]) for words in o.module]
    for number, (file, *params) in enumerate(o.module):
        # The kernel splits a module's parameters at blanks outside quotes.
        params = [re.sub(r"^(\w+)=(.*\s.*)$", r'\1="\2"', p) for p in params]
        if file.endswith(".ko"):
            files[f"modules/{number}.ko"] = cache.read(file)
            needs = [n for n in modules.depends_of(file) if n not in given]
            loader = ["insmod", f"/run/vm/modules/{number}.ko"]
            wanted += needs
        else:
            needs, loader = [], ["/sbin/modprobe", file]
            wanted.append(file)
        lines += os.fsencode(shlex.join([given[number], " ".join(needs), *loader, *params]) + "\n")
    names = kernel.tree.order(wanted)  # complains of what is not there
    if kernel.arch.own_root:
        files.update(ownroot.module_tree(kernel, names))
    return lines


def files(o, kernel, token, mark):
    found = {"guest.sh": cache.read(os.path.join(HERE, "guest.sh")), **hostport.tools()}
    found["config"] = config(o, kernel, token, mark)
    found["command"] = command(o)
    found["load"] = load(o, kernel, found)
    if kernel.arch.own_root:
        found.update(ownroot.files(o, kernel))
    return found
