"""What the Smart City Council is shown: how fast the city answers, and where it hears too little. Pure."""
