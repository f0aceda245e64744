"""A network on a torch device behind the interface of `engine.network.model.Network`."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.network.model import CHUNK, LOOK_AHEAD, check_input, sigmoid
from engine.network.stream import Stream
from engine.network.torch_module import State, build
from engine.network.torch_scan import Scan, choose_scan
from engine.weights import NetworkShape, network_shape

Array = NDArray[Any]
# Windows in a call: memory for some 100 MB of states.
BATCH = 256


class TorchNetwork:
    """ME-TST, ME-TST+ or METST_SF on a device, float32 without TF32.

    Within 1e-4 (spot) and 1e-3 (logits) of the processor's numbers on CUDA by design, not bit-equal: the sums of a GPU
    are ordered differently. The CUDA run itself has not been measured; the module is tested on the processor.
    """

    def __init__(
        self,
        state: Mapping[str, NDArray[np.float32]],
        *,
        device: str = "cuda",
        dtype: torch.dtype = torch.float32,
        scan: Scan | None = None,
    ) -> None:
        """Move a state dict to a device.

        Args:
            state: parameters by name, as `engine.weights.load_checkpoint` returns them.
            device: torch's name of it.
            dtype: float32, or float64 for tests.
            scan: None takes mamba-ssm's kernel where it works, else plain torch.

        Raises:
            CheckpointError: parameters missing or of the wrong shape.
            RuntimeError: torch cannot use the device.
        """
        self.shape: NetworkShape = network_shape({name: value.shape for name, value in state.items()})
        self._device = torch.device(device)
        self._module = build(self.shape, state).to(self._device, dtype)
        self.dtype = np.dtype("float64" if dtype == torch.float64 else "float32")
        found, name = choose_scan(self._device) if scan is None else (scan, "torch")
        self._scan = found
        self.backend = f"{self._device.type} {name} {self.dtype}"

    @property
    def hop(self) -> int:
        """See `Network.hop`."""
        return self._module.hop

    def windows(self, x: Array, *, threads: int = 1) -> tuple[Array, Array]:  # noqa: ARG002 - the device decides
        """See `Network.windows`; windows run side by side, and `threads` is ignored."""
        check_input(x, 3, self.shape.channels)
        samples = x.shape[2]
        outputs = np.zeros((len(x), samples, self.shape.classes + 1), self.dtype)
        whole = -(-samples // self.hop) * self.hop
        for first in range(0, len(x) if samples else 0, BATCH):
            part = x[first : first + BATCH]
            padded = np.zeros((len(part), x.shape[1], whole + 2 * LOOK_AHEAD), self.dtype)
            padded[:, :, LOOK_AHEAD : LOOK_AHEAD + samples] = part
            found = self._batch(padded, (0, whole), self._module.start(len(part)))
            outputs[first : first + BATCH] = found[:, :samples]
        return sigmoid(outputs[..., 0]), outputs[..., 1:].copy()

    def stream(self, *, chunk: int = CHUNK) -> Stream:
        """See `Network.stream`."""
        return Stream(self, chunk=chunk)

    def full(self, x: Array) -> tuple[Array, Array]:
        """Outputs of one sequence [C, T] in one pass; a stream gives the same within rounding."""
        spot, logits = self.windows(x[np.newaxis])
        return spot[0], logits[0]

    def start(self) -> tuple[Array, ...]:
        """States at the beginning of a sequence, on the processor so that they may be stored."""
        return tuple(tensor.cpu().numpy() for tensor in self._module.start(1))

    def advance(self, padded: Array, valid: tuple[int, int], state: tuple[Array, ...], spaces: Any) -> Array:  # noqa: ARG002
        """See `Network.advance`."""
        carried: State = [torch.from_numpy(array).to(self._device) for array in state]
        outputs: Array = self._batch(padded[np.newaxis], valid, carried)[0]
        for array, tensor in zip(state, carried, strict=True):
            array[:] = tensor.cpu().numpy()
        return outputs

    def _batch(self, padded: Array, valid: tuple[int, int], state: State) -> Array:
        with torch.inference_mode(), exact_convolutions():
            inner = self._module.Stem[:3](torch.from_numpy(padded).to(self._device))
            inner[:, :, : max(0, 1 + valid[0])] = 0
            inner[:, :, max(0, 1 + valid[1]) :] = 0
            features = self._module.Stem[3:](inner).transpose(1, 2).contiguous()
            fused: Tensor = self._module.run(features, self._scan, state)
            found: Array = self._module.heads(fused).cpu().numpy()
            return found


_FLAGS = threading.RLock()


@contextmanager
def exact_convolutions() -> Iterator[None]:
    """Convolutions without TF32, which rounds inputs to 10 bits (1e-3 relative); the process's setting is put back."""
    with _FLAGS, torch.backends.cudnn.flags(enabled=True, deterministic=True, allow_tf32=False):
        yield
