"""What citizens may ask of us (UU 27/2022): to be forgotten, and to see what is held of them."""
