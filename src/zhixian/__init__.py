"""Zhixian turns a government's intellectual-property plan into a running system."""

__version__ = "0.1.0"
