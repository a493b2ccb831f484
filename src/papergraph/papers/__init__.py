"""Records -> papers: the same work from several sources and versions is one paper."""
