"""An adversary's reading of the product: each test is an attack that must fail or be found."""
