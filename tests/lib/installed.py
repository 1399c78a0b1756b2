#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `meson install` leaves is complete: the README's program builds with it. usage: installed.py ROOT BUILD CC CXX"""
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


def alone(installed, compiler, language, words):
    """Problems with the headers, each the only one of a program."""
    problems = []
    headers = glob.glob(f"{installed}/**/*.h", recursive=True)
    for header in headers:
        text = f"#include <{os.path.basename(header)}>\nint main(void) {{ return 0; }}\n"
        problems += builds(compiler, language, text, words)
    return problems if headers else ["no header was installed"]


def check_cplusplus(tap, cxx, installed, program, words):
    names = ["program_of_the_readme_builds_as_cplusplus_ok", "each_header_stands_alone_in_cplusplus_ok"]
    if not shutil.which(cxx):
        for name in names:
            tap.missing(name, cxx)
        return
    tap.check(names[0], builds([cxx], "cc", program, words))
    tap.check(names[1], alone(installed, [cxx], "cc", words))


def without_page(installed):
    """Problems with programs and manual pages: there is one for the other."""
    programs = sorted(map(os.path.basename, glob.glob(f"{installed}/**/bin/*", recursive=True)))
    pages = sorted(map(os.path.basename, glob.glob(f"{installed}/**/man1/*", recursive=True)))
    return [] if programs and pages == [f"{name}.1" for name in programs] else [f"{programs} and {pages}"]


def main():
    root, build, cc, cxx = sys.argv[1:5]
    cc = shlex.split(cc)
    tap = Tap()
    with tempfile.TemporaryDirectory() as installed:
        status, said = run(["meson", "install", "-C", build, "--no-rebuild", "--destdir", installed])
        tap.check("install_ok", [said] if status else [])
        words, problems = flags(installed)
        tap.check("pkg_config_finds_the_library_ok", problems)
        program = readme_program(root)
        tap.check("program_of_the_readme_builds_ok", builds(cc, "c", program, words))
        tap.check("each_header_stands_alone_ok", alone(installed, cc, "c", words))
        check_cplusplus(tap, cxx, installed, program, words)
        tap.check("each_program_has_its_page_ok", without_page(installed))
    tap.finish()


if __name__ == "__main__":
    main()
