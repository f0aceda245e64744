"""Training: the network with gradients, the recipes, leave-one-subject-out, and learning from the reviewer."""
