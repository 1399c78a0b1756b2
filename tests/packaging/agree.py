#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is stated in several places for packages is the same everywhere. usage: agree.py SOURCE_ROOT"""
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402

VERSIONS = {
    "packaging/debian/changelog": r"\Aframering \(([^)-]*)-",
    "packaging/rpm/framering.spec": r"^Version: *(\S+)",
    "packaging/arch/PKGBUILD": r"^pkgver=(\S+)",
    "packaging/desktop/local.framering.View.metainfo.xml": r'<release version="([^"]*)"',
    "driver/main.c": r'^MODULE_VERSION\("([^"]*)"\)',
    "driver/v4l2/main.c": r'^MODULE_VERSION\("([^"]*)"\)',
    "docs/install.md": r"dkms install framering/(\S+)",
}


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as f:
        return f.read()


def versions(root):
    version = re.search(r"^\tversion: '(.*)'", read(root, "meson.build"), re.M)[1]
    for path, pattern in VERSIONS.items():
        found = re.search(pattern, read(root, path), re.M)
        if not found or found[1] != version:
            yield f"{path} tells of {found and found[1]}, meson.build of {version}"


def symbols(root):
    """The library's map and Debian's list, with the node that each name is in."""
    exported = set()
    nodes = re.compile(r"^(LIBFRAMERING_\S+) \{\n\tglobal:\n(.*?)\n(?:\tlocal|\})", re.M | re.S)
    for node, names in nodes.findall(read(root, "lib/libframering.map")):
        exported.update(f"{name}@{node}" for name in re.findall(r"(\w+);", names))
        exported.add(f"{node}@{node}")
    listed = set(re.findall(r"^ (\S+@\S+) \S+$", read(root, "packaging/debian/libframering0.symbols"), re.M))
    yield from (f"libframering0.symbols lacks {name}" for name in sorted(exported - listed))
    yield from (f"libframering0.symbols has {name}, which the library lacks" for name in sorted(listed - exported))
    if not exported:
        yield "no name was found in libframering.map"


def options(root):
    """Whether rules, spec and PKGBUILD build the same parts."""
    asked = {path: set(re.findall(r"-D(\w+=\w+)", read(root, path))) - {"default_library=shared"}
             for path in ("packaging/debian/rules", "packaging/rpm/framering.spec", "packaging/arch/PKGBUILD")}
    first, *others = asked
    for other in others:
        yield from (f"{first} and {other} differ in -D{option}" for option in sorted(asked[first] ^ asked[other]))


def accepted(tap, root, name, command):
    if not shutil.which(command[0]):
        tap.missing(name, command[0])
        return
    status, words = run(command, cwd=os.path.join(root, "packaging/desktop"))
    tap.check(name, words.splitlines() if status else [])


def without_homepage():
    """There is none. AppStream 1.0 and later warn of that; older versions do not know the word."""
    if not shutil.which("appstreamcli"):
        return []
    _, words = run(["appstreamcli", "--version"])
    major = re.search(r"(\d+)\.", words)
    return ["--override=url-homepage-missing=info"] if major and int(major[1]) >= 1 else []


def main():
    root = sys.argv[1]
    tap = Tap()
    tap.check("one_version_everywhere_ok", list(versions(root)))
    tap.check("symbols_of_the_package_are_those_of_the_library_ok", list(symbols(root)))
    tap.check("packages_of_all_systems_are_built_alike_ok", list(options(root)))
    accepted(tap, root, "menu_entry_is_accepted_ok", ["desktop-file-validate", "local.framering.View.desktop"])
    accepted(tap, root, "metainfo_is_accepted_ok",
             ["appstreamcli", "validate", "--no-net", *without_homepage(), "local.framering.View.metainfo.xml"])
    tap.finish()


main()
