"""The pages of administrators: who may sign in, as what, and who changed that; and of whom they invite."""
