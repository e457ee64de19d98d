"""ApiError: a call that Telegram would refuse, in Telegram's own words.

The wordings are those of tdlib/telegram-bot-api (Client.cpp, ClientManager.cpp) and of Telegram's servers.
"""

CHAT_NOT_FOUND = "Bad Request: chat not found"
MESSAGE_EMPTY = "Bad Request: message text is empty"
MESSAGE_TOO_LONG = "Bad Request: message is too long"
CAPTION_TOO_LONG = "Bad Request: message caption is too long"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
EDIT_NOT_FOUND = "Bad Request: message to edit not found"
CANNOT_EDIT = "Bad Request: message can't be edited"
NO_TEXT_TO_EDIT = "Bad Request: there is no text in the message to edit"
DELETE_NOT_FOUND = "Bad Request: message to delete not found"
CANNOT_DELETE = "Bad Request: message can't be deleted for everyone"
REPLY_NOT_FOUND = "Bad Request: message to be replied not found"
QUOTE_INVALID = "Bad Request: QUOTE_TEXT_INVALID"
THREAD_NOT_FOUND = "Bad Request: message thread not found"
TOPIC_CLOSED = "Bad Request: TOPIC_CLOSED"
QUERY_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
BUTTON_DATA_INVALID = "Bad Request: BUTTON_DATA_INVALID"
MARKUP_TOO_LONG = "Bad Request: REPLY_MARKUP_TOO_LONG"
PEER_INVALID = "Bad Request: PEER_ID_INVALID"
USER_NOT_FOUND = "Bad Request: user not found"
NO_FILE = "Bad Request: there is no document in the request"
NO_PHOTO = "Bad Request: there is no photo in the request"
FILE_EMPTY = "Bad Request: file must be non-empty"
FILE_TOO_BIG = "Bad Request: file is too big"
FILE_ID_INVALID = "Bad Request: invalid file_id"
CANNOT_START = "Forbidden: bot can't initiate conversation with a user"
BLOCKED = "Forbidden: bot was blocked by the user"
KICKED = "Forbidden: bot was kicked from the {kind} chat"
NOT_MEMBER = "Forbidden: bot is not a member of the {kind} chat"
MUTED = "Bad Request: not enough rights to send text messages to the chat"
MEMBERS_HIDDEN = "Bad Request: CHAT_ADMIN_REQUIRED"
MIGRATED = "Bad Request: group chat was upgraded to a supergroup chat"
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class ApiError(Exception):
    """A refused call.

    Attributes:
        code: HTTP status and `error_code`.
        description: Telegram's wording.
        retry_after: Seconds to wait, with code 429.
        migrate_to_chat_id: The supergroup that a group has become.
    """

    def __init__(
        self, code: int, description: str, retry_after: int | None = None, migrate_to_chat_id: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to_chat_id = migrate_to_chat_id


def refused(description: str) -> ApiError:
    """The error of this wording; its code follows from the first word."""
    codes = {"Bad": 400, "Forbidden": 403, "Conflict": 409}
    return ApiError(codes[description.split(" ")[0].rstrip(":")], description)


def migrated(new_id: int) -> ApiError:
    """400: the group goes on under another id."""
    return ApiError(400, MIGRATED, migrate_to_chat_id=new_id)


def flooded(seconds: int) -> ApiError:
    """429: come back after `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
