"""Asks the bot on this machine whether it is well, as monitoring and containers do. Imports nothing heavy."""

import http.client
import json

from ingest.errors import KildeError

_HOST, _SECONDS = "127.0.0.1", 20.0


def ask_health(port: int) -> str:
    """Give what to say of a bot that is well.

    Raises:
        KildeError: It is not, or does not answer, or METRICS_PORT is not set.
    """
    if not port:
        raise KildeError("METRICS_PORT is not set; without it nobody can be asked.")
    connection = http.client.HTTPConnection(_HOST, port, timeout=_SECONDS)
    try:
        connection.request("GET", "/health")
        troubles = json.loads(connection.getresponse().read())["troubles"]
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        raise KildeError(f"No bot answers on METRICS_PORT {port}.") from None
    finally:
        connection.close()
    if troubles:
        raise KildeError(" ".join(troubles.values()))
    return "The bot is well."
