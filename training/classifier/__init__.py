"""The classifier of labels: it sees in a picture what the data set's labels would say of it."""
