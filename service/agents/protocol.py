"""The Model Context Protocol: the tools of whoasks for agents, over streamable HTTP at ``/mcp`` and over stdio."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any, Final

from fastapi import Request
from mcp import types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ontology.vocabulary import BASE
from service import state
from service.agents.tools import Tools
from service.answers.formats import TURTLE, write_json
from service.errors import Problem
from service.openapi.application import Described
from service.transport import bodies
from service.transport.shortcut import again

ONTOLOGY: Final = f"{BASE}ontology"
PATH: Final = "/mcp"
_INSTRUCTIONS: Final = (
    "Responses to public consultations as a knowledge graph: who asks whom for what, in which words. Begin with the "
    "tool “ask”, or with the question that fits; quote only what an answer quotes, with its passage."
)
_METHODS: Final = ("GET", "POST")
_LARGEST: Final = 1
"""Largest size of a message, in megabytes."""
_READ_ONLY: Final = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_Context = ServerRequestContext[Any]


class Agents:
    """The MCP server of one application."""

    def __init__(self, app: Described) -> None:
        self._app = app
        self._tools = Tools(app.held)
        self._manager: StreamableHTTPSessionManager | None = None

    def server(self) -> Server[Any]:
        """Return a new MCP server that offers the tools."""
        return Server(
            "whoasks",
            version=version("whoasks"),
            instructions=_INSTRUCTIONS,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_read_resource=self._read_resource,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer requests over HTTP until the block ends."""
        self._manager = StreamableHTTPSessionManager(self.server(), json_response=True, stateless=True)
        async with self._manager.run():
            yield
        self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an HTTP request. Raises Problem for one that is not a message of the protocol."""
        request = Request(scope, receive)
        if request.method not in _METHODS:
            detail = f"{PATH} does not take {request.method}; it takes {', '.join(_METHODS)}."
            raise Problem(405, detail, headers={"Allow": ", ".join([*_METHODS, "OPTIONS"])})
        if request.method == "POST":
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                raise Problem(415, "Send a message of the Model Context Protocol as application/json.")
            body = await bodies.read(request, _LARGEST)
            receive = again({"type": "http.request", "body": body, "more_body": False}, receive)
        if self._manager is None:
            raise Problem(503, "The service is not running yet; try again in a moment.", headers={"Retry-After": "1"})
        await self._manager.handle_request(scope, receive, send)

    async def serve_stdio(self) -> None:
        """Answer over standard input and output until the input ends."""
        server = self.server()
        async with self._app.router.lifespan_context(self._app), stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    async def _list_tools(self, _context: _Context, _page: object) -> types.ListToolsResult:
        tools = [
            types.Tool(name=name, description=about, input_schema=schema, annotations=_READ_ONLY)
            for name, about, schema in self._tools.listed()
        ]
        return types.ListToolsResult(tools=tools)

    async def _call_tool(self, context: _Context, call: types.CallToolRequestParams) -> types.CallToolResult:
        """Answer a call; a mistake in it is reported to the agent, which can then correct the call."""
        try:
            answer = await self._tools.call(call.name, call.arguments or {}, _client(context))
        except Problem as problem:
            wrong: dict[str, Any] = {"status": problem.status, "detail": problem.detail, **problem.extra}
            return types.CallToolResult(content=_text(wrong), structured_content=wrong, is_error=True)
        return types.CallToolResult(content=_text(answer), structured_content=answer)

    async def _list_resources(self, _context: _Context, _page: object) -> types.ListResourcesResult:
        about = "Classes, properties, bodies, topics and schemes: what can be asked about, as Turtle."
        found = types.Resource(name="ontology", uri=ONTOLOGY, description=about, mime_type=TURTLE)
        return types.ListResourcesResult(resources=[found])

    async def _read_resource(
        self, _context: _Context, asked: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        if str(asked.uri) != ONTOLOGY:
            raise MCPError(types.INVALID_PARAMS, f"There is no resource {asked.uri}; there is {ONTOLOGY}.")
        text = self._app.held.knowledge.reference.data(TURTLE)
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=ONTOLOGY, mime_type=TURTLE, text=text)]
        )


def install(app: Described) -> Agents:
    """Mount the server in an application at ``/mcp``."""
    agents = Agents(app)
    app.router.routes.append(Route(PATH, endpoint=agents, include_in_schema=False))
    return agents


def _client(context: _Context) -> str:
    """Return the address of the client; the empty string for standard input."""
    return state.client(context.request) if isinstance(context.request, Request) else ""


def _text(answer: Mapping[str, Any]) -> list[types.ContentBlock]:
    return [types.TextContent(type="text", text=write_json(answer).decode())]
