"""What somebody who watches ten thousand open incidents feels, in a real Chromium."""
