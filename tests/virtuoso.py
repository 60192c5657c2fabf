"""Settings of a Virtuoso server that keeps its data in a folder of its own."""

from pathlib import Path

_SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = {threads}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = {threads}
[SPARQL]
ResultSetMaxRows = 1000000
"""


def write_settings(folder: Path, sql: int, http: int, *, threads: int, buffers: int) -> None:
    """Write ``virtuoso.ini`` for a server on two ports of this machine; a buffer holds 8 kB of the data."""
    settings = _SETTINGS.format(
        folder=folder, sql=sql, http=http, threads=threads, buffers=buffers, dirty=buffers * 3 // 4
    )
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
