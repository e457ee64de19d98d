"""A process that has imported everything and lets bots be born of it, so that a hundred starts cost little.

    python -m tests.reliability.nursery         (see `tests.reliability.watched`)

Reads one order a line. {"start": {…environment…}, "log": file, "answers": …, "seconds": …} gives the number of a new
process; {"wait": number} gives its exit status once it has ended, negative if a signal killed it.
"""

import json
import os
import sys
import traceback
from typing import Any

from tests.reliability import running_bot


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        else:
            child = os.fork()
            if child == 0:
                _live(order)
            print(child, flush=True)


def _live(order: dict[str, Any]) -> None:
    status = 1
    try:
        os.close(0)
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.environ.update(order["start"])
        running_bot.run(order["answers"], order["seconds"])
        status = 0
    except BaseException:  # noqa: BLE001 - the child must end here, whatever happens
        traceback.print_exc()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
