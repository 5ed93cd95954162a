"""The answer page: spends a token, seals an answer, and knows nothing afterwards."""
