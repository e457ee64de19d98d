"""Whether the model hub answers, asked once and briefly.

Takes the name of a model. Without this, a machine without network waits more than a minute for huggingface_hub to give
up on one file after the other. Loads nothing; the packaged model and folders never come here.
"""

from ingest.errors import ModelUnavailable

SECONDS = 10.0
"""How long the hub may take to answer."""


def expect_hub(model: str, kind: str, remedy: str) -> None:
    """Return if the hub answers, be it that it does not know the model, which is an "embedding model", say.

    Raises:
        ModelUnavailable: The hub cannot be reached, or HF_HUB_OFFLINE forbids to ask it.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        HfApi().model_info(model, timeout=SECONDS)
    except (HfHubHTTPError, HFValidationError):
        return
    except Exception as error:  # which HTTP client raises here differs between versions of huggingface_hub
        raise ModelUnavailable(
            f"The {kind} {model} is neither a folder nor downloaded before, and the model hub does not "
            f"answer: connect to the network, or {remedy}."
        ) from error
