namespace MsLite.Web.Start;

/// <summary>What the program itself says in the log.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(100, LogLevel.Error, "A task failed and nobody looked at it.")]
    public static partial void TaskFailed(this ILogger log, Exception fault);

    [LoggerMessage(101, LogLevel.Critical, "The program ends by a fault nobody caught.")]
    public static partial void Uncaught(this ILogger log, Exception? fault);

    [LoggerMessage(102, LogLevel.Error, "The certificate {Path} was changed and cannot be read; the old one stays in use until the file is right.")]
    public static partial void CertificateUnreadable(this ILogger log, Exception fault, string path);

    [LoggerMessage(103, LogLevel.Information, "The certificate {Path} was read.")]
    public static partial void CertificateRead(this ILogger log, string path);
}
