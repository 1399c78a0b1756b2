# SPDX-License-Identifier: MIT
"""What of the driver has run, where FRAMERING_COVER names a folder: module.sh then builds framering_cover beside it."""
import os
import re

# Without what the kernel itself says of the module.
SEEN = re.compile(r"framering_cover: ((?:seen|lost) .*)")


def folder():
    return os.environ.get("FRAMERING_COVER")


def loaded(modules):
    """These modules, the driver's behind what it calls."""
    found = []
    for words in modules:
        cover = os.path.join(os.path.dirname(words[0]), "framering_cover.ko")
        if os.path.basename(words[0]) == "framering.ko" and os.path.isfile(cover):
            found.append([cover])
        found.append(words)
    return found


def keep(log, kernel):
    """The lines of the kernel's log that tell, in a file of the folder's folder for this kernel."""
    lines = SEEN.findall(log)
    if folder() and lines:
        path = os.path.join(folder(), os.path.basename(os.path.realpath(kernel)))
        os.makedirs(path, exist_ok=True)
        with open(os.path.join(path, str(os.getpid())), "w", encoding="ascii") as f:
            f.write("".join(line + "\n" for line in lines))
