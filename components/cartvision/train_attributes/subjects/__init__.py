"""What attributes are learnt from: labelled products and whole pictures, and how they are shown."""
