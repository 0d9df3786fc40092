"""Topic databases, patent landscapes and saved searches: made from a search or an export, shared by terms, issued by name."""
