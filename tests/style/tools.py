#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Other people's checkers; those of the code in user space are in analysis.py.

usage: tools.py SOURCE_ROOT BUILD_DIR [shellcheck|codespell|kernel-doc|checkpatch|sparse|clang|pahole|reuse...]

A tool that is missing is a skip, and a failure where CI is true."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402
from tree import files  # noqa: E402

# Of this machine's own release of Debian.
KERNEL = run([os.path.join(os.path.dirname(__file__), "../../vm/own.sh")])[1].strip()
# shellcheck knows bash, dash and their like; busybox's is dash to it.
SHELLS = re.compile(r"#!.*\b(?:ba|da)?sh\b")
# Names, and words of other languages, that are no misspellings.
SPELLED_SO = "agains,fo,iput,mmaped,parm,ser,te"
# The kernel lays its tables of tracepoints out so.
TRACE_LAYOUT = re.compile(r"driver/trace\.h:\d+: CHECK:(OPEN_ENDED_LINE|PARENTHESIS_ALIGNMENT):")
# A copy of V4L2's operations, with one more, is made when a node is opened first.
COPIED_OPERATIONS = re.compile(r"driver/v4l2/client\.c:\d+: WARNING:CONST_STRUCT")
# Code of ours that runs in the kernel, beside the driver.
TESTS_IN_THE_KERNEL = re.compile(r"tests/(kernel|debug/\w+)/framering_")
VM_FAILED = 96  # module.sh: not the module's fault
# What the configuration of a kernel that gcc built must forget before clang takes it.
CLANG = ["CC=clang", "CONFIG_CC_IS_GCC=", "CONFIG_GCC_VERSION=0", "CONFIG_CC_IS_CLANG=y",
         "CONFIG_CC_IMPLICIT_FALLTHROUGH=-Wimplicit-fallthrough", "CONFIG_FTRACE_MCOUNT_USE_CC=",
         "CONFIG_INIT_STACK_ALL_ZERO=", "CONFIG_CC_HAS_RETURN_THUNK=", "CONFIG_RETHUNK=", "CONFIG_SLS=",
         "CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT="]
# A warning about our code, not about the kernel's headers: a path in the copy that module.sh makes.
OURS = r"^{}/build/\S+\.[ch]:\d+.*(?:warning|error):"
# As pahole tells of them, between members and at the end.
HOLE = re.compile(r"/\* XXX .*(hole|padding)|/\* (bit_)?padding:")


def is_kernel_code(file):
    return file.is_c() and (file.folder == "driver" or TESTS_IN_THE_KERNEL.match(file.path))


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
    texts = [f.path for f in tree if f.is_text and not f.path.startswith(("LICENSES/", "tests/fuzz/corpus/"))]
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
    said = [line for line in said if not TRACE_LAYOUT.match(line) and not COPIED_OPERATIONS.match(line)]
    return tap.check("checkpatch_ok", said if sources else ["no source"])


def module(root, out, *options, **env):
    """Builds the modules with what `options` ask for; a run that found nothing spares the next what did not change."""
    clean = os.path.join(out, ".clean")
    # What an earlier run said of an object that is there already would be lost.
    if os.path.exists(clean):
        os.remove(clean)
    else:
        shutil.rmtree(out, ignore_errors=True)
    status, text = run([f"{root}/vm/module.sh", KERNEL, out, f"{root}/tests/kernel", *options],
                       env={**os.environ, **env})
    return status, text, clean


def judged(tap, point, out, status, text, clean, warned):
    if status == VM_FAILED:
        return tap.missing(point, f"Debian's kernel {KERNEL} ({text.strip()})")
    if not status and not warned:
        with open(clean, "w", encoding="ascii"):
            pass
    return tap.check(point, [text.replace(f"{out}/build/", "")] if status or warned else [])


def sparse(tap, root, build, _):
    """The driver under gcc's W=1 and under sparse, against a real kernel."""
    if not shutil.which("sparse"):
        return tap.missing("sparse_ok", "sparse")
    out = os.path.join(build, "sparse")
    status, text, clean = module(root, out, "W=1", "C=1")
    return judged(tap, "sparse_ok", out, status, text, clean, "warning:" in text or "error:" in text)


def clang_version():
    """As the kernel writes it: 140006 for 14.0.6."""
    _, said = run(["clang", "-dumpversion"])
    major, minor, patch = (said.strip().split(".") + ["0", "0"])[:3]
    return f"CONFIG_CLANG_VERSION={major}{int(minor):02}{int(patch):02}"


def clang(tap, root, build, _):
    """The driver under clang's W=1 and its analyser. It is not loaded: the kernel was built by another compiler."""
    if not shutil.which("clang"):
        return tap.missing("clang_ok", "clang")
    out = os.path.join(build, "clang")
    check = "CHECK=clang --analyze --analyzer-output text"
    status, text, clean = module(root, out, "W=1", "C=1", *CLANG, clang_version(), check, "CHECKFLAGS=",
                                 KCFLAGS="-Wno-address-of-packed-member")
    ours = re.findall(OURS.format(re.escape(out)) + ".*", text, re.M)
    # Of the kernel's own headers it says much more.
    return judged(tap, "clang_ok", out, status, text if status else "\n".join(ours), clean, ours)


def pahole(tap, root, build, _):
    """Padding in the interface is written down: what a compiler adds, it need not add alike everywhere."""
    if not shutil.which("pahole"):
        return tap.missing("no_holes_in_the_abi_ok", "pahole")
    names = []
    for header in ("description", "pages", ""):
        with open(f"{root}/uapi/framering{header and '_'}{header}.h", encoding="ascii") as f:
            names += re.findall(r"^struct (\w+) \{", f.read(), re.M)
    os.makedirs(build, exist_ok=True)
    source, made = os.path.join(build, "abi.c"), os.path.join(build, "abi.o")
    with open(source, "w", encoding="ascii") as f:
        f.write("#include <framering.h>\n" + "".join(f"struct {name} a_{name};\n" for name in names))
    found, seen = problems(["cc", "-g", f"-I{root}/uapi", "-c", "-o", made, source]), ""
    if not found:
        # What it says of other formats that the file does not have would stand in the middle of a structure.
        seen = subprocess.run(["pahole", "-F", "dwarf", "-C", ",".join(names), made], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False).stdout
        found = [f"{name} is not shown" for name in names if f"struct {name} {{" not in seen]
    return tap.check("no_holes_in_the_abi_ok", found + [text for text in seen.split("\n};\n") if HOLE.search(text)])


def reuse(tap, root, _, tree):
    """Licence and copyright of every file, as machines read them."""
    if not shutil.which("reuse"):
        return tap.missing("reuse_ok", "reuse")
    # Where no git says what is ignored, it would read what other tests are just building.
    if os.path.exists(os.path.join(root, ".git")) and shutil.which("git"):
        return tap.check("reuse_ok", problems(["reuse", "--root", root, "lint"]))
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "tree")
        shutil.copytree(root, copy, symlinks=True,
                        ignore=lambda at, names: [n for n in names if at == root and n.startswith("build")])
        return tap.check("reuse_ok", problems(["reuse", "--root", copy, "lint"]))


TOOLS = {"shellcheck": shellcheck, "codespell": codespell, "kernel-doc": kernel_doc, "checkpatch": checkpatch,
         "sparse": sparse, "clang": clang, "pahole": pahole, "reuse": reuse}


def main():
    root, build = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    tree = files(root)
    tap = Tap()
    for name in sys.argv[3:] or TOOLS:
        TOOLS[name](tap, root, build, tree)
    tap.finish()


if __name__ == "__main__":
    main()
