"""The sub-commands of `python -m bot`: each module adds some to the parser, and runs them.

    starting   (none) three sample answers, then Telegram or the preview;  preview
    asking     ask, chat
    measuring  evaluate, feedback
    looking    corpus, doctor, health
    keeping    backup, restore, export, import
    serving    mcp
    opening    what answers and briefs, for those that need it

A sub-command is a function `add(commands)`, which describes its arguments, and a function of settings and arguments,
which runs it. What it does not need is not imported: `--help` takes no seconds.
"""

import argparse
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `add_subparsers` gives."""
