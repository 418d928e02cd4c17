"""The program: ASGI app, HTTP and WebSocket endpoints, sign-in, settings, command line, metrics."""
