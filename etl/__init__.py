"""Turn biomedical articles into typed, validated Parquet tables that trace to their source."""

__version__ = "0.1.0"
