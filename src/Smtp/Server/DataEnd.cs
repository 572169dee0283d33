namespace MsLite.Smtp.Server;

/// <summary>What became of a DATA command.</summary>
/// <param name="Reply">Still to be sent; null when nothing is.</param>
/// <param name="IsOver">The session ends.</param>
internal readonly record struct DataEnd(SmtpReply? Reply, bool IsOver)
{
    /// <summary>The client is gone.</summary>
    public static readonly DataEnd Gone = new(null, IsOver: true);
}
