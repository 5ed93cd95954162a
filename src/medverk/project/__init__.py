"""Settings, addresses, the embedded database and the `medverk` command."""
