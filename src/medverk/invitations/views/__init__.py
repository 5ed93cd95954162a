"""Pages and the API of this room."""
