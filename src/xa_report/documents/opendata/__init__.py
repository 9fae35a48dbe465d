"""The province's figures as open data: CSV with a data dictionary, and Parquet."""
