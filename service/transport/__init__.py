"""What every route shares of HTTP: bodies, negotiation, limits, headers, the cache of results."""
