"""A draft version tried over what was decided: who gains, who loses, what it costs. Pure."""

from services.mutual_aid.rules.trial.dues import Due, dues_of
from services.mutual_aid.rules.trial.past import Chain, Events, Past, past_inputs
from services.mutual_aid.rules.trial.tally import LARGEST, Tally

__all__ = ["LARGEST", "Chain", "Due", "Events", "Past", "Tally", "dues_of", "past_inputs"]
