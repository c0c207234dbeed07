"""One file per raw layout: each recognises its layout, refuses what is not it, names every problem."""
