# SPDX-License-Identifier: MIT
"""The files of the checkout, with what the rules need to know about them."""
import os
import subprocess

# What git would not show in a release tarball, where there is no git.
SKIPPED = {"__pycache__", "subprojects"}


# Frames, with or without a header that is text.
FRAMES = (".y4m", ".i420")


class File:
    def __init__(self, root, path):
        self.path = path
        self.folder = path.split("/")[0] if "/" in path else ""
        self.name = os.path.basename(path)
        with open(os.path.join(root, path), "rb") as f:
            self.bytes = f.read()
        self.is_text = b"\0" not in self.bytes and not path.endswith(FRAMES)
        self.text = self.bytes.decode("utf-8", "replace") if self.is_text else ""
        self.lines = self.text.split("\n")

    def is_c(self):
        return self.name.endswith((".c", ".h"))

    def is_script(self):
        return self.text.startswith("#!") or self.name.endswith((".py", ".sh"))


def listed_by_git(root):
    command = ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [path.decode() for path in done.stdout.split(b"\0") if path]


def walked(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if not f.startswith((".", "build")) and f not in SKIPPED]
        for name in names:
            if name != ".git":  # a worktree has it as a file
                yield os.path.relpath(os.path.join(folder, name), root)


def files(root):
    paths = listed_by_git(root)
    if paths is None:
        paths = walked(root)
    return [File(root, path) for path in sorted(paths) if os.path.isfile(os.path.join(root, path))]
