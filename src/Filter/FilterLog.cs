using Microsoft.Extensions.Logging;

namespace MsLite.Filter;

/// <summary>What the filter says in the log. One line tells a message's fate; its keys keep their order, so that it can be cut by a script.</summary>
internal static partial class FilterLog
{
    /// <summary>The texts are clean already (<see cref="PlainText"/>).</summary>
    public static void Decided(this ILogger log, Activity activity)
    {
        if (!log.IsEnabled(LogLevel.Information))
        {
            return;
        }

        var to = string.Join(">,<", activity.To);
        log.Message(
            activity.Fate.Word(), activity.Id, activity.SessionId, activity.Client, activity.HelloName, activity.From,
            activity.MoreRecipients == 0 ? to : $"{to}>,<+{activity.MoreRecipients}",
            activity.Size, activity.Rung ?? "-", activity.File ?? "-", Unquoted(activity.Reason), Unquoted(activity.NextHop),
            Unquoted(activity.Reply), (long)activity.Ms);
    }

    [LoggerMessage(
        200, LogLevel.Information,
        "{Fate} id={Id} session={Session} client={Client} helo={Helo} from=<{From}> to=<{To}> size={Size} rung={Rung} file={File}"
        + " reason=\"{Reason}\" hop=\"{Hop}\" reply=\"{Reply}\" ms={Ms}",
        SkipEnabledCheck = true)]
    private static partial void Message(
        this ILogger log, string fate, string id, string session, string client, string helo, string from, string to, long size,
        string rung, string file, string reason, string hop, string reply, long ms);

    [LoggerMessage(201, LogLevel.Error, "The message {Id} could not be spooled, so its client keeps it. Is the disk of StateRoot full?")]
    public static partial void SpoolFailed(this ILogger log, Exception fault, string id);

    [LoggerMessage(202, LogLevel.Error, "Whether {Domain} is hosted here cannot be read from the policy tree, so {Id} is asked to come again.")]
    public static partial void PolicyUnreadable(this ILogger log, Exception fault, string domain, string id);

    [LoggerMessage(203, LogLevel.Error, "The message {Id} could not be archived, so its client keeps it.")]
    public static partial void ArchiveFailed(this ILogger log, Exception fault, string id);

    [LoggerMessage(204, LogLevel.Error, "The message {Id} waits with its client, because the next hop \"{NextHop}\" cannot be used: {Fault}")]
    public static partial void BadNextHop(this ILogger log, string id, string nextHop, string fault);

    [LoggerMessage(205, LogLevel.Error, "What became of {Id} was told its client, and could not be recorded: log line, journal or counters lack it.")]
    public static partial void NotRecorded(this ILogger log, Exception fault, string id);

    private static string Unquoted(string text) => text.Replace('"', '\'');
}
