using System.Text.Json.Serialization;

namespace MsLite.Filter.Live;

/// <summary>What happened in a session.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<LiveStepKind>))]
public enum LiveStepKind
{
    /// <summary>A client came and was greeted.</summary>
    Connect,

    /// <summary>A client came and was turned away at once.</summary>
    TurnedAway,

    /// <summary>HELO or EHLO.</summary>
    Hello,

    /// <summary>MAIL.</summary>
    Mail,

    /// <summary>RCPT.</summary>
    Rcpt,

    /// <summary>DATA: the go-ahead, and later the answer to the message.</summary>
    Data,

    /// <summary>The session went on inside TLS.</summary>
    Tls,

    /// <summary>Any other command, or a reply that answers none.</summary>
    Other,

    /// <summary>What became of a message, told just before the client is.</summary>
    Verdict,

    /// <summary>The session ended, however.</summary>
    Close,
}
