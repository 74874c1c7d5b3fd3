"""The pages of the Smart City Council: how fast the city answers, and where it hears too little."""
