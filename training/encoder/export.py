"""
Exports an encoder as a TF.js graph model: `model.json` and one file of float16 weights, which
`tf.loadGraphModel` reads.

The input `image` is float32 [n, r, r, 3] in [-1, 1], and the output `z` float32 [n, latent] of length
sqrt(latent). Batch norm is folded into the convolutions.
"""

import json
from pathlib import Path

import numpy as np
import torch

from training.encoder.factors import FactorEncoder
from training.encoder.graph import Graph
from training.encoder.network import LEAK, Encoder, Layer
from training.files import make_folder, write_atomic
from training.reader.network import SHRUNK

WEIGHTS = "weights.bin"

AnyEncoder = Encoder | FactorEncoder


def graph_model(encoder: AnyEncoder) -> tuple[dict, bytes]:
    """Returns the contents of model.json and the weights."""
    g = Graph()
    if isinstance(encoder, FactorEncoder):
        _factors(g, encoder)
        resolution = encoder.reader.resolution
    else:
        _latents(g, encoder)
        resolution = encoder.resolution
    return g.model(resolution, encoder.latent, WEIGHTS), b"".join(g.parts)


def _latents(g: Graph, encoder: Encoder) -> None:
    x = _convolutions(g, g.picture(encoder.resolution, encoder.side), encoder.each())
    x = g.linear("linear", *_flattened(g, x, encoder.each(), encoder.linear, encoder.side // 16))
    mean = g.over_numbers("norm/mean", "Mean", g.add("norm/square", "Square", [x]))
    total = g.add("norm/sum", "AddV2", [mean, g.constant("norm/epsilon", np.array(1e-8, np.float32))])
    g.add("z", "Mul", [x, g.add("norm/factor", "Rsqrt", [total])])


def _factors(g: Graph, encoder: FactorEncoder) -> None:
    reader = encoder.reader
    x = _convolutions(g, g.picture(reader.resolution, reader.side), reader.each())
    x = g.linear("embed", *_flattened(g, x, reader.each(), reader.embed, reader.side // SHRUNK))
    x = g.add("features", "LeakyRelu", [x], alpha={"f": LEAK})
    x = g.linear("factors", x, _array(reader.head.weight.T), _array(reader.head.bias))
    square = g.over_numbers("rest/sum", "Sum", g.add("rest/square", "Square", [x]))
    left = g.add("rest/left", "Sub", [g.constant("rest/all", np.array(encoder.latent, np.float32)), square])
    left = g.add("rest/length", "Sqrt", [g.add("rest/positive", "Relu", [left])])
    rest = g.product("rest/along", left, _array(encoder.rest[None]))
    g.add("z", "AddV2", [g.product("along", x, _array(encoder.directions)), rest])


def _convolutions(g: Graph, x: str, layers: list[Layer]) -> str:
    for i, layer in enumerate(layers):
        x = g.convolution(f"layer_{i}", x, *_folded(layer), layer.stride, LEAK)
    return x


def _flattened(
    g: Graph, x: str, layers: list[Layer], linear: torch.nn.Linear, edge: int
) -> tuple[str, np.ndarray, np.ndarray]:
    """
    Flattens x for a linear layer. The graph stores pictures as rows, columns, channels, so the layer's
    columns are reordered.

    @returns the node of the flat x; the layer's matrix [in, out]; its bias
    """
    channels = layers[-1].conv.out_channels
    w = _array(linear.weight).reshape(-1, channels, edge, edge)
    return g.flat(x, channels * edge * edge), w.transpose(2, 3, 1, 0).reshape(-1, len(w)), _array(linear.bias)


def _array(x: torch.Tensor) -> np.ndarray:
    return x.detach().cpu().numpy()


def export_encoder(encoder: AnyEncoder, folder: Path) -> None:
    """
    Writes `model.json` and `weights.bin`.

    @raises TrainingError
    """
    model, weights = graph_model(encoder)
    make_folder(folder, "The encoder's folder,")
    write_atomic(folder / WEIGHTS, weights, "The encoder's weights")
    write_atomic(
        folder / "model.json", json.dumps(model, separators=(",", ":")).encode(), "The encoder's graph"
    )


@torch.no_grad()
def rounded(encoder: AnyEncoder) -> None:
    """
    Folds batch norm into the weights and rounds them to float16, to make PyTorch agree with the exported
    file.
    """
    if isinstance(encoder, FactorEncoder):
        layers, linear = encoder.reader.each(), [encoder.reader.embed, encoder.reader.head]
        values = [encoder.directions, encoder.rest]
    else:
        layers, linear, values = encoder.each(), [encoder.linear], []
    for layer in layers:
        kernel, bias = _folded(layer)
        layer.norm.reset_running_stats()
        assert layer.norm.running_var is not None
        layer.norm.running_var.fill_(1 - layer.norm.eps)
        layer.norm.weight.fill_(1)
        layer.norm.bias.copy_(torch.from_numpy(bias.astype(np.float16).astype(np.float32)))
        layer.conv.weight.copy_(
            torch.from_numpy(kernel.astype(np.float16).astype(np.float32)).permute(3, 2, 0, 1)
        )
    for value in [*values, *(p for layer in linear for p in (layer.weight, layer.bias))]:
        value.copy_(value.half().float())


def _folded(layer: Layer) -> tuple[np.ndarray, np.ndarray]:
    """
    Returns the kernel [height, width, in, out] and bias [out] of a convolution with its batch norm folded in.
    """
    norm = layer.norm
    assert norm.running_mean is not None and norm.running_var is not None  # batch norm always has them here
    factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    kernel = (layer.conv.weight * factor[:, None, None, None]).detach().cpu().permute(2, 3, 1, 0).contiguous()
    bias = (norm.bias - norm.running_mean * factor).detach().cpu()
    return kernel.numpy(), bias.numpy()
