"""What a person takes along: the model as plain Hugging Face folders, ONNX files, a card, a report."""
