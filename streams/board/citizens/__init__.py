"""Pages for everybody: no session, nothing personal, in Indonesian and in English."""
