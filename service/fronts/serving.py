"""uvicorn's server, with fronts that accept the connections in its place."""

import asyncio
import socket
from typing import TYPE_CHECKING, cast

import uvicorn

from service.engine import Engine
from service.fronts.control import FrontSettings
from service.fronts.fronts import Fronts
from service.metrics import Metrics
from service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable


class Serving(uvicorn.Server):
    """A server that accepts connections itself only while there are no fronts."""

    def __init__(self, config: uvicorn.Config, settings: Settings, engine: Engine, metrics: Metrics) -> None:
        super().__init__(config)
        self._settings = settings
        self._engine = engine
        self._metrics = metrics
        self._listener: socket.socket | None = None
        self.fronts: Fronts | None = None

    @property
    def port(self) -> int:
        """The port that it listens on; 0 before it does."""
        number: int = self._listener.getsockname()[1] if self._listener is not None else 0
        return number

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, start the application, and then the fronts."""
        self._listener = self.config.bind_socket()
        self._listener.setblocking(False)
        await super().startup(sockets=sockets or [self._listener.dup()])
        if self.started and self._settings.fronts:
            self.fronts = Fronts(self._listener, self._settings.fronts, self._metrics, self)
            self._metrics.sources.append(self.fronts.update_metrics)
            self._engine.on_switch(self._update_fronts)
            await self._update_fronts()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the fronts, and finish the requests that are running."""
        fronts, self.fronts = self.fronts, None
        if fronts is not None:
            await fronts.close()
        if self._listener is not None:
            self._listener.close()
        await super().shutdown(sockets=sockets)

    async def accept(self) -> None:
        """Accept new connections."""
        if not self.servers and self._listener is not None:
            loop = asyncio.get_running_loop()
            self.servers.append(await loop.create_server(self._protocol, sock=self._listener.dup()))

    def rest(self) -> None:
        """Leave new connections to the fronts."""
        for server in self.servers:
            server.close()
        self.servers.clear()

    async def adopt(self, connection: socket.socket, data: bytes, /) -> None:
        """Take over a connection, with the bytes that a front has read of it."""
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.connect_accepted_socket(lambda: _Continued(self._protocol(), data), connection)

    async def _update_fronts(self) -> None:
        """Have the fronts answer from the generation that the engine uses."""
        if self.fronts is not None:
            limits = self._settings.max_rows, self._settings.max_bytes
            settings = FrontSettings(self._engine.version, self._engine.identity, *limits, self._settings.access_log)
            await self.fronts.follow(self._engine.pool, settings)

    def _protocol(self) -> asyncio.Protocol:
        make: Callable[..., asyncio.Protocol] = self.config.http_protocol_class
        return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)


class _Continued(asyncio.Protocol):
    """Starts a protocol on a connection with the bytes that were already read from it."""

    def __init__(self, protocol: asyncio.Protocol, data: bytes) -> None:
        self._protocol = protocol
        self._data = data

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast("asyncio.Transport", transport).set_protocol(self._protocol)
        self._protocol.connection_made(transport)
        if self._data:
            self._protocol.data_received(self._data)
