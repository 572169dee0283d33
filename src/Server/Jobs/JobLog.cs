namespace MsLite.Web.Jobs;

/// <summary>What the jobs say in the log.</summary>
internal static partial class JobLog
{
    [LoggerMessage(110, LogLevel.Information, "Expiry removed {Removed} domains' days, or the oldest messages of them, from the archive; {Faults} could not be removed.")]
    public static partial void Expired(this ILogger log, int removed, int faults);

    [LoggerMessage(112, LogLevel.Debug, "The greylist forgot {Greylist} rows, the journal {Journal}, and {Sessions} sessions ended.")]
    public static partial void StateExpired(this ILogger log, int greylist, int journal, int sessions);

    [LoggerMessage(113, LogLevel.Warning, "What has expired in greylist and journal could not be removed; it is tried again in an hour.")]
    public static partial void StateExpiryFailed(this ILogger log, Exception fault);

    [LoggerMessage(111, LogLevel.Error, "Expiry could not look through the archive; it is tried again in an hour.")]
    public static partial void ExpiryFailed(this ILogger log, Exception fault);

    [LoggerMessage(117, LogLevel.Error, "The archive could not be tidied up; it is tried again in an hour.")]
    public static partial void TidyingFailed(this ILogger log, Exception fault);

    [LoggerMessage(114, LogLevel.Warning, "The quarantine's search index could not be brought up to date; mail is archived all the same, and it is tried again in a second.")]
    public static partial void SearchIndexFailed(this ILogger log, Exception fault);

    [LoggerMessage(118, LogLevel.Debug, "The history of the policy tree could not be brought up to date; it is tried again soon.")]
    public static partial void HistoryFailed(this ILogger log, Exception fault);
}
