namespace MsLite.Filter.Journal;

/// <summary>What a row's details say with yes or no. Rows hold the numbers: new ones go to the end, and none is ever used for something else.</summary>
[Flags]
internal enum RowMarks
{
    None = 0,

    /// <summary>The reply ends with the row's reference, which is left out of it.</summary>
    ReplyHasReference = 1,

    /// <summary>Checks in shadow would have decided something: it stands in the trace.</summary>
    HasShadow = 1 << 1,

    /// <summary>The question whether the client has a reverse name was answered.</summary>
    ClientNameKnown = 1 << 2,

    /// <summary>The client's address is what a proxy said.</summary>
    Proxied = 1 << 3,

    EarlyTalker = 1 << 4,

    /// <summary>The version of TLS stands among the facts.</summary>
    Tls = 1 << 5,

    /// <summary>A gateway of ours stands before the client.</summary>
    ClientHidden = 1 << 6,

    /// <summary>HELO, not EHLO.</summary>
    Helo = 1 << 7,

    Signed = 1 << 8,

    EmptyBody = 1 << 9,

    /// <summary>More than one field Subject.</summary>
    MoreSubjects = 1 << 10,
}
