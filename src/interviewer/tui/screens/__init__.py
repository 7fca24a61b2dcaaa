"""One screen a file; each but Home is imported when it is first shown."""
