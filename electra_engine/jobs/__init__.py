"""Long work in processes of its own: the folder of runs, their workers, their turn, the predictor."""
