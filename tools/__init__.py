"""Commands for developers: they read the sources and write what is made from them."""
