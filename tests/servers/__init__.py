"""Small servers for tests; they listen on this machine alone."""
