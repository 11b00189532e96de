"""What an application is: frozen values and pure functions, standard library only."""
