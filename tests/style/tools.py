#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Other people's checkers. usage: tools.py SOURCE_ROOT BUILD_DIR [shellcheck|codespell|kernel-doc|checkpatch|sparse...]

A tool that is missing is a skip, and a failure where CI is true."""
import glob
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402
from tree import files  # noqa: E402

KERNEL = "6.1"
# shellcheck knows bash, dash and their like; busybox's is dash to it.
SHELLS = re.compile(r"#!.*\b(?:ba|da)?sh\b")
# Names, and words of other languages, that are no misspellings.
SPELLED_SO = "agains,fo,iput,mmaped,ser,te"
# The kernel lays its tables of tracepoints out so.
TRACE_LAYOUT = re.compile(r"driver/trace\.h:\d+: CHECK:(OPEN_ENDED_LINE|PARENTHESIS_ALIGNMENT):")
VM_FAILED = 96  # module.sh: not the module's fault


def is_kernel_code(file):
    return file.is_c() and (file.folder == "driver" or file.path.startswith("tests/kernel/framering_"))


def problems(command, **options):
    status, text = run(command, **options)
    return [text or f"{command[0]} ended with {status}"] if status else []


def shellcheck(tap, root, _, tree):
    if not shutil.which("shellcheck"):
        return tap.missing("shellcheck_ok", "shellcheck")
    scripts = [f.path for f in tree if f.name.endswith(".sh") or SHELLS.match(f.lines[0])]
    return tap.check("shellcheck_ok", problems(["shellcheck", "-x", *scripts], cwd=root) if scripts else ["no script"])


def codespell(tap, root, _, tree):
    if not shutil.which("codespell"):
        return tap.missing("codespell_ok", "codespell")
    texts = [f.path for f in tree if f.is_text and not f.path.startswith("LICENSES/")]
    return tap.check("codespell_ok", problems(["codespell", "-L", SPELLED_SO, *texts], cwd=root))


def kernel_doc(tap, root, _, tree):
    """The kernel's own check of comments that start with two stars."""
    found = sorted(glob.glob("/usr/lib/linux-kbuild-*/scripts/kernel-doc")
                   + glob.glob("/usr/src/linux-headers-*/scripts/kernel-doc"))
    if not found:
        status, kernel = run([f"{root}/vm/kernel.sh", KERNEL])
        found = glob.glob(f"{kernel.strip()}/tree/usr/lib/linux-kbuild-*/scripts/kernel-doc") if not status else []
    if not found:
        return tap.missing("kernel_doc_ok", "kernel-doc")
    headers = [f.path for f in tree if f.folder in ("uapi", "lib", "driver") and f.is_c()]
    _, text = run([found[0], "-none", *headers], cwd=root)
    return tap.check("kernel_doc_ok", [text] if text.strip() else [])


def checkpatch(tap, root, _, tree):
    status, said = run([os.path.join(os.path.dirname(__file__), "checkpatch.sh")])
    script = said.strip().split("\n")[-1]
    if status or not os.path.exists(script):
        return tap.missing("checkpatch_ok", f"checkpatch.pl ({said.strip()})")
    sources = [os.path.join(root, f.path) for f in tree if is_kernel_code(f)]
    # Elsewhere than in a checkout: it would look for its history.
    command = ["perl", script, "--no-tree", "--strict", "--terse", "--show-types", "--quiet", "-f", *sources]
    _, text = run(command, cwd="/")
    said = [line.replace(f"{root}/", "") for line in text.splitlines()
            if re.match(r"\S+:\d+: (ERROR|WARNING|CHECK)", line)]
    said = [line for line in said if not TRACE_LAYOUT.match(line)]
    return tap.check("checkpatch_ok", said if sources else ["no source"])


def sparse(tap, root, build, _):
    """The driver under gcc's W=1 and under sparse, against a real kernel."""
    if not shutil.which("sparse"):
        return tap.missing("sparse_ok", "sparse")
    out = os.path.join(build, "sparse")
    # A stamp of an earlier run would hide what that one said.
    shutil.rmtree(out, ignore_errors=True)
    status, text = run([f"{root}/vm/module.sh", KERNEL, out, f"{root}/tests/kernel", "W=1", "C=2"])
    if status == VM_FAILED:
        return tap.missing("sparse_ok", f"Debian's kernel {KERNEL} ({text.strip()})")
    warned = "warning:" in text or "error:" in text
    return tap.check("sparse_ok", [text.replace(f"{out}/build/", "")] if status or warned else [])


TOOLS = {"shellcheck": shellcheck, "codespell": codespell, "kernel-doc": kernel_doc, "checkpatch": checkpatch,
         "sparse": sparse}


def main():
    root, build = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    tree = files(root)
    tap = Tap()
    for name in sys.argv[3:] or TOOLS:
        TOOLS[name](tap, root, build, tree)
    tap.finish()


if __name__ == "__main__":
    main()
