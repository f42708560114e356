"""Effects of shops and cameras on a picture, spoken as albumentations' transforms."""
