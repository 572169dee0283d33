namespace MsLite.Mail.Mime;

/// <summary>Bounds of the message parser. Beyond one of them parsing stops with a defect; the bytes are kept all the same.</summary>
public sealed record MimeLimits
{
    public static readonly MimeLimits Default = new();

    /// <summary>Nesting of multiparts and message/rfc822. Real mail stays below ten.</summary>
    public int MaxDepth { get; init; } = 20;

    public int MaxParts { get; init; } = 1000;

    /// <summary>Fields in one header.</summary>
    public int MaxFields { get; init; } = 1000;

    /// <summary>Bytes of the message's own header; and, counted apart, of all its parts' headers together.</summary>
    public int MaxHeaderBytes { get; init; } = 1 << 20;
}
