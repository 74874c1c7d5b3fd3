"""The board: pages for operators, agencies, council and citizens, live."""
