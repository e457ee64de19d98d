"""getFile; the download itself is a plain address, see `botapi`."""

from bot.preview import errors
from bot.preview.call import Call
from bot.preview.errors import refused
from bot.preview.limits import DOWNLOAD_BYTES
from bot.preview.methods.registry import Result, method
from bot.preview.service import Service
from bot.preview.wire import file_json, file_path


@method("getFile")
def get_file(service: Service, call: Call) -> Result:
    """Where a file can be downloaded."""
    file = service.world.files.get(call.text("file_id"))
    if file is None:
        raise refused(errors.FILE_ID_INVALID)
    if len(file.content) > DOWNLOAD_BYTES:
        raise refused(errors.FILE_TOO_BIG)
    return file_json(file) | {"file_path": file_path(file)}
