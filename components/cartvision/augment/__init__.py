"""Make several instances of each training picture, with its labels carried along."""
