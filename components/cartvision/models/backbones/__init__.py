"""What turns pixels into feature maps, with weights that have seen other pictures before."""
