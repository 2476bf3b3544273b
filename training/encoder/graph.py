"""
Builds a TensorFlow GraphDef in JSON, as TF.js's converter writes it: text is base64, whole numbers are text,
weights are float16.
"""

import base64
from typing import Any

import numpy as np

FLOAT, INT = {"type": "DT_FLOAT"}, {"type": "DT_INT32"}
NHWC = {"s": base64.b64encode(b"NHWC").decode()}
SAME = {"s": base64.b64encode(b"SAME").decode()}


class Graph:
    """A graph: its nodes in the order of addition, and the bytes of its constants."""

    def __init__(self) -> None:
        self.nodes: list[dict] = []
        self.manifest: list[dict] = []
        self.parts: list[bytes] = []

    def add(self, name: str, op: str, inputs: list[str], **attributes: dict) -> str:
        """Adds a node and returns its name."""
        self.nodes.append({"name": name, "op": op, "input": inputs, "attr": {"T": FLOAT, **attributes}})
        return name

    def constant(self, name: str, values: np.ndarray) -> str:
        """Adds a constant and returns its name."""
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
        entry: dict[str, Any] = {
            "name": name,
            "shape": list(values.shape),
            "dtype": "int32" if whole else "float32",
        }
        # A scalar such as an epsilon can be too small for float16.
        if not whole and values.ndim > 0:
            entry["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
        stored = "<i4" if whole else "<f2" if values.ndim > 0 else "<f4"
        self.manifest.append(entry)
        self.parts.append(np.ascontiguousarray(values).astype(stored).tobytes())
        return name

    def picture(self, resolution: int, side: int) -> str:
        """Adds the input `image`, [n, resolution, resolution, 3], averaged down to `side`."""
        shape = {"dim": [{"size": "-1"}, {"size": str(resolution)}, {"size": str(resolution)}, {"size": "3"}]}
        self.nodes.append(
            {"name": "image", "op": "Placeholder", "attr": {"dtype": FLOAT, "shape": {"shape": shape}}}
        )
        if resolution <= side:
            return "image"
        k = str(resolution // side)
        window = {"list": {"i": ["1", k, k, "1"]}}
        return self.add(
            "smaller", "AvgPool", ["image"], ksize=window, strides=window, padding=SAME, data_format=NHWC
        )

    def convolution(
        self, name: str, x: str, kernel: np.ndarray, bias: np.ndarray, stride: int, leak: float
    ) -> str:
        """
        Adds a convolution with its bias and leaky ReLU.

        @param kernel [height, width, in, out]
        @param bias [out]
        @param leak the slope of the leaky ReLU
        """
        strides, ones = ({"list": {"i": ["1", str(k), str(k), "1"]}} for k in (stride, 1))
        x = self.add(
            f"{name}/conv", "Conv2D", [x, self.constant(f"{name}/kernel", kernel)],
            strides=strides, dilations=ones, padding=SAME, data_format=NHWC,
        )  # fmt: skip
        x = self.add(f"{name}/sum", "BiasAdd", [x, self.constant(f"{name}/bias", bias)], data_format=NHWC)
        return self.add(name, "LeakyRelu", [x], alpha={"f": leak})

    def flat(self, x: str, count: int) -> str:
        """Adds a reshape of [n, ...] to [n, count]."""
        return self.add(
            "flat", "Reshape", [x, self.constant("flat/shape", np.array([-1, count], np.int32))], Tshape=INT
        )

    def product(self, name: str, x: str, matrix: np.ndarray) -> str:
        """Adds a product of [n, in] and a constant matrix [in, out]."""
        plain = {"transpose_a": {"b": False}, "transpose_b": {"b": False}}
        return self.add(name, "MatMul", [x, self.constant(f"{name}/matrix", matrix)], **plain)

    def linear(self, name: str, x: str, matrix: np.ndarray, bias: np.ndarray) -> str:
        """Adds a linear layer with a matrix [in, out]."""
        x = self.product(f"{name}/product", x, matrix)
        return self.add(name, "BiasAdd", [x, self.constant(f"{name}/bias", bias)], data_format=NHWC)

    def over_numbers(self, name: str, op: str, x: str) -> str:
        """Adds a Sum or Mean over the numbers of each row, [n, m] -> [n, 1]."""
        axis = self.constant(f"{name}/axis", np.array([1], np.int32))
        return self.add(name, op, [x, axis], keep_dims={"b": True}, Tidx=INT)

    def model(self, resolution: int, latent: int, weights: str) -> dict:
        """
        Returns the contents of model.json; the output of the graph is its node `z`.

        @param weights the name of the file of weights
        """

        def value(name: str, *sizes: int) -> dict:
            shape = {"dim": [{"size": str(n)} for n in (-1, *sizes)]}
            return {"name": f"{name}:0", "dtype": "DT_FLOAT", "tensorShape": shape}

        signature = {
            "inputs": {"image": value("image", resolution, resolution, 3)},
            "outputs": {"z": value("z", latent)},
        }
        return {
            "format": "graph-model",
            "generatedBy": "TensorFlow",
            "convertedBy": "Zscape",
            "signature": signature,
            "modelTopology": {"node": self.nodes, "versions": {"producer": 987}},
            "weightsManifest": [{"paths": [weights], "weights": self.manifest}],
        }
