using System.Globalization;
using MsLite.Filter.Greylisting;
using MsLite.Filter.Policy;
using MsLite.Mail.Auth;

namespace MsLite.Filter.Checks;

/// <summary>
/// Defers the first message of a sender to a recipient: a mail server comes back (RFC 5321 §4.5.4.1), what sends spam from somebody's
/// computer mostly does not.
/// </summary>
internal sealed class GreylistingCheck(Greylist greylist, TimeProvider clock) : IRecipientCheck
{
    /// <summary>Half of what all questions to the network have: a sender's slow name servers must not leave no time to defer its mail.</summary>
    private static readonly TimeSpan s_mostForSpf = TimeSpan.FromSeconds(4);

    public string Name => "greylisting";

    public string Summary => "Defers the first message from a network and sender to a recipient; mail servers come back after some minutes, bots do not.";

    public int Order => 30;

    public bool UsesNetwork => true;

    public bool RestsOnClient => true;

    public bool IsInAll => false;

    public IReadOnlyList<CheckParameter> Parameters => GreylistTimes.Parameters;

    public IEnumerable<string> Faults(PolicyBody parameters) =>
        from key in GreylistTimes.Parameters.Select(parameter => parameter.Key)
        where parameters[key] is { } text && GreylistTimes.Parse(text) is null
        select $"has \"{key}: {PlainText.Clean(parameters[key])}\", which is no time: write a number and a unit, such as 90s, 5m, 8h or 35d.";

    public async ValueTask<CheckResult> ExamineAsync(Transaction transaction, Recipient recipient, PolicyBody parameters, CancellationToken ct)
    {
        // Large senders retry from another network; where SPF says that it is theirs, the domain is what comes back.
        var key = GreylistKey.Of(transaction.Client.Address, transaction.ReturnPath, recipient.Address, await SpfPassesAsync(transaction, ct));
        var times = GreylistTimes.Of(parameters);
        var entry = transaction.IsRehearsal ? await greylist.LookAsync(key, times, ct) : await greylist.TryAsync(key, times, ct);
        var value = $"{key.Client} {key.Sender} {key.Recipient}";
        return entry.Passes
            ? CheckResult.Pass(value, $"Came back {Age(entry.FirstTry)} after the first try.")
            : CheckResult.Defer("Greylisting in effect - please try again later", value) with { Evidence = Wait(entry, times) };
    }

    private async Task<bool> SpfPassesAsync(Transaction transaction, CancellationToken ct)
    {
        try
        {
            return (await transaction.Authentication.SpfAsync().WaitAsync(s_mostForSpf, clock, ct)).Result == AuthResult.Pass;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private string Wait(GreylistEntry entry, GreylistTimes times) => entry.Tries > 1
        ? $"try {entry.Tries.ToString(CultureInfo.InvariantCulture)}, {Age(entry.FirstTry)} after the first; it may pass from {Span(times.Delay)} on"
        : $"the first try; it may pass from {Span(times.Delay)} on";

    private string Age(DateTimeOffset first) => Span(clock.GetUtcNow() - first);

    private static string Span(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} hours"),
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
    };
}
