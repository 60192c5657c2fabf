"""The pages' routes, one module for each kind of page."""

from fastapi import APIRouter

from service.routes.pages import api, ask, compare, consultations, explore, lists, query, read, things

router = APIRouter(include_in_schema=False)
for module in (api, ask, compare, consultations, explore, lists, query, read, things):
    router.include_router(module.router)
for part in (ask.alone, lists.alone, read.alone, read.listing, things.listing):
    router.include_router(part)
anything = things.anything
router.include_router(ask.data)
router.include_router(query.data)
