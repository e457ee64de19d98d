"""What people do, one module a feature: a command, a message, a tapped button. Handlers use `api` and `views`."""
