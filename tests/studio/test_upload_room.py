"""Claims about the room for uploads that are underway together."""

from __future__ import annotations

from studio.upload_room import PIECE, UploadClaim, UploadRoom
from tests.studio.finishing import finish

ROOM = 4 * PIECE


def test_what_one_upload_was_promised_no_other_gets_until_it_came_or_will_not() -> None:
    async def go() -> None:
        on_disk = 0
        room = UploadRoom(lambda: ROOM - on_disk)
        first, second = UploadClaim(room), UploadClaim(room)
        assert await first.extend(3 * PIECE)
        assert not await second.extend(2 * PIECE)
        assert await second.take(1)
        on_disk += 1
        assert not await UploadClaim(room).take(1), "a piece is kept free for the second"
        second.close()
        assert await first.take(2 * PIECE)
        on_disk += 2 * PIECE
        assert await second.extend(PIECE - 1)
        assert not await UploadClaim(room).extend(1)
        first.close()
        assert await UploadClaim(room).extend(PIECE)

    finish(go())


def test_the_last_bytes_of_room_can_be_had_though_a_whole_piece_cannot() -> None:
    async def go() -> None:
        claim = UploadClaim(UploadRoom(lambda: 100))
        assert await claim.take(100)
        assert not await claim.take(101)

    finish(go())
