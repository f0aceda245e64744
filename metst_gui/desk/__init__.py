"""What happens: the application model of the window, without widgets."""
