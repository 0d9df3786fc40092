"""What happens to risk pools, and to claims from them. Each act is one transaction; a refusal leaves everything as it was."""
