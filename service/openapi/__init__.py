"""The OpenAPI description: what the service says of its REST operations and of the SPARQL protocols.

``application`` puts it together; ``operations`` and ``schemas`` describe the saved questions, ``protocols`` the
requests of SPARQL, which FastAPI does not read itself.
"""
