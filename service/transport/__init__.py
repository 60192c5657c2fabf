"""The parts of HTTP that all routes share: bodies, content negotiation, limits, headers, the cache of results."""
