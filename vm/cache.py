# SPDX-License-Identifier: MIT
"""The cache folder outside the checkout, which kernel.sh uses, too."""
import os


def folder():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.environ.get("FRAMERING_CACHE") or os.path.join(base, "framering")


def write(path, data):
    """Whole or not at all: a parallel run may be writing or reading the same."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    part = f"{path}.{os.getpid()}"
    with open(part, "wb") as f:
        f.write(data)
    os.rename(part, path)


def read(path):
    with open(path, "rb") as f:
        return f.read()
