using Microsoft.Extensions.Logging;

namespace MsLite.Filter.Quarantine;

/// <summary>What the quarantine says in the log.</summary>
internal static partial class QuarantineLog
{
    [LoggerMessage(230, LogLevel.Information, "{Path} held a former year's mail and was moved to {Target}.")]
    public static partial void MovedFormerYear(this ILogger log, string path, string target);

    [LoggerMessage(231, LogLevel.Error, "{Path} holds a former year's mail and cannot be moved away: {Error} Mail for it is deferred until it can.")]
    public static partial void CannotMoveFormerYear(this ILogger log, string path, string error);

    [LoggerMessage(232, LogLevel.Error, "The end of {Path} cannot be repaired: {Error}")]
    public static partial void CannotRepair(this ILogger log, string path, string error);

    [LoggerMessage(233, LogLevel.Warning, "The link {Path} cannot be set to {Target}: {Error} Remove what is in its place.")]
    public static partial void CannotLink(this ILogger log, string path, string target, string error);

    [LoggerMessage(234, LogLevel.Error, "The quarantine cannot be made ready for the new day: {Error} The next refused message tries again.")]
    public static partial void CannotTurn(this ILogger log, string error);

    [LoggerMessage(235, LogLevel.Error, "A copy in {Index} failed and its index line cannot be taken back: {Error}")]
    public static partial void CannotTakeBack(this ILogger log, string index, string error);

    [LoggerMessage(236, LogLevel.Information, "Expired {Path}, of {Day}: {Why}.")]
    public static partial void Expired(this ILogger log, string path, DateOnly day, string why);

    [LoggerMessage(239, LogLevel.Information, "Expired the oldest messages ({Messages}) in {Path}, of {Day}: {Why}.")]
    public static partial void Trimmed(this ILogger log, int messages, string path, DateOnly day, string why);

    [LoggerMessage(237, LogLevel.Error, "{Path} cannot be expired: {Error}")]
    public static partial void CannotExpire(this ILogger log, string path, string error);

    [LoggerMessage(238, LogLevel.Error, "Copies could not be put in their place; their clients are told to try again.")]
    public static partial void CommitFailed(this ILogger log, Exception error);
}
