"""What becomes of an incident after it was handed over: pure, one word or tick at a time.

What happens to it has a file each (`report`, `progress`, `reply`, `tick`) and ends in `advance`; where it
stands is asked of `works`, `promises`, `asked` and `messages`. One front door for all is not possible as long
as what agencies are told (`telling`) and `core.tell` use each other, and would hand on most of what is behind
it. That who shows a life does not change it is held in `pyproject.toml`.
"""
