"""``whoasks mcp``: the tools for an agent that starts the program itself, over standard input and output."""

import asyncio

import typer

from service.agents import Agents
from service.app import create_app
from service.cli.ready import ready
from service.settings import Settings

app = typer.Typer()


@app.command()
def mcp() -> None:
    """Offer the questions to an agent as tools, over the Model Context Protocol on stdio."""
    settings = Settings()
    ready(settings)
    asyncio.run(Agents(create_app(settings)).serve_stdio())
