"""Two complete programs to copy from: an adapter for a chat bot, an agency with a database of its own."""
