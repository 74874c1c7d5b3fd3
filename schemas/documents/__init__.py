"""The contracts as documents, made from the code, and what tells whether a change of them breaks somebody."""
