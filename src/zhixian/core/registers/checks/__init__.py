"""What checks of registers look for, one file a subject; each finding names what it rests on."""
