"""The interview: asks the fewest questions that still change the list, and ends in the list."""
