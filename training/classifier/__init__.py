"""The classifier of labels, which predicts a picture's labels in the terms of the data set."""
