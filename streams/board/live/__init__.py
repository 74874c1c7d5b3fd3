"""What is open now: heard from Postgres, held in memory, told to browsers."""
