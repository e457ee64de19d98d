"""Every error that Kilde raises on purpose, in one tree.

    KildeError                      catch at the edge (command line, chat): its text is one sentence for a person
    ├── SettingsError               a key in the environment or .env is unknown, missing or out of range
    ├── CorpusError                 the folder of articles as a whole cannot be used
    │   ├── UnreadableArticle       one file cannot be used; the run goes on with the others
    │   └── RemovalRefused          a rebuild would lose so many articles that it is not believed
    ├── IndexError_                 the index under DATA_DIR cannot be used
    │   ├── IndexMissing            nothing was ingested yet
    │   ├── IndexOutOfReach         its files may not be read or written, or the disk is full
    │   ├── IndexLocked             another process is writing
    │   ├── ModelMismatch           the index was made with another embedding model
    │   └── StoreUnavailable        Chroma cannot be opened or reached
    ├── FetchError                  a page or a feed cannot be fetched
    ├── ModelUnavailable            the embedding model cannot be loaded
    ├── PackageMissing              what was asked for needs a package that is not installed
    ├── ArgumentError               a program asked for something that is not there; it is told what is
    ├── DatabaseGone                the bot's database was taken away while it ran; the process ends
    ├── UpdatesStopped              Telegram gives no updates any more; the process ends, to be started anew
    ├── QuestionFileError           the question file of an evaluation cannot be used
    ├── BackupError                 a backup cannot be made or restored; nothing was changed
    ├── PictureFileError            the file that a picture is to be written to cannot be
    └── LanguageModelError          the language model; the answer falls back to verbatim sentences
        ├── LanguageModelMissing    its package is not installed, or its name is not understood
        └── LanguageModelFailed     it was asked and gave nothing usable in time
            ├── LanguageModelUnreachable    nobody answers, or not now
            └── LanguageModelRefused        it refuses the key

The text of each says what is wrong and what to do, and never holds a secret.
"""

from pathlib import Path


class KildeError(Exception):
    """Something a person can mend; `str(error)` is one sentence that says how."""


class SettingsError(KildeError):
    """A setting is unknown, missing or out of range; the text names the key, never a secret's value."""


class CorpusError(KildeError):
    """The folder of articles cannot be used."""


class UnreadableArticle(CorpusError):
    """One file cannot be used.

    Attributes:
        source: Path of the file relative to the corpus folder, with `/`.
        reason: Why, as a clause without a full stop ("it is empty").
        passing: Its content is not at fault: it cannot be read now, and may be again.
    """

    def __init__(self, source: str, reason: str, *, passing: bool = False) -> None:
        super().__init__(f"{source} was skipped: {reason}.")
        self.source = source
        self.reason = reason
        self.passing = passing


class RemovalRefused(CorpusError):
    """So many articles are gone that it is not believed; the text says how to confirm it."""


class IndexError_(KildeError):  # noqa: N801 - the built-in name is taken
    """The index under DATA_DIR cannot be used."""


def damaged(place: Path) -> IndexError_:
    """Give the error that says that a catalogue is not what was written."""
    return IndexError_(f"The index in {place} is damaged; run `python -m ingest --rebuild`.")


class IndexMissing(IndexError_):
    """Nothing was ingested yet."""


class IndexOutOfReach(IndexError_):
    """Its files may not be read or written, or the disk is full.

    Attributes:
        reason: What the operating system or SQLite said.
    """

    def __init__(self, place: Path, reason: str) -> None:
        super().__init__(
            f"The index in {place} cannot be opened or written ({reason}): make room or give this user rights "
            "there, or point DATA_DIR to another folder."
        )
        self.reason = reason


class IndexLocked(IndexError_):
    """Another process is writing; the text names its process id, host and start."""


class ModelMismatch(IndexError_):
    """The index was made with another embedding model; the text holds the command that mends it."""


class StoreUnavailable(IndexError_):
    """Chroma cannot be opened or reached."""


class FetchError(KildeError):
    """A page or a feed cannot be fetched.

    Attributes:
        passing: It may be had later.
        after: Seconds after which the server wants to be asked again, if it says so.
        status: HTTP status, 0 where there was none.
    """

    def __init__(self, reason: str, *, passing: bool = False, after: float | None = None, status: int = 0) -> None:
        """Take why, as a clause without a full stop."""
        super().__init__(reason)
        self.passing, self.after, self.status = passing, after, status


class ModelUnavailable(KildeError):
    """The embedding model cannot be loaded."""


class PackageMissing(KildeError):
    """What was asked for needs a package that is not installed; the text holds the command that adds it."""


class WorkersLost(KildeError):
    """Ray cannot be started or reached, or its workers end again and again."""


class ArgumentError(KildeError):
    """A program that asks (a tool's caller) wants something that is not there; the text says what is."""


class DatabaseGone(KildeError):
    """The bot's database was taken away while it ran."""


class UpdatesStopped(KildeError):
    """Telegram gives no updates any more; the process is to end, and its supervisor to start it anew."""


class QuestionFileError(KildeError):
    """The question file of `python -m bot evaluate` cannot be used; the text names the file and the line."""


class BackupError(KildeError):
    """A backup cannot be made or restored; nothing was changed."""


class PictureFileError(KildeError):
    """The picture of `python -m bot corpus` cannot be written; the text names the file."""


class LanguageModelError(KildeError):
    """The language model is of no use for this question."""


class LanguageModelMissing(LanguageModelError):
    """The package of the provider is not installed, or LLM_MODEL is not understood."""


class LanguageModelFailed(LanguageModelError):
    """The language model was asked and failed, timed out or answered unusably."""


class LanguageModelUnreachable(LanguageModelFailed):
    """The language model cannot be reached, is too slow, or is not to be asked now (HTTP status 404, 429, 5xx)."""


class LanguageModelRefused(LanguageModelFailed):
    """The provider of the language model refuses the key (HTTP status 401, 402, 403)."""
