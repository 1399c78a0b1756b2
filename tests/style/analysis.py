#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Static analysers over the code that runs in user space: those of gcc and clang, and cppcheck.

usage: analysis.py SOURCE_ROOT BUILD_ROOT CACHE_DIR gcc-analyzer|clang-analyzer|cppcheck...

The build's own commands say what is compiled and how. A file that was found clean is not looked at again until its
text after the preprocessor, its command or the compiler changes. The tests themselves are not looked at: they do on
purpose what analysers warn of."""
import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402

FOLDERS = ("lib", "producer", "viewer", "ctl", "gstreamer", "network", "python", "bench")
# Macros of GStreamer's that stand where declarations do; cppcheck has those of GLib itself.
MACROS = {"gstreamer": ["--library=gtk", '-DG_GUINT64_FORMAT="lu"', "-DGST_PLUGIN_DEFINE(...)=", *(
    f"-DGST_{what}_REGISTER_{how}(...)=" for what in ("ELEMENT", "DEVICE_PROVIDER") for how in ("DECLARE", "DEFINE"))]}
# Two arguments each; and single ones that have no place in an analysis.
WITH_VALUE = ("-o", "-MF", "-MQ")
ALONE = re.compile(r"-(c|MD|fsanitize=.*|fdiagnostics-color=.*|fno-sanitize.*)$")
ANALYSERS = {
    "gcc-analyzer": ["gcc", "-fanalyzer", "-c", "-o", os.devnull],
    "clang-analyzer": ["clang", "--analyze", "--analyzer-output", "text", "-Wno-unknown-warning-option"],
}


def arguments(command):
    """Those of a compiler's command, without the compiler and what becomes of its work."""
    words = shlex.split(command)
    words = words[2 if os.path.basename(words[0]) == "ccache" else 1:]
    kept = []
    while words:
        word = words.pop(0)
        if word in WITH_VALUE:
            words.pop(0)
        elif not ALONE.match(word):
            kept.append(word)
    return kept


def compilations(root, build):
    """{path below root: (arguments, folder)} of the files to look at, each once."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        entries = json.load(f)
    found = {}
    for entry in entries:
        path = os.path.relpath(os.path.join(entry["directory"], entry["file"]), root)
        if path.split("/")[0] in FOLDERS:
            found.setdefault(path, (arguments(entry["command"]), entry["directory"]))
    return found


def analyse(analyser, version, cache, compilation):
    """What the analyser says about one file."""
    words, folder = compilation
    status, text = run([analyser[0], *words, "-E"], cwd=folder)
    if status:
        return text
    key = hashlib.sha256("\0".join([version, *analyser, *words, text]).encode()).hexdigest()
    clean = os.path.join(cache, key)
    if os.path.exists(clean):
        return ""
    status, text = run([*analyser, *words], cwd=folder)
    if status or text.strip():
        return text or f"{analyser[0]} ended with {status}"
    with open(clean, "w", encoding="ascii"):
        pass
    return ""


def compiler(tap, name, root, build, cache):
    analyser = ANALYSERS[name]
    point = name.replace("-", "_") + "_ok"
    if not shutil.which(analyser[0]):
        return tap.missing(point, analyser[0])
    _, version = run([analyser[0], "--version"])
    found = compilations(root, build)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        said = list(pool.map(lambda one: analyse(analyser, version, cache, one), found.values()))
    return tap.check(point, [text for text in said if text] if found else ["no source"])


def texts_defined(root, build):
    """-DNAME="..." of the build: cppcheck cannot make sense of a text that it does not know."""
    return sorted({word for words, _ in compilations(root, build).values() for word in words
                   if re.match(r'-D\w+="', word)})


def cppcheck_depth():
    """Debian 12 has cppcheck 2.10. Versions from 2.11 on stop half-way, and some say so, unless they are told not to."""
    _, said = run(["cppcheck", "--version"])
    version = tuple(int(number) for number in re.findall(r"\d+", said)[:2])
    return ["--check-level=exhaustive"] if version >= (2, 11) else []


def cppcheck(tap, name, root, build, cache):
    """Without the build's commands: the folders hold nothing that is not compiled."""
    if not shutil.which(name):
        return tap.missing("cppcheck_ok", name)
    found = []
    for folder in FOLDERS:
        # Each for itself: two programs have headers of one name.
        own = os.path.join(cache, folder)
        os.makedirs(own, exist_ok=True)
        command = [name, "--quiet", "--enable=warning,performance,portability", "--std=c11", "--error-exitcode=1",
                   "--inline-suppr", f"-j{os.cpu_count()}", f"--cppcheck-build-dir={own}", "-Iuapi", "-Ilib",
                   *cppcheck_depth(), "--force", *texts_defined(root, build), *MACROS.get(folder, []),
                   f"-I{folder}", folder]
        status, text = run(command, cwd=root)
        if status:
            found.append(text or f"{name} ended with {status}")
    return tap.check("cppcheck_ok", found)


def main():
    root, build, cache = (os.path.realpath(path) for path in sys.argv[1:4])
    tap = Tap()
    for name in sys.argv[4:]:
        own = os.path.join(cache, name)
        os.makedirs(own, exist_ok=True)
        (cppcheck if name == "cppcheck" else compiler)(tap, name, root, build, own)
    tap.finish()


if __name__ == "__main__":
    main()
