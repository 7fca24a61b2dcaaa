from interviewer.cli.main import run

run()
