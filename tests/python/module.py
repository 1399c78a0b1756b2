#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The package itself: its stubs, its documentation, and what it is linked with."""
import ast
import copy
import inspect
import os
import pickle
import subprocess

import fake
import framering
from framering import _ext

FOLDER = os.path.dirname(framering.__file__)
# Words of the language, and what every class has.
COMMON = set(dir(object)) | {"__module__", "__doc__", "__new__"}


def stubs():
    """Names in the stub file: of the module, and of each class."""
    with open(os.path.join(FOLDER, "_ext.pyi"), encoding="utf-8") as file:
        tree = ast.parse(file.read())
    found = {"": set()}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = {name_of(part) for part in node.body} - {None}
        if name_of(node):
            found[""].add(name_of(node))
    return found


def name_of(node):
    if isinstance(node, ast.AnnAssign):
        return node.target.id
    return node.name if isinstance(node, (ast.ClassDef, ast.FunctionDef)) else None


class Module(fake.Case):
    def test_stubs_name_all_that_is_there_ok(self):
        named = stubs()
        there = {name for name in dir(_ext) if not name.startswith("__")} - {"Plane"}
        self.assertEqual(named.pop(""), there)
        for name, members in named.items():
            with self.subTest(name):
                own = {member for member in vars(getattr(_ext, name)) if member not in COMMON}
                self.assertEqual(members - COMMON, own - COMMON)

    def test_stubs_and_marker_are_in_the_package_ok(self):
        names = os.listdir(FOLDER)
        self.assertIn("py.typed", names)
        self.assertIn("_ext.pyi", names)
        self.assertTrue(_ext.__file__.endswith("_ext.abi3.so"), _ext.__file__)

    def test_everything_public_is_documented_ok(self):
        missing = []
        for name in framering.__all__:
            thing = getattr(framering, name)
            if inspect.isclass(thing):
                missing += [name] * (not thing.__doc__)
                # What comes from Python itself is documented there.
                if issubclass(thing, (OSError, int, tuple)):
                    continue
                missing += [f"{name}.{member}" for member, value in inspect.getmembers(thing)
                            if not member.startswith("_") and (callable(value) or inspect.isdatadescriptor(value))
                            and not isinstance(value, type) and not inspect.getdoc(value)]
        self.assertEqual(missing, [])

    def test_everything_public_is_there_ok(self):
        self.assertEqual([name for name in framering.__all__ if not hasattr(framering, name)], [])
        self.assertEqual(framering.__all__, sorted(framering.__all__))

    def test_functions_tell_their_arguments_ok(self):
        for function, expected in ((framering.Consumer.acquire, "(timeout=None)"), (framering.Frame.release, "()"),
                                   (framering.Consumer.wait, "(timeout=None)"), (framering.formats, "()"),
                                   (framering.Producer.reserve, "(timeout=None)")):
            self.assertEqual(str(inspect.signature(function)), expected)

    def test_objects_that_are_none_of_a_ring_cannot_be_made_fails(self):
        class Role(_ext.Role):
            pass

        class Consumer(framering.Consumer):
            def __new__(cls):
                return object.__new__(cls)

        producer, consumer = self.both()
        frame = producer.reserve(0)
        for make in (Role, Consumer, framering.Frame, lambda: object.__new__(framering.Frame),
                     lambda: object.__new__(_ext.Plane), lambda: framering.Frame.release(consumer),
                     lambda: _ext.Consumer.acquire(producer), lambda: _ext.Consumer(frame, 0)):
            with self.assertRaises(TypeError):
                make()
        for thing in (self.ring, producer, consumer, frame):
            with self.assertRaises(TypeError):
                copy.copy(thing)
            with self.assertRaises(TypeError):
                pickle.dumps(thing)

    def test_extension_is_linked_with_the_library_alone_ok(self):
        said = subprocess.run(["readelf", "-d", _ext.__file__], stdout=subprocess.PIPE, text=True, check=True,
                              env={**os.environ, "LD_PRELOAD": ""}).stdout
        needed = {line.split("[")[1].rstrip("]").split(".so")[0] for line in said.splitlines() if "(NEEDED)" in line}
        self.assertEqual(needed - {"libc"}, {"libframering"})

    def test_extension_exports_one_function_ok(self):
        said = subprocess.run(["nm", "-D", "--defined-only", _ext.__file__], stdout=subprocess.PIPE, text=True,
                              check=True, env={**os.environ, "LD_PRELOAD": ""}).stdout
        self.assertEqual([line.split()[-1] for line in said.splitlines() if line], ["PyInit__ext"])


fake.main()
