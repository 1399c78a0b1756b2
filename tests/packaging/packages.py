#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Debian's packages in a fresh minimal Debian 12: built twice, installed, upgraded, used in a machine with systemd and
udev, and purged. usage: packages.py SOURCE_ROOT FOLDER

Needs root; 42 minutes on two processors with much else to do, and 8 GB in FOLDER, which is empty again at the end."""
import glob
import hashlib
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import machine  # noqa: E402
from harness import Tap, run  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.join(HERE, "tree.sh")
# What a machine needs to boot, and to build modules.
SYSTEM = ["systemd-sysv", "udev", "kmod", "acl", "initramfs-tools", "libpam-systemd", "dbus-user-session", "e2fsprogs",
          "linux-image-amd64", "linux-headers-amd64"]
TIMEOUT = 900


class Tree:
    def __init__(self, path, binds):
        self.path = path
        self.binds = [f"{here}:{there}" for there, here in binds.items()]

    def make(self, *packages):
        return run([TREE, "make", self.path, *packages])

    def run(self, *command):
        return run([TREE, "in", self.path, *self.binds, "--", *command])

    def files(self):
        """All that is there, but for what apt and dpkg, and programs of the whole system, keep for themselves."""
        passing = ("var/cache", "var/log", "var/lib/apt", "var/lib/dpkg", "var/lib/systemd", "dev", "proc", "sys",
                   "run", "tmp", "boot", "src", "debs", "etc/ld.so.cache")
        found = set()
        for folder, folders, names in os.walk(self.path):
            below = os.path.relpath(folder, self.path)
            folders[:] = [f for f in folders if os.path.normpath(os.path.join(below, f)) not in passing]
            found.update(os.path.normpath(os.path.join(below, n)) for n in folders + names)
        return found - set(passing)


def said(done):
    """Nothing where it went well, else the end of what it said."""
    return [] if not done[0] else [f"status {done[0]}", *done[1].splitlines()[-25:]]


def sums(folder):
    """The packages by name, without those that hold symbols for debuggers."""
    found = {}
    for path in glob.glob(os.path.join(folder, "*.deb")):
        with open(path, "rb") as f:
            found[os.path.basename(path)] = hashlib.sha256(f.read()).hexdigest()
    return found


def debs(folder):
    return sorted("/debs/" + os.path.relpath(path, os.path.dirname(folder)) for path in
                  glob.glob(os.path.join(folder, "*.deb")) if "-dbgsym" not in path)


def before(root, folder):
    """The source of the commit before, or this one's where there is no history."""
    os.makedirs(folder)
    command = f"git -c safe.directory='*' -C '{root}' archive HEAD~1 | tar -x -C '{folder}'"
    done = run(["bash", "-o", "pipefail", "-c", command])
    if done[0] or not os.path.exists(os.path.join(folder, "scripts/package.sh")):
        shutil.rmtree(folder)
        return root
    return folder


def build(tap, root, folder):
    """Builds in a tree of its own. Gives whether there is something to install."""
    old = before(root, os.path.join(folder, "old"))
    tree = Tree(os.path.join(folder, "build"), {"/src": root, "/old": old, "/debs": os.path.join(folder, "debs")})
    tap.check("fresh_tree_ok", said(tree.make()))
    tap.check("packages_build_and_lintian_is_content_ok",
              said(tree.run("/src/scripts/package.sh", "--lintian", "/debs/1")))
    tap.check("packages_build_again_ok", said(tree.run("/src/scripts/package.sh", "--no-setup", "/debs/2")))
    first, second = (sums(os.path.join(folder, "debs", n)) for n in "12")
    tap.check("two_builds_are_equal_ok", [f"{name} differs" for name in first if first[name] != second.get(name)] or
              ([] if first else ["there are no packages"]))
    tap.check("packages_of_the_commit_before_build_ok",
              said(tree.run("/old/scripts/package.sh", "--no-setup", "--suffix", "~before", "/debs/0")))
    shutil.rmtree(tree.path)
    return bool(first)


