"""
The encoder as a TF.js graph model: `model.json` and one file of float16 weights, which `tf.loadGraphModel` reads.

Input `image`, float32 [n, r, r, 3] in [-1, 1]; output `z`, float32 [n, latent] of length sqrt(latent). Batch norm is folded into the
convolutions. The format is that of TF.js' converter: a GraphDef in JSON, in which text is base64 and whole numbers are text.
"""

import base64
import json
from pathlib import Path

import numpy as np
import torch

from training.encoder.network import LEAK, Encoder
from training.files import make_folder, write_atomic

WEIGHTS = "weights.bin"
FLOAT, INT = {"type": "DT_FLOAT"}, {"type": "DT_INT32"}
NHWC = {"s": base64.b64encode(b"NHWC").decode()}
SAME = {"s": base64.b64encode(b"SAME").decode()}


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[dict] = []
        self.manifest: list[dict] = []
        self.parts: list[bytes] = []

    def add(self, name: str, op: str, inputs: list[str], **attributes: dict) -> str:
        self.nodes.append({"name": name, "op": op, "input": inputs, "attr": {"T": FLOAT, **attributes}})
        return name

    def constant(self, name: str, values: np.ndarray) -> str:
        whole = values.dtype.kind == "i"
        kind = INT if whole else FLOAT
        shape = {"dim": [{"size": str(n)} for n in values.shape]}
        self.nodes.append(
            {
                "name": name,
                "op": "Const",
                "attr": {"dtype": kind, "value": {"tensor": {"dtype": kind["type"], "tensorShape": shape}}},
            }
        )
        entry = {"name": name, "shape": list(values.shape), "dtype": "int32" if whole else "float32"}
        # A scalar such as an epsilon is below what float16 can say.
        if not whole and values.ndim > 0:
            entry["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
        stored = "<i4" if whole else "<f2" if values.ndim > 0 else "<f4"
        self.manifest.append(entry)
        self.parts.append(np.ascontiguousarray(values).astype(stored).tobytes())
        return name


def graph_model(encoder: Encoder) -> tuple[dict, bytes]:
    """@returns what model.json holds, and the weights."""
    g = _Graph()
    side, n = str(encoder.resolution), {"size": "-1"}
    shape = {"dim": [n, {"size": side}, {"size": side}, {"size": "3"}]}
    g.nodes.append(
        {"name": "image", "op": "Placeholder", "attr": {"dtype": FLOAT, "shape": {"shape": shape}}}
    )
    x = "image"
    if encoder.resolution > encoder.side:
        k = str(encoder.resolution // encoder.side)
        window = {"list": {"i": ["1", k, k, "1"]}}
        x = g.add("smaller", "AvgPool", [x], ksize=window, strides=window, padding=SAME, data_format=NHWC)
    for i, layer in enumerate(encoder.layers):
        name = f"layer_{i}"
        kernel, bias = _folded(layer)
        stride = str(layer.stride)
        strides, ones = {"list": {"i": ["1", stride, stride, "1"]}}, {"list": {"i": ["1", "1", "1", "1"]}}
        x = g.add(
            f"{name}/conv",
            "Conv2D",
            [x, g.constant(f"{name}/kernel", kernel)],
            strides=strides,
            dilations=ones,
            padding=SAME,
            data_format=NHWC,
        )
        x = g.add(f"{name}/sum", "BiasAdd", [x, g.constant(f"{name}/bias", bias)], data_format=NHWC)
        x = g.add(name, "LeakyRelu", [x], alpha={"f": LEAK})
    channels, edge = encoder.layers[-1].conv.out_channels, encoder.side // 16
    x = g.add(
        "flat",
        "Reshape",
        [x, g.constant("flat/shape", np.array([-1, channels * edge * edge], np.int32))],
        Tshape=INT,
    )
    w = encoder.linear.weight.detach().cpu().numpy().reshape(encoder.latent, channels, edge, edge)
    kernel = w.transpose(2, 3, 1, 0).reshape(
        -1, encoder.latent
    )  # the picture comes as rows, columns, channels
    x = g.add(
        "linear/product",
        "MatMul",
        [x, g.constant("linear/kernel", kernel)],
        transpose_a={"b": False},
        transpose_b={"b": False},
    )
    x = g.add(
        "linear",
        "BiasAdd",
        [x, g.constant("linear/bias", encoder.linear.bias.detach().cpu().numpy())],
        data_format=NHWC,
    )
    square = g.add("norm/square", "Square", [x])
    mean = g.add(
        "norm/mean",
        "Mean",
        [square, g.constant("norm/axis", np.array([1], np.int32))],
        keep_dims={"b": True},
        Tidx=INT,
    )
    total = g.add("norm/sum", "AddV2", [mean, g.constant("norm/epsilon", np.array(1e-8, np.float32))])
    g.add("z", "Mul", [x, g.add("norm/factor", "Rsqrt", [total])])
    signature = {
        "inputs": {"image": {"name": "image:0", "dtype": "DT_FLOAT", "tensorShape": shape}},
        "outputs": {
            "z": {
                "name": "z:0",
                "dtype": "DT_FLOAT",
                "tensorShape": {"dim": [n, {"size": str(encoder.latent)}]},
            }
        },
    }
    model = {
        "format": "graph-model",
        "generatedBy": "TensorFlow",
        "convertedBy": "Zscape",
        "signature": signature,
        "modelTopology": {"node": g.nodes, "versions": {"producer": 987}},
        "weightsManifest": [{"paths": [WEIGHTS], "weights": g.manifest}],
    }
    return model, b"".join(g.parts)


def export_encoder(encoder: Encoder, folder: Path) -> None:
    """Writes `model.json` and `weights.bin`. @raises TrainingError"""
    model, weights = graph_model(encoder)
    make_folder(folder, "The encoder's folder,")
    write_atomic(folder / WEIGHTS, weights, "The encoder's weights")
    write_atomic(
        folder / "model.json", json.dumps(model, separators=(",", ":")).encode(), "The encoder's graph"
    )


@torch.no_grad()
def rounded(encoder: Encoder) -> None:
    """Brings the weights to what float16 can say once batch norm is folded in, so that PyTorch and the export agree."""
    for layer in encoder.layers:
        kernel, bias = _folded(layer)
        layer.norm.reset_running_stats()
        layer.norm.running_var.fill_(1 - layer.norm.eps)
        layer.norm.weight.fill_(1)
        layer.norm.bias.copy_(torch.from_numpy(bias.astype(np.float16).astype(np.float32)))
        layer.conv.weight.copy_(
            torch.from_numpy(kernel.astype(np.float16).astype(np.float32)).permute(3, 2, 0, 1)
        )
    for value in (encoder.linear.weight, encoder.linear.bias):
        value.copy_(value.half().float())


def _folded(layer: torch.nn.Module) -> tuple[np.ndarray, np.ndarray]:
    """Kernel [height, width, in, out] and bias [out] of convolution and batch norm in one."""
    norm = layer.norm
    factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    kernel = (layer.conv.weight * factor[:, None, None, None]).detach().cpu().permute(2, 3, 1, 0).contiguous()
    bias = (norm.bias - norm.running_mean * factor).detach().cpu()
    return kernel.numpy(), bias.numpy()
