namespace MsLite.Smtp.Protocol;

/// <summary>What the first bytes of a connection are.</summary>
internal enum ProxyStatus
{
    /// <summary>No PROXY header: the first bytes are SMTP.</summary>
    NotProxy,

    /// <summary>They may still become one.</summary>
    NeedMore,
    Parsed,

    /// <summary>One that breaks the specification; the connection is to be closed.</summary>
    Malformed,
}
