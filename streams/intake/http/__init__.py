"""Forms in, answers and refusals out: what all routes say and hear, in both languages."""
