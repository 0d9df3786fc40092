"""Patent landscapes (专利导航): a topic in, plain tables with their charts, sentences and methods out."""
