"""What a spreadsheet that comes back is refused for, before its answers are read."""

from rounds.submissions.refusals import Refusal


class SheetMacros(Refusal):
    """A spreadsheet that carries programs."""

    code = "sheet_macros"


class SheetFormulas(Refusal):
    """A spreadsheet with formulas where answers are asked."""

    code = "sheet_formulas"


class SheetMerged(Refusal):
    """A spreadsheet whose cells were merged: which question an answer is for would be a guess."""

    code = "sheet_merged"


class SheetTooLong(Refusal):
    """A spreadsheet with more rows than any questionnaire has."""

    code = "sheet_too_long"


class SheetOfAnother(Refusal):
    """A spreadsheet of another questionnaire, or of none."""

    code = "sheet_of_another"
