using MsLite.Filter;
using MsLite.Filter.Live;

namespace MsLite.Web.Api;

/// <summary>What became of a message, as it happens.</summary>
/// <param name="To">The first recipients of this fate.</param>
/// <param name="MoreRecipients">How many more there are.</param>
internal sealed record LiveVerdictView(
    string Id, string Session, DateTimeOffset Time, string Verdict, string From, IReadOnlyList<string> To, int MoreRecipients, string Client, string Host, string Helo,
    string Subject, long Size, string Reason, string? Blocker, string? File, string Reply, string? NextHop, double Ms)
{
    public static LiveVerdictView Of(Activity activity) => new(
        activity.Id, activity.SessionId, activity.Time, activity.Fate.Word(), activity.From, activity.To, activity.MoreRecipients, activity.Client, activity.ClientName,
        activity.HelloName, activity.Subject, activity.Size, activity.Reason, activity.Rung, activity.File, activity.Reply,
        activity.NextHop.Length > 0 ? activity.NextHop : null, activity.Ms);
}

/// <summary>A step of a session, as it happens.</summary>
internal sealed record LiveStepView(
    string Session, DateTimeOffset Time, LiveStepKind Step, string Client, string Host, string Helo, string? Tls, string From, string Command, string Argument, string Reply,
    LiveVerdictView? Verdict)
{
    public static LiveStepView Of(LiveStep step) => new(
        step.Session, step.Time, step.Kind, step.Client.ToString(), step.ClientName, step.Helo, step.Tls.Length > 0 ? step.Tls : null, step.From, step.Command, step.Argument,
        step.Reply, step.Verdict is { } verdict ? LiveVerdictView.Of(verdict) : null);
}

/// <param name="Items">Of the whole feed, before it was filtered; they are gone. Null when nobody can tell how many.</param>
internal sealed record LiveMissedView(long? Items);
