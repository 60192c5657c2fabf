"""Opening ZIP archives, which DOCX, ODT and XLSX files are too, with limits on what they unpack to."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Final

from loaders.errors import BadInput
from loaders.limits import Limits

_SMALL = 1 << 20
"""An entry that unpacks to fewer bytes than this is never taken for a ZIP bomb."""
DAMAGE: Final = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError)
"""What the standard library raises for an entry that cannot be unpacked."""


def opened(path: Path, data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a ZIP archive; raises BadInput if it is damaged or encrypted, or its stated sizes exceed the limits.

    The standard library stops reading an entry that is larger than its stated size.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise BadInput(path, "is damaged: it is no whole ZIP container") from None
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise BadInput(path, f"holds {len(entries):,} entries, and {limits.entries:,} are read at most")
    for entry in entries:
        if entry.flag_bits & 1:
            raise BadInput(path, "is encrypted; take the password off and save it again")
        if entry.file_size > _SMALL and entry.file_size > limits.ratio * max(1, entry.compress_size):
            raise BadInput(path, f"unpacks to more than {limits.ratio} times its size, as a ZIP bomb does")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise BadInput(path, f"unpacks to more than {limits.unpacked_bytes >> 20} MiB")
    return archive


def part(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one entry, unpacked; raises BadInput if it is missing or damaged."""
    try:
        return archive.read(name)
    except KeyError:
        raise BadInput(path, f"is damaged: it has no {name}") from None
    except DAMAGE:
        raise BadInput(path, f"is damaged: {name} cannot be unpacked") from None
