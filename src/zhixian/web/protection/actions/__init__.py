"""What people do to reports and penalties."""
