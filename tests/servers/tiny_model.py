"""Writes a tiny llama model with random weights: it talks nonsense, to a real llama-server, without any download.

One layer, 64 dimensions, a vocabulary of characters. Chat template, streaming, usage, the prefix cache and replies held
to a JSON schema are all real. Needs the packages gguf and numpy.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

WIDTH, HEADS, INNER, CONTEXT = 64, 4, 128, 32_768
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
BYTES_AND_MARKS = 259  # <unk>, <s>, </s> and the 256 bytes come first in the vocabulary
SPACE = "\u2581"


def write_tiny_model(path: Path) -> None:
    """Raises ImportError without gguf or numpy."""
    gguf, numpy = import_module("gguf"), import_module("numpy")
    tokens, types = _vocabulary(gguf.TokenType)
    writer = gguf.GGUFWriter(str(path), "llama")
    _describe(writer, gguf, tokens, types)
    random = numpy.random.default_rng(0)

    def put(name: str, values: Any) -> None:
        writer.add_tensor(name, numpy.ascontiguousarray(values, numpy.float32))

    # Dimension 0 is a constant that nothing writes to, so that column 0 of the output is a bias for each token: bytes
    # are never sampled, and a closing quotation mark is likely, so strings end soon.
    embedding = random.standard_normal((len(tokens), WIDTH))
    embedding[:, 0] = 8.0
    put("token_embd.weight", embedding)
    for name in ("attn_norm", "ffn_norm"):
        put(f"blk.0.{name}.weight", numpy.ones(WIDTH))
    for name in ("attn_q", "attn_k", "attn_v"):
        put(f"blk.0.{name}.weight", random.standard_normal((WIDTH, WIDTH)) * 0.05)
    for name in ("ffn_gate", "ffn_up"):
        put(f"blk.0.{name}.weight", random.standard_normal((INNER, WIDTH)) * 0.05)
    for name, width in (("attn_output", WIDTH), ("ffn_down", INNER)):
        values = random.standard_normal((WIDTH, width)) * 0.05
        values[0] = 0.0
        put(f"blk.0.{name}.weight", values)
    put("output_norm.weight", numpy.ones(WIDTH))
    output = random.standard_normal((len(tokens), WIDTH)) * 0.1
    output[:, 0] = 0.0
    output[:BYTES_AND_MARKS, 0] = -5.0
    output[2, 0] = 0.0
    output[tokens.index(b'"'), 0] = 0.5
    output[tokens.index(SPACE.encode()), 0] = 0.4
    put("output.weight", output)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _vocabulary(kinds: Any) -> tuple[list[bytes], list[Any]]:
    tokens = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256))]
    types = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL, *[kinds.BYTE] * 256]
    plain = [chr(code) for code in range(0x21, 0x7F)] + [SPACE]
    return tokens + [each.encode() for each in plain], types + [kinds.NORMAL] * len(plain)


def _describe(writer: Any, gguf: Any, tokens: list[bytes], types: list[Any]) -> None:
    writer.add_name("tiny-random")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * BYTES_AND_MARKS + [-1.0] * (len(tokens) - BYTES_AND_MARKS))
    writer.add_token_types(types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)
