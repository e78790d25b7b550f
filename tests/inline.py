"""An executor without a thread: what a window asks for is there when the call returns."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class InlineExecutor(Executor):
    """Runs what it is given at once, on the calling thread."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        """Run the callable now; its error is kept in the future, as a thread would do."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  (kept for whoever asks the future)
            future.set_exception(error)
        return future
