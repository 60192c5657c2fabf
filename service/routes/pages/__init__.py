"""The pages' routes, one module for each kind of page."""

from fastapi import APIRouter, Depends

from service.routes.pages import api, ask, compare, consultations, explore, lists, query, read, things
from service.transport.parameters import given_once

router = APIRouter(include_in_schema=False)
for module in (api, ask, compare, consultations, explore, lists, read, things):
    router.include_router(module.router, dependencies=[Depends(given_once)])
router.include_router(query.router)  # as the endpoint: the protocol lets some parameters be repeated
for part in (ask.alone, lists.alone, read.alone, read.listing, things.listing, ask.data, query.data):
    router.include_router(part, dependencies=[Depends(given_once)])
anything = things.anything
