"""The app in a browser: the guard and the server in this process, the app in one of its own."""
