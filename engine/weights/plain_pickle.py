"""Reading pickles as data: a dozen opcodes are interpreted here, nothing is imported and nothing is called.

`pickletools` splits the stream into opcodes and checks every length against the bytes that are there. What the file
names is compared with `KNOWN`; any other name means that the file asks for code, and it is refused.
"""

import pickletools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from engine.messages import Said

# A released checkpoint has 15 thousand opcodes. The limit bounds time and memory of a hostile file.
MAX_OPCODES = 2_000_000
# Element type of each torch storage class; bfloat16 has no numpy type and is widened by its reader.
STORAGES: Final[dict[str, str]] = {
    "DoubleStorage": "f8",
    "FloatStorage": "f4",
    "HalfStorage": "f2",
    "BFloat16Storage": "bf16",
    "LongStorage": "i8",
    "IntStorage": "i4",
    "ShortStorage": "i2",
    "CharStorage": "i1",
    "ByteStorage": "u1",
    "BoolStorage": "b1",
}
REBUILD: Final = frozenset({"_rebuild_tensor", "_rebuild_tensor_v2"})
KNOWN: Final = frozenset(
    {("collections", "OrderedDict"), ("torch._utils", "_rebuild_parameter")}
    | {("torch._utils", name) for name in REBUILD}
    | {("torch", name) for name in STORAGES}
)
CONSTANTS: Final[dict[str, Any]] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
LITERALS: Final = frozenset(
    {"BININT", "BININT1", "BININT2", "LONG1", "LONG4", "BINFLOAT", "BINSTRING", "SHORT_BINSTRING"}
    | {"BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8", "BINBYTES", "SHORT_BINBYTES"}
)
PUTS: Final = frozenset({"BINPUT", "LONG_BINPUT"})
GETS: Final = frozenset({"BINGET", "LONG_BINGET"})


class UnsafePickleError(Exception):
    """The file asks for something that only code could give."""


class DamagedPickleError(Exception):
    """The stream is no pickle, or not one that fits together."""


@dataclass(frozen=True, slots=True)
class Name:
    """A global the file names; never looked up."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Storage:
    """A block of numbers the file refers to: element type, key of its record, number of elements."""

    kind: str
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """A view of a storage, in elements."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_pickle(stream: BinaryIO) -> Any:
    """The value of the pickle at the position of `stream`, which then stands behind it.

    Returns:
        dicts, lists, tuples, strings, numbers, None, and `Tensor` for tensors.

    Raises:
        UnsafePickleError: the pickle names a global that is not in `KNOWN`, or calls something else.
        DamagedPickleError: truncated, malformed, or longer than any checkpoint.
    """
    machine = _Machine()
    try:
        for count, (opcode, argument, _) in enumerate(pickletools.genops(stream)):
            if count + machine.extra > MAX_OPCODES:
                raise DamagedPickleError(Said("too many opcodes"))
            if opcode.name == "STOP":
                return machine.pop()
            machine.step(opcode.name, argument)
    except (ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError, AttributeError) as error:
        raise DamagedPickleError(str(error)) from error
    raise DamagedPickleError(Said("no end"))


