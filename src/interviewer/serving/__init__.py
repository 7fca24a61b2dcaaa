"""The app in a browser. The entry is `server.serve`; aiohttp and textual_serve are imported here and nowhere else."""
