"""Files in a call: a part of a multipart request, by its own name or as `attach://name`, or a known file_id."""

import struct

from bot.preview import errors
from bot.preview.call import Call, Upload
from bot.preview.errors import ApiError, refused
from bot.preview.limits import PHOTO_BYTES, UPLOAD_BYTES
from bot.preview.service import Service
from bot.preview.state import StoredFile

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def document_of(service: Service, call: Call) -> StoredFile:
    """The file of sendDocument, stored."""
    known, upload = _file(service, call, "document", errors.NO_FILE)
    if known:
        return known
    return service.world.store(upload.name, upload.media_type, upload.content)


def photo_of(service: Service, call: Call) -> StoredFile:
    """The picture of sendPhoto, stored."""
    known, upload = _file(service, call, "photo", errors.NO_PHOTO)
    if known:
        return known
    if len(upload.content) > PHOTO_BYTES:
        raise refused("Bad Request: file is too big for a photo; the maximum size is 10485760 bytes")
    size = picture_size(upload.content)
    if size is None:
        raise refused("Bad Request: IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise refused("Bad Request: PHOTO_INVALID_DIMENSIONS")
    media_type = "image/png" if upload.content.startswith(_PNG) else "image/jpeg"
    return service.world.store(upload.name, media_type, upload.content, size)


_NOTHING = Upload("", "", b"")


def _file(service: Service, call: Call, name: str, missing: str) -> tuple[StoredFile | None, Upload]:
    value = call.text(name)
    upload = call.uploads.get(value.removeprefix("attach://") if value else name)
    if upload is not None:
        if not upload.content:
            raise refused(errors.FILE_EMPTY)
        if len(upload.content) > UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        return None, upload
    if not value:
        raise refused(missing)
    known = service.world.files.get(value)
    if known is None:
        raise refused("Bad Request: wrong remote file identifier specified: Wrong string length")
    return known, _NOTHING


def picture_size(content: bytes) -> tuple[int, int] | None:
    """(width, height) of a PNG or JPEG; None if it is neither."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return (width, height) if width and height else None
    if content.startswith(_JPEG):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return (width, height) if width and height else None
        position += 2 + int(struct.unpack(">H", content[position + 2 : position + 4])[0])
    return None
