"""SQL: tables, what pages ask, what activities write, and the inbox of what people sent."""
