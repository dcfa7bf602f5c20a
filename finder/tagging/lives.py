"""Sentences that tell of a person's life: who teaches, reads or plays, not what is done at this event."""

from __future__ import annotations

import re
from functools import lru_cache

_WHO = (
    "artist|poet|author|writer|novelist|playwright|journalist|essayist|editor|musician|singer|songwriter|composer|pianist"
    "|guitarist|violinist|painter|photographer|sculptor|potter|ceramicist|weaver|quilter|printmaker|illustrator|cartoonist"
    "|designer|maker|teacher|educator|instructor|professor|lecturer|historian|scholar|curator|actor|actress|director"
    "|comedian|dancer|choreographer|filmmaker|chef|gardener|therapist|storyteller|performer|producer|graduate|native"
    "|member|founder|owner|recipient|veteran|librarian|naturalist|herbalist|student"
)
_DONE = (
    "exhibited|published|performed|taught|written|recorded|worked|appeared|studied|toured|shown|featured|received|won"
    "|practiced|practising|practicing|created|illustrated|directed|acted|danced|played|trained|collaborated|served"
    "|been (?:a|an|the|teaching|writing|making|painting|playing|performing|published|featured|practicing)"
)
_LONGEST_WORD = 40
_LIFE = re.compile(
    rf"\b(?:is|was|as) (?:a|an|the)(?: [^\s.!?]{{1,{_LONGEST_WORD}}}){{0,7}} (?:{_WHO})\b"
    rf"|(?<!they )(?<!you )(?<!we )\b(?:has|have|had)(?: also| since| previously| extensively)? (?:{_DONE})\b"
    r"|\b(?:her|his) (?:works?|poems?|poetry|writing|music|art|artwork|books?|paintings|photographs|stories)"
    r" (?:has|have|is|are|was|appears?|explores?)\b"
    r"|\b(?:lives|resides|grew up|born|raised) (?:in|and|on|near)\b"
    r"|\b(?:holds|earned|received|completed) (?:a|an|her|his|their|the) "
    r"|\b(?:graduated|degree|mfa|bfa|ph\.?d)\b"
)
_END = re.compile(r"[.!?](?=\s)|\n")
_REACH = 300
"""Letters looked at before and after a word: a sentence has seldom more."""


def tells_of_life(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence with letters `start` to `end` of a text tells of somebody's work, studies or home."""
    first = max((m.end() for m in _END.finditer(text, max(0, start - _REACH), start)), default=max(0, start - _REACH))
    after = _END.search(text, end, end + _REACH)
    return _is_of_life(text[first : after.start() if after else end + _REACH])


@lru_cache(maxsize=64)
def _is_of_life(sentence: str) -> bool:
    """Tell it of a whole sentence, asked once of all words in it."""
    return _LIFE.search(sentence.casefold()) is not None
