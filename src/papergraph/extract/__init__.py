"""A text -> the concepts that it names, with what it says of each."""