def dkms(tree):
    """Problems with what DKMS says: the modules are to be installed for the tree's kernel."""
    state = tree.run("dkms", "status")[1].splitlines()
    if len(state) == 1 and state[0].endswith(": installed"):
        return []
    return [*state, "one kernel was to have it installed"]


def use(tap, tree, folder):
    """What the packages do in a machine. It runs on a copy, as it leaves things behind."""
    machine.prepare(tree.run, tree.path)
    release = os.path.basename(glob.glob(os.path.join(tree.path, "lib/modules/*"))[0])
    lines = machine.boot(tree.path, folder, release, TIMEOUT)
    remarks = {}
    name = ""
    for line in lines:
        verdict, _, rest = line.partition(" ")
        if verdict in ("pass", "fail"):
            name = rest
            remarks[name] = [] if verdict == "pass" else ["failed:"]
        elif verdict == "#" and remarks.get(name):
            remarks[name].append(rest)
    for name, problems in remarks.items():
        tap.check(name, problems)
    with open(os.path.join(folder, "console"), errors="replace", encoding="utf-8") as f:
        end = f.read().splitlines()[-15:]
    complete = bool(lines) and lines[-1] == "done"
    tap.check("machine_ran_all_checks_ok", [] if complete else ["it did not come to its end:", *end])


def autopkgtest(tap, tree):
    """The packages' own tests, as Debian's machines run them: with what they depend on, and without a driver."""
    done = tree.run("apt-get", "install", "-y", "--no-install-recommends", "autopkgtest")
    if not done[0]:
        done = tree.run("sh", "-c", "autopkgtest /debs/1/framering_*.dsc /debs/1/*.deb -- null")
    tap.check("own_tests_of_the_packages_ok", said(done))


def install(tap, folder):
    packages = os.path.join(folder, "debs")
    tree = Tree(os.path.join(folder, "system"), {"/debs": packages})
    tap.check("fresh_system_ok", said(tree.make(*SYSTEM)))
    tree.run("apt-get", "-qq", "install", "-y", "--no-install-recommends", "dkms", "libsdl2-2.0-0", "libswscale6")
    # What the packages need is no trace of them.
    new = os.path.join(packages, "1")
    done = tree.run("sh", "-c", "apt-get -qq update; apt-get install -y --no-install-recommends "
                    "$(apt-get install -s --no-install-recommends " + " ".join(debs(new)) +
                    " | sed -n 's/^Inst \\([^ ]*\\) .*/\\1/p' | grep -v framering)")
    tap.check("dependencies_install_ok", said(done))
    earlier = tree.files()
    tap.check("packages_of_the_commit_before_install_ok", said(tree.run(
        "apt-get", "install", "-y", "--no-install-recommends", *debs(os.path.join(packages, "0")))))
    tap.check("packages_upgrade_ok", said(tree.run("apt-get", "install", "-y", "--no-install-recommends", *debs(new))))
    tap.check("dkms_has_it_installed_ok", dkms(tree))
    copy = Tree(os.path.join(folder, "machine"), {"/debs": packages})
    subprocess.run(["cp", "-a", tree.path, copy.path], check=True)
    use(tap, copy, folder)
    autopkgtest(tap, copy)
    shutil.rmtree(copy.path)
    names = [os.path.basename(deb).split("_")[0] for deb in debs(new)]
    tap.check("packages_purge_ok", said(tree.run("apt-get", "purge", "-y", *names)))
    # DKMS's key for signing stays with DKMS, and Python's compiled files are their packages'.
    left = {f for f in tree.files() - earlier if "__pycache__" not in f and not f.startswith("var/lib/dkms/mok.")}
    tap.check("purge_leaves_nothing_ok", sorted(left))
    tap.check("purge_takes_nothing_else_ok", sorted(f for f in earlier - tree.files() if "__pycache__" not in f))


def main():
    root, folder = map(os.path.realpath, sys.argv[1:])
    tap = Tap()
    for tool in ("mmdebstrap", "qemu-system-x86_64", "mke2fs"):
        if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin"):
            tap.missing("packages_ok", tool)
            tap.finish()
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "debs"))
    try:
        if build(tap, root, folder):
            install(tap, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tap.finish()


main()
