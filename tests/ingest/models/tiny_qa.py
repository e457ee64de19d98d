"""Question-answering models small enough to be made within a second; what they say is fixed, and senseless."""

from pathlib import Path

from tests.ingest.tiny_reranker import save_tokenizer


def make_qa_model(folder: Path, *, seed: int = 0) -> Path:
    """Save a BERT of one layer with random weights and a head for start and end."""
    import torch
    from transformers import BertConfig, BertForQuestionAnswering

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
    BertForQuestionAnswering(config).save_pretrained(folder)
    return folder
