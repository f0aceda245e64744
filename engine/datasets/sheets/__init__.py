"""Label sheets of the data sets, and the tables they are made of."""
