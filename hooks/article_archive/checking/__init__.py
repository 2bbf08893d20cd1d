"""Some files judged as the whole archive would be, and problems as other programs read them."""
