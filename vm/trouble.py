# SPDX-License-Identifier: MIT
"""What the user can mend: said in one line, exit status 96."""


class Trouble(Exception):
    pass
