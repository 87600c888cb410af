"""The ``chatbot`` command: a shell around the public names of the package."""
