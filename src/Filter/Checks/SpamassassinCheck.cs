using System.Globalization;
using System.Net;
using MsLite.Filter.Policy;
using MsLite.Filter.Scanners;

namespace MsLite.Filter.Checks;

/// <summary>Refuses what SpamAssassin's daemon calls spam, or scores as high as the domain allows.</summary>
internal sealed class SpamassassinCheck(ScannerWatch watch) : ICheck
{
    /// <summary>Bytes: spamc's own default. Spam is small, and the rules are slow.</summary>
    private const long MostSize = 500 << 10;

    private readonly Scanner _scanner = new(ScannerKind.Spamassassin, options => options.Spamassassin.Server, MostSize, watch);

    public string Name => "spamassassin";

    public string Summary => "Refuses mail that SpamAssassin (spamd) calls spam, or to which it gives at least the score that the body names.";

    public int Order => 170;

    public bool UsesNetwork => true;

    public bool IsInAll => false;

    public IReadOnlyList<CheckParameter> Parameters { get; } =
    [
        new("server", "127.0.0.1:783", "Where spamd listens, or unix:/path, or none; the option Spamassassin:Server without the line."),
        new("score", "8", "Refuses from this score on, also what spamd does not call spam yet; without the line its word alone counts."),
        new("user", "bob", "Whose preferences count; spamd's own without the line."),
        new("size", "1 MiB", "Longer messages are not scanned; 500 KiB without the line."),
        ScannerParameters.Down,
    ];

    public bool DefersWhenDown(PolicyBody parameters) => ScannerParameters.DefersWhenDown(parameters);

    public IEnumerable<string> Faults(PolicyBody parameters) => _scanner.Faults(parameters);

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        _scanner.AskAsync(transaction, parameters, (server, token) => ScanAsync(server, transaction, parameters, token), ct);

    private static async Task<CheckResult> ScanAsync(EndPoint server, Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        var user = parameters["user"] is { } given && ScannerParameters.IsUser(given) ? given : "";
        var reply = await SpamdClient.ScanAsync(server, transaction.Content, user, ct);
        return Judge(reply, ScannerParameters.Score(parameters)) with { Evidence = reply.Rules };
    }

    private static CheckResult Judge(SpamdReply reply, double? most)
    {
        var score = Scores(reply.Score, reply.IsSpam ? reply.Required : most ?? reply.Required);
        return reply.IsSpam || reply.Score >= most
            ? CheckResult.Refuse($"spamassassin: spam ({score})", score)
            : CheckResult.Pass(score, $"no spam ({score})");
    }

    private static string Scores(double score, double required) => string.Create(CultureInfo.InvariantCulture, $"{score:0.##}/{required:0.##}");
}
