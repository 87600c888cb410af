"""Every threshold of what the bot does with a ranking, named, with its evidence.

They are one setting for all contents; a content has no say in them. It knows nothing else.
"""

from __future__ import annotations

# Tiers of confidence, on the halves of tests/data that are there to tune on (in scope: questions_a
# and _c / questions_e and _f; right, wrong): LIKELY at 0.60 gives 96.5, 1.7 / 86.2, 4.6, at 0.65 96.5,
# 1.7 / 85.0, 4.6, at 0.68 96.5, 1.7 / 85.0, 3.8, at 0.70 96.5, 1.6 / 84.2, 3.8. A wrong answer costs more
# than a question back.
CERTAIN = 0.78  # answer, and offer what comes next
LIKELY = 0.68  # answer, and offer what else it may have been
LIKELY_IN_CONTEXT = 0.40  # the same where the conversation narrows the subject down
UNSURE = 0.30  # ask which of the nearest it is; below: decline
OFF_TOPIC = 0.30  # a subject that is not covered is named from here on
NAMED_LEAD = 0.25  # and only if it leads the next of these by so much: a wrong name is worse than none
THRESHOLDS = (("certain", CERTAIN), ("likely", LIKELY), ("unsure", UNSURE), ("off topic", OFF_TOPIC))

MAX_CHOICES = 4  # follow-ups below an answer
LOST = 3  # misses in a row after which the bot changes course
CLOSE = 0.45  # options lie within this of the best score
KNOWN = -0.90  # a rival has to share at least this much with the question
NEAR = -0.60  # a topic is "near" a declined question if it scores above this

# A message falls in two where that is at least so likely. Of those to tune on (first halves of doubles*,
# singles* but _k) 407 of 470 double questions were then answered in full, and 21 of 460 single ones torn
# apart; at 0.50, 415 and 27, at 0.65, 402 and 21.
SEAM = 0.60
SPLIT_FOREIGN = 0.60  # so it does where either half plainly asks something that is not covered
SPLIT_TALK = 0.35  # "thanks, and ...": the rest of the line needs less to be taken for a question
MIN_TOKENS, MAX_TOKENS = 2, 120  # shorter is one question, longer is no list of questions

# A red flag is raised from this probability on, and asked about from ALARM_DOUBT on; an emergency or
# a crisis that a pattern saw, from ALARM_GRAVE on: to miss one costs more than to ask in vain.
# Of the messages that the model was fitted on, 497 of 502 red flags were raised so, and 20 of 2,737 others.
ALARM = 0.35
ALARM_DOUBT = 0.25
ALARM_GRAVE = 0.15

ALARM_FADE = 3  # turns in which a red flag is called to mind again
RECENT = 3  # turns after which a subject no longer tells what a red flag belongs to
FADE = 6  # turns after which a subject that nobody touched is forgotten
# A line cannot stand alone, which counts after a red flag and for the second half of a message, unless it
ELLIPTIC_TOKENS = 9  # is longer than this,
ELLIPTIC_WORDS = 3  # or has more content words,
OWN_SUBJECT = 0.80  # or is so sure of a subject of its own,
ELSEWHERE = 0.45  # or so sure to be about something that is not covered
CORRECTED = 0.4  # after "no, I meant ..." the subject is this much less likely to be meant again
