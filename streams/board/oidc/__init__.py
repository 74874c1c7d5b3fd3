"""Sign-in by OpenID Connect: somebody else knows who comes and what they may do, and vouches for it."""
