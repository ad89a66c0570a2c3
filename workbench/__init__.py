"""The work: stages that turn articles into clusters, the pipeline, the command line and the UI."""
