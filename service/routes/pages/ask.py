"""Ask: one box, and the answer in the respondents' own words."""

from fastapi import APIRouter, Request, Response

from service.pages.accept import PageRoute

router = APIRouter(route_class=PageRoute)


@router.get("/")
async def home(request: Request) -> Response:
    """Show the box."""
    page: Response = request.app.state.pages.render(request, "ask.html", title="Ask")
    return page
