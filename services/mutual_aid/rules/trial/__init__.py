"""A draft version tried over what was decided: who gains, who loses, what it costs. Pure."""

from services.mutual_aid.rules.trial.dues import Due, dues_of
from services.mutual_aid.rules.trial.past import Past, past_inputs
from services.mutual_aid.rules.trial.tally import LARGEST, Tally

__all__ = ["LARGEST", "Due", "Past", "Tally", "dues_of", "past_inputs"]
