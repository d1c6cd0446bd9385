"""Why a file is not taken, once its kind is known: what it would do, hides or costs (U1 to U7)."""

from rounds.submissions.refusals import Refusal


class FileDamaged(Refusal):
    """The content is broken or cut off, or is put together in a way that programs read differently."""

    code = "file_damaged"


class FileEncrypted(Refusal):
    """The content opens with a password alone."""

    code = "file_encrypted"


class FileActive(Refusal):
    """Something in it would run, send or open something by itself."""

    code = "file_active"


class FileHoldsFiles(Refusal):
    """Other files are inside it."""

    code = "file_holds_files"


class FileReachesOut(Refusal):
    """It takes something from elsewhere when it is opened."""

    code = "file_reaches_out"


class FileUnfolds(Refusal):
    """It unpacks to far more than its size, or into more parts than a document has."""

    code = "file_unfolds"


class FileTooIntricate(Refusal):
    """Reading it takes more time, memory or levels than any document needs."""

    code = "file_too_intricate"


class PictureTooLarge(Refusal):
    """A picture of more points than a program can be asked to show."""

    code = "picture_too_large"


class QuotaUsedUp(Refusal):
    """As much as may come in a day has come from this person, or for this round (U1)."""

    code = "quota_used_up"


class FileInfected(Refusal):
    """The virus scanner knows something in it (U7)."""

    code = "file_infected"


class FileNotScanned(Refusal):
    """The virus scanner that is set does not answer (U7)."""

    code = "file_not_scanned"
