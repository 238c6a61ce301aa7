"""The calls of the protocol, each a plain function from a session and a request message to a response message."""
