"""A program that plays an interview and says each turn on standard output when it is stored.

Usage: player.py FOLDER INTERVIEW_ID
"""

import sys
from pathlib import Path

from interviewer.practice.interview_session import InterviewSession, run_offline
from tests.practice.kit import ANSWER, tools


def main(folder: str, interview_id: str) -> None:
    session = InterviewSession.resume(interview_id, tools(Path(folder)))
    number = 0
    while session.turn != "over":
        if session.turn == "nobody":
            session.begin_round()
        elif session.turn == "interviewer":
            run_offline(session)
        else:
            text = f"{ANSWER} It was case {number}."
            session.keep(text, 5.0)
            print("typed", number, flush=True)
            session.say(text, 5.0)
            number += 1
        print("stored", len(session.lines), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