class _Machine:
    """Stack, marks and memo of the pickle language."""

    def __init__(self) -> None:
        self.extra = 0
        self._stack: list[Any] = []
        self._marks: list[int] = []
        self._memo: dict[int, Any] = {}
        self._actions: dict[str, Callable[[], None]] = {
            "MARK": lambda: self._marks.append(len(self._stack)),
            "EMPTY_DICT": lambda: self._stack.append({}),
            "EMPTY_LIST": lambda: self._stack.append([]),
            "EMPTY_TUPLE": lambda: self._stack.append(()),
            "TUPLE": lambda: self._stack.append(tuple(self._above_mark())),
            "TUPLE1": lambda: self._stack.append(tuple(self._last(1))),
            "TUPLE2": lambda: self._stack.append(tuple(self._last(2))),
            "TUPLE3": lambda: self._stack.append(tuple(self._last(3))),
            "APPEND": lambda: self._extend(self._last(1)),
            "APPENDS": lambda: self._extend(self._above_mark()),
            "SETITEM": lambda: self._set(self._last(2)),
            "SETITEMS": lambda: self._set(self._above_mark()),
            "MEMOIZE": lambda: self._memo.update({len(self._memo): self._stack[-1]}),
            "STACK_GLOBAL": lambda: self._name(*self._last(2)),
            "REDUCE": lambda: self._stack.append(self._call(*self._last(2))),
            "BUILD": self._build,
            "BINPERSID": lambda: self._stack.append(_storage(self.pop())),
        }

    def step(self, opcode: str, argument: Any) -> None:
        if opcode in CONSTANTS:
            self._stack.append(CONSTANTS[opcode])
        elif opcode in LITERALS:
            self._stack.append(argument)
        elif opcode in PUTS:
            self._memo[argument] = self._stack[-1]
        elif opcode in GETS:
            self._stack.append(self._memo[argument])
        elif opcode == "GLOBAL":
            self._name(*argument.split(" ", 1))
        elif opcode in self._actions:
            self._actions[opcode]()
        elif opcode not in ("PROTO", "FRAME"):
            raise UnsafePickleError(opcode)

    def pop(self) -> Any:
        return self._stack.pop()

    def _last(self, n: int) -> list[Any]:
        if len(self._stack) < n:
            raise DamagedPickleError(Said("empty stack"))
        taken = self._stack[-n:]
        del self._stack[-n:]
        return taken

    def _above_mark(self) -> list[Any]:
        return self._last(n) if (n := len(self._stack) - self._marks.pop()) else []

    def _extend(self, values: list[Any]) -> None:
        target = self._stack[-1]
        if type(target) is not list:
            raise DamagedPickleError(Said("no list to append to"))
        target.extend(values)

    def _set(self, values: list[Any]) -> None:
        target = self._stack[-1]
        if type(target) is not dict or len(values) % 2:
            raise DamagedPickleError(Said("no dict to fill"))
        for key, value in zip(values[::2], values[1::2], strict=True):
            if not isinstance(key, str | int):
                raise DamagedPickleError(Said("a key is neither text nor number"))
            target[key] = value

    def _name(self, module: Any, name: Any) -> None:
        if (module, name) not in KNOWN:
            raise UnsafePickleError(f"{module} {name}")
        self._stack.append(Name(module, name))

    def _build(self) -> None:
        """Attributes of a dict (torch notes module versions there); they say nothing about the weights."""
        self.pop()
        if type(self._stack[-1]) is not dict:
            raise UnsafePickleError("BUILD")

    def _call(self, function: Any, arguments: Any) -> Any:
        if not isinstance(function, Name) or not isinstance(arguments, tuple):
            raise UnsafePickleError("REDUCE")
        if function.name == "OrderedDict":
            pairs = arguments[0] if arguments else []
            self.extra += len(pairs)
            return {str(key): value for key, value in pairs}
        if function.name in REBUILD:
            return _tensor(*arguments[:4])
        if function.name == "_rebuild_parameter" and isinstance(arguments[0], Tensor):
            return arguments[0]
        raise UnsafePickleError(function.name)


def _storage(reference: Any) -> Storage:
    """``("storage", class, key, device, elements[, view])``; the device is ignored, views are not written any more."""
    word, kind, key, _, count, *view = reference
    if word != "storage" or not isinstance(kind, Name) or any(view):
        raise DamagedPickleError(Said("unknown reference"))
    return Storage(STORAGES[kind.name], str(key), _size(count))


def _tensor(storage: Any, offset: Any, shape: Any, strides: Any) -> Tensor:
    if not isinstance(storage, Storage) or len(shape) != len(strides) or len(shape) > 8:
        raise DamagedPickleError(Said("a tensor does not fit together"))
    tensor = Tensor(storage, _size(offset), tuple(map(_size, shape)), tuple(map(_size, strides)))
    last = sum((n - 1) * step for n, step in zip(tensor.shape, tensor.strides, strict=True))
    if all(tensor.shape) and tensor.offset + last >= storage.count:
        raise DamagedPickleError(Said("a tensor reaches beyond its storage"))
    return tensor


def _size(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**40:
        raise DamagedPickleError(Said("no size"))
    return value
