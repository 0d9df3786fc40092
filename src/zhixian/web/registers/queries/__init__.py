"""Questions about registers, a file for each: who sees and does what, who answers, what falls due, what everybody reads, what figures count."""
