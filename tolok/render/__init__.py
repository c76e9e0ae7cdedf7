"""Figures made visible: drawings, PDF, files. It refuses to compute any figure itself."""
