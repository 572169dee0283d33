namespace MsLite.Web.Jobs;

/// <summary>What the jobs say in the log.</summary>
internal static partial class JobLog
{
    [LoggerMessage(110, LogLevel.Information, "Expiry removed {Removed} and kept {Kept} of the domains' days in the archive; {Faults} could not be removed.")]
    public static partial void Expired(this ILogger log, int removed, int kept, int faults);

    [LoggerMessage(112, LogLevel.Debug, "The greylist forgot {Rows} rows.")]
    public static partial void GreylistExpired(this ILogger log, int rows);

    [LoggerMessage(113, LogLevel.Warning, "The greylist's expired rows could not be removed; it is tried again in an hour.")]
    public static partial void GreylistExpiryFailed(this ILogger log, Exception fault);

    [LoggerMessage(111, LogLevel.Error, "Expiry could not look through the archive; it is tried again tomorrow.")]
    public static partial void ExpiryFailed(this ILogger log, Exception fault);
}
