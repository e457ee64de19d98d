"""Folders of CrossEncoders small enough to be made within a second; what they say is fixed, and senseless."""

from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789?.,"
WORDS = ("ferry", "cars", "bridge", "library", "manuscripts", "harbour", "how", "many", "the")


def make_reranker(folder: Path, *, labels: int = 1, seed: int = 0) -> Path:
    """Save a BERT of one layer with random weights and a head of so many labels."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(save_tokenizer(folder)),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        initializer_range=0.5,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def make_embedder(folder: Path) -> Path:
    """Save the same without a head: a model that can be loaded as a CrossEncoder, and is none."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(save_tokenizer(folder)),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
    )
    BertModel(config).save_pretrained(folder)
    return folder


def save_tokenizer(folder: Path) -> list[str]:
    from transformers import BertTokenizerFast  # type: ignore[attr-defined]

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=128).save_pretrained(folder)
    return pieces
