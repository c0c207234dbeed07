"""The audit of a release as a whole: its pages agree with each other, and with all that is said of them."""
