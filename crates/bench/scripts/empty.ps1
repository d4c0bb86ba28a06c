# Nothing: what the start and the end of the engine take.
