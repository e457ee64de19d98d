"""Checks of the models: their files by their hashes, the QA model by its file, the language model by a question."""

from collections.abc import Iterator

from pydantic import BaseModel

from bot.doctor.finding import Finding, Level
from bot.settings import BotSettings
from ingest.errors import LanguageModelError
from ingest.models.embedding import PACKAGED
from ingest.models.packaged.model import is_unpacked, trouble_of_wheel
from ingest.models.qa_model import ADAPTER

_SECONDS = 30.0


class _Ready(BaseModel):
    """What the language model is asked for."""

    ready: bool


def models(settings: BotSettings) -> Iterator[Finding]:
    """Look at the model files; one that is not packaged is looked at with the index."""
    if settings.embedding_model == PACKAGED:
        yield _packaged(settings)
    if settings.qa_model == PACKAGED and settings.embedding_model == PACKAGED and not _adapter_is_whole():
        text = "The QA model in the package is damaged."
        yield Finding("models", Level.TROUBLE, text, "Install Kilde anew, or set QA_MODEL to `none`.")


def _packaged(settings: BotSettings) -> Finding:
    folder, trouble = settings.data_dir / "models", trouble_of_wheel()
    if is_unpacked(folder):
        if trouble is None:
            return Finding("models", Level.OK, "The packaged model and its unpacked files have the right hashes.")
        return Finding("models", Level.WARNING, f"The unpacked model is whole, but: {trouble}")
    if trouble is not None:
        return Finding("models", Level.TROUBLE, trouble)
    if (folder / "multilingual-e5-small").exists():
        text = f"The unpacked model in {folder} is damaged."
        remedy = "Nothing: the next start or ingestion unpacks it again."
        return Finding("models", Level.WARNING, text, remedy, "model")
    return Finding("models", Level.OK, "The packaged model has the right hash; the first start unpacks it.")


def _adapter_is_whole() -> bool:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(ADAPTER, "np") as file:
            return bool([file.get_tensor(name) for name in file.keys()])  # noqa: SIM118 - it is no dict
    except (OSError, SafetensorError):
        return False


def language_model(settings: BotSettings) -> Iterator[Finding]:
    """Ask the language model, where one is set, for a word."""
    if settings.llm_model is None:
        yield Finding("language model", Level.OK, "None is set: answers quote the articles.")
        return
    from langchain_core.messages import HumanMessage

    from bot.llm.language_model import load_language_model

    try:
        model = load_language_model(settings.llm_model, seconds=_SECONDS)
        model.ask([HumanMessage('Answer with this JSON object and nothing else: {"ready": true}')], _Ready)
    except LanguageModelError as error:
        remedy = "Until it works, answers quote the articles."
        yield Finding("language model", Level.TROUBLE, str(error), remedy)
    else:
        yield Finding("language model", Level.OK, "It answers in the expected form.")
