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

    [LoggerMessage(104, LogLevel.Error, "No traces and metrics are sent: OpenTelemetry's variables name no collector that could be one.")]
    public static partial void NothingCollected(this ILogger log, Exception fault);

    [LoggerMessage(105, LogLevel.Information, "{Ready}")]
    public static partial void Ready(this ILogger log, string ready);

    [LoggerMessage(106, LogLevel.Information, "The option {Option} is now {Value}; it was {Before}.")]
    public static partial void OptionChanged(this ILogger log, string option, string value, string before);

    [LoggerMessage(107, LogLevel.Warning, "{Option} has changed; it counts after a restart.")]
    public static partial void OptionWaits(this ILogger log, string option);

    [LoggerMessage(108, LogLevel.Error, "What has changed in {Files} is not taken over, and all options stay as they were: {Faults}")]
    public static partial void OptionsRefused(this ILogger log, string files, string faults);

    [LoggerMessage(109, LogLevel.Information, "The options were read again, of {Files}: {Changed} have another value from now on.")]
    public static partial void OptionsRead(this ILogger log, string files, int changed);

    [LoggerMessage(135, LogLevel.Error, "The options could not be read again; they stay as they were.")]
    public static partial void OptionsUnread(this ILogger log, Exception fault);

    [LoggerMessage(136, LogLevel.Error, "The changed options are in force, but one part of the program could not follow them and goes on with the old ones: mend what is named here, then save the file with another change, or restart.")]
    public static partial void OptionNotFollowed(this ILogger log, Exception fault);

    [LoggerMessage(130, LogLevel.Information, "The administrator {Name} was made, with the password of {File}.")]
    public static partial void AdministratorMade(this ILogger log, string name, string file);

    [LoggerMessage(131, LogLevel.Warning, "The password in {File} has fewer than {Least} characters: change it in the panel.")]
    public static partial void ShortPassword(this ILogger log, string file, int least);

    [LoggerMessage(132, LogLevel.Error, "There is no administrator, and none could be made: nobody can use the panel. Mail is not affected.")]
    public static partial void NobodyCanComeIn(this ILogger log, Exception fault);

    [LoggerMessage(133, LogLevel.Warning, "The panel listens on {Address} without TLS: passwords cross the network readable. Use https://, or a reverse proxy or a published port that only this machine reaches.")]
    public static partial void PanelWithoutTls(this ILogger log, string address);

    [LoggerMessage(134, LogLevel.Error, "The panel's keys cannot be read from the database: nobody can sign in until they can. Mail is not affected.")]
    public static partial void KeysUnread(this ILogger log, Exception fault);
}
