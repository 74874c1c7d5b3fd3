"""The call centre: a form for somebody who types while a citizen talks."""
