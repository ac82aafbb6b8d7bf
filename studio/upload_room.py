"""How much may still be uploaded: counted as it comes, over everything that is underway together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PIECE = 16 * 1024**2  # bytes that an upload of unknown size asks for at a time


class UploadRoom:
    """`room` tells how many bytes the disk may take now; what was promised and has not come yet is less."""

    def __init__(self, room: Callable[[], int]) -> None:
        self._room, self._promised = room, 0
        self._one_at_a_time = asyncio.Lock()

    async def promise(self, size: int) -> bool:
        """Whether `size` bytes more may come; they are then kept free for whoever asked."""
        async with self._one_at_a_time:
            promised = self._promised  # what comes while the disk is looked at counts on both sides
            if size > await asyncio.to_thread(self._room) - promised:
                return False
            self._promised += size
            return True

    def settle(self, size: int) -> None:
        """`size` promised bytes have come, or will not."""
        self._promised -= size


class UploadClaim:
    """What one upload was promised; with `close` it gives back what it did not need."""

    def __init__(self, room: UploadRoom) -> None:
        self._room, self._promised = room, 0

    async def extend(self, size: int) -> bool:
        """Whether `size` bytes more are promised now."""
        if promised := await self._room.promise(size):
            self._promised += size
        return promised

    async def take(self, size: int) -> bool:
        """Whether the `size` bytes that have come may stay; asks for more room where need be."""
        missing = size - self._promised
        if missing > 0 and not (await self.extend(max(missing, PIECE)) or await self.extend(missing)):
            return False
        self._promised -= size
        self._room.settle(size)
        return True

    def close(self) -> None:
        self._room.settle(self._promised)
        self._promised = 0
