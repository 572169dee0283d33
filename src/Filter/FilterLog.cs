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

    private static string Unquoted(string text) => text.Replace('"', '\'');
}
