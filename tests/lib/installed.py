#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `meson install` leaves is complete: the README's program builds with it.

usage: installed.py ROOT BUILD CC... -- takes the C compiler's command; CXX from the environment, or c++"""
import glob
import os
import re
import shlex
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from harness import Tap, run  # noqa: E402

# What the README leaves to its reader.
PROGRAM = """{includes}
static void use(const void *pixels, unsigned int stride) {{ (void)pixels; (void)stride; }}
int main(void)
{{
{body}
    return 0;
}}
"""


def readme_program(root):
    """The README's example, made whole."""
    with open(f"{root}/README.md", encoding="utf-8") as f:
        section = f.read().split("## In your program", 1)[1]
    lines = re.search(r"\n\n((?:(?:    .*)?\n)+)", section).group(1).splitlines()
    return PROGRAM.format(includes="\n".join(line.strip() for line in lines if line.startswith("    #")),
                          body="\n".join(line for line in lines if not line.startswith("    #")))


def flags(installed):
    """What pkg-config says of the library, for one that is not at its place yet; or what went wrong."""
    folders = glob.glob(f"{installed}/**/pkgconfig", recursive=True)
    status, said = run(["pkg-config", "--cflags", "--libs", "libframering"], env={
        **os.environ, "PKG_CONFIG_PATH": ":".join(folders),
        "PKG_CONFIG_ALLOW_SYSTEM_CFLAGS": "1", "PKG_CONFIG_ALLOW_SYSTEM_LIBS": "1"})
    if status:
        return [], [said]
    # Beside its own, there are the folders of what it needs.
    moved = [f"{word[:2]}{installed}{word[2:]}" for word in said.split() if word[:2] in ("-I", "-L")]
    return moved + said.split(), []


def builds(compiler, language, text, words):
    """Problems with a program of one file."""
    with tempfile.TemporaryDirectory() as folder:
        source = f"{folder}/program.{language}"
        with open(source, "w", encoding="utf-8") as f:
            f.write(text)
        status, said = run([*compiler, "-Wall", "-Wextra", "-Werror", source, "-o", f"{folder}/program", *words])
    return [said] if status else []


def names(*patterns):
    return sorted(os.path.basename(path) for pattern in patterns for path in glob.glob(pattern, recursive=True))


def differ(found, expected):
    return [] if expected and found == expected else [f"{found}, not {expected}"]


def check_program(tap, root, compilers, words):
    program = readme_program(root)
    for language, compiler in compilers.items():
        name = f"program_of_the_readme_builds_as_{language}_ok"
        if shutil.which(compiler[-1]):
            tap.check(name, builds(compiler, language, program, words))
        else:
            tap.missing(name, compiler[-1])


def main():
    root, build, cc = sys.argv[1], sys.argv[2], sys.argv[3:]
    compilers = {"c": cc, "cpp": shlex.split(os.environ.get("CXX", "c++"))}
    tap = Tap()
    with tempfile.TemporaryDirectory() as installed:
        status, said = run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", installed])
        tap.check("install_ok", [said] if status else [])
        words, problems = flags(installed)
        tap.check("pkg_config_finds_the_library_ok", problems)
        check_program(tap, root, compilers, words)
        headers = names(f"{root}/uapi/*.h", f"{root}/lib/libframering*.h")
        # The test picture, and V4L2's words for colours, are for our own programs.
        own = ("framering_colour.h", "framering_pattern.h", "framering_v4l2.h")
        tap.check("each_header_is_installed_ok", differ(names(f"{installed}/**/*.h"),
                                                        [name for name in headers if name not in own]))
        programs = names(f"{installed}/**/bin/*")
        tap.check("each_program_has_its_page_ok", differ(names(f"{installed}/**/man1/*"),
                                                         [f"{program}.1" for program in programs]))
    tap.finish()


if __name__ == "__main__":
    main()
