namespace MsLite.Mail.Mime;

/// <summary>What can be malformed or ambiguous in a message. None of it stops the parser.</summary>
[Flags]
public enum MimeDefects
{
    None = 0,
    MboxFromLine = 1 << 0,
    LineWithoutColon = 1 << 1,
    MissingEmptyLine = 1 << 2,
    TooManyFields = 1 << 3,
    HeaderTooLong = 1 << 4,
    NulInHeader = 1 << 5,
    EightBitInHeader = 1 << 6,
    RepeatedField = 1 << 7,
    RepeatedContentType = 1 << 8,
    RepeatedParameter = 1 << 9,
    MalformedContentType = 1 << 10,
    MissingBoundary = 1 << 11,
    BoundaryNotFound = 1 << 12,
    UnterminatedMultipart = 1 << 13,
    AmbiguousBoundary = 1 << 14,
    TooDeep = 1 << 15,
    TooManyParts = 1 << 16,
    UnknownTransferEncoding = 1 << 17,
    EncodedMultipart = 1 << 18,
}
