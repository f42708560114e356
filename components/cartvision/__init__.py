"""From retail pictures to a vision model that smart carts call, and back again."""
