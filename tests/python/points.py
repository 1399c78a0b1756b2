# SPDX-License-Identifier: MIT
"""unittest that prints TAP, and threads that give what they raise."""
import importlib
import os
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from harness import Tap  # noqa: E402

SECONDS = 20


def needs(name):
    """Imports a module that the tests want and the package does not; without it the program ends here."""
    try:
        return importlib.import_module(name)
    except ImportError:
        tap = Tap()
        tap.missing(f"tests_with_{name}_ok", name)
        tap.finish()


def in_thread(call):
    """Starts it, and gives what ends it: result() joins and returns, or raises what it raised."""
    outcome = []

    def run():
        try:
            outcome.append((call(), None))
        except BaseException as error:  # pylint: disable=broad-except
            outcome.append((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def result():
        thread.join(SECONDS)
        if not outcome:
            raise AssertionError("the thread did not end")
        value, error = outcome[0]
        if error:
            raise error
        return value
    return result


class Result(unittest.TestResult):
    def __init__(self, tap):
        super().__init__()
        self.tap = tap
        self.problems = {}

    def addError(self, test, err):
        super().addError(test, err)
        self.problems.setdefault(test, []).append(self._exc_info_to_string(err, test))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.problems.setdefault(test, []).append(self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.problems.setdefault(test, []).append(f"{subtest}\n{self._exc_info_to_string(err, test)}")

    def stopTest(self, test):
        super().stopTest(test)
        self.tap.check(test._testMethodName.removeprefix("test_"), self.problems.pop(test, []))


def run(tap):
    """All tests of the program that was started, a point each."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = Result(tap)
    suite.run(result)
    # What failed outside of a test has no line yet.
    for test, problems in result.problems.items():
        tap.check(str(test), problems)


def main():
    tap = Tap()
    run(tap)
    tap.finish()
