"""Official documents (公文) in Word's format, laid out by GB/T 9704—2012."""
