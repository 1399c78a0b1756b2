# SPDX-License-Identifier: MIT
"""Who knows whom in C: includes and mentions of other files' functions and tables, as arrows between files.

A name counts as known to a file that mentions it outside comments, strings and declarations, so that a function that is
only handed on counts as well. Names are looked for in the file's own top-level folder first, since two programs may use
the same one; of another folder's, only calls count, as a local variable may have the same name."""
import os
import re
from collections import defaultdict

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
# One pattern, so that none of them is looked for within another.
NO_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
# What begins in the first column and is not indented further: a definition of a function, or a declaration.
FUNCTION = re.compile(r"^(?!static\b(?!\s+inline))[A-Za-z_][\w\s*]*?\b(\w+)\s*\([^;{}]*\)[\w\s()]*\{", re.M)
OBJECT = re.compile(r"^(?!static\b|extern\b|typedef\b|return\b)[A-Za-z_][\w\s*]*?\b(\w+)(?:\[[^\]]*\])*\s*=", re.M)
DECLARATION = re.compile(r"^(?!static\b)[A-Za-z_][\w\s*]*\b\w+\s*\([^;{}]*\)[\w\s()]*;|^extern\b[^;{}]*;", re.M)
MACRO_BODY = re.compile(r"^\s*#\s*(?!define\b).*$", re.M)
# Not a member, a tag or what is defined here.
WORD = re.compile(r"(?<![.\w>])\b([A-Za-z_]\w*)\b(\s*\()?")
TAG = re.compile(r"\b(?:struct|union|enum|goto)\s+\w+")


def code(text):
    """@text without comments, strings and what the preprocessor reads but for macros."""
    return MACRO_BODY.sub("", NO_CODE.sub(" ", text))


def top(path):
    return path.split("/")[0] if "/" in path else ""


class Sources:
    """The C files of a tree: a dictionary of path and text."""

    def __init__(self, texts):
        self.texts = texts
        self.code = {path: code(text) for path, text in texts.items()}
        self.defined = defaultdict(set)
        for path, text in self.code.items():
            for name in FUNCTION.findall(text) + OBJECT.findall(text):
                self.defined[name].add(path)

    def header(self, path, name, quoted):
        """The file of the tree that an include in @path means, or None for the system's."""
        places = [os.path.dirname(path)] if quoted else []
        # By an -I of the build: a top-level folder and, in C files of ours, what is shared.
        places += [top(path), "uapi", "lib"]
        for place in places:
            found = os.path.normpath(os.path.join(place, name))
            if found in self.texts:
                return found
        named = [h for h in sorted(self.texts) if quoted and os.path.basename(h) == os.path.basename(name)]
        return next((h for h in named if top(h) == top(path)), named[0] if named else None)

    def includes(self, path):
        for bracket, name in INCLUDE.findall(self.texts[path]):
            header = self.header(path, name, bracket == '"')
            if header:
                yield header

    def mentions(self, path):
        """(name, file that defines it) for each name of other files that @path mentions."""
        own = set(FUNCTION.findall(self.code[path])) | set(OBJECT.findall(self.code[path]))
        local = set(re.findall(r"^static\b[^;{}=]*?\b(\w+)\s*[(=\[]", self.code[path], re.M))
        text = TAG.sub("", DECLARATION.sub("", self.code[path]))
        for name, call in sorted(set(WORD.findall(text))):
            where = self.defined.get(name, set()) if name not in own | local else set()
            near = {other for other in where if top(other) == top(path)}
            for other in sorted(near or (where if call else ())):
                yield name, other


def circles(arrows):
    """The groups of two or more that reach each other; @arrows: a dictionary of a set by node."""
    nodes = set(arrows) | {b for targets in arrows.values() for b in targets}

    def reached(start):
        seen, todo = set(), [start]
        while todo:
            for target in arrows.get(todo.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        return seen

    far = {node: reached(node) for node in nodes}
    groups = {frozenset(b for b in far[a] if a in far[b]) for a in nodes if a in far[a]}
    return sorted(sorted(group) for group in groups if len(group) > 1)
