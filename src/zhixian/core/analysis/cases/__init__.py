"""Cases of every channel looked at together: the course of one dispute, who infringes again, what is supervised, figures by year."""
