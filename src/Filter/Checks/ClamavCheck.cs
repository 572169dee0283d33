using System.Net;
using MsLite.Filter.Policy;
using MsLite.Filter.Scanners;

namespace MsLite.Filter.Checks;

/// <summary>Refuses a message in which ClamAV's daemon finds a virus: it knows millions of them by their bytes.</summary>
internal sealed class ClamavCheck(ScannerWatch watch, TimeProvider clock) : ICheck
{
    /// <summary>Bytes: StreamMaxLength of Debian's clamd. What is longer clamd would not take either.</summary>
    private const long MostSize = 25 << 20;

    private readonly Scanner _scanner = new(ScannerKind.Clamav, options => options.Clamav.Server, MostSize, watch);
    private readonly ClamdClient _clamd = new(clock);

    public string Name => "clamav";

    public string Summary => "Refuses mail in which ClamAV (clamd) finds a virus.";

    public int Order => 150;

    public bool UsesNetwork => true;

    public IReadOnlyList<CheckParameter> Parameters { get; } =
    [
        new("server", "127.0.0.1:3310", "Where clamd listens, or unix:/path, or none; the option Clamav:Server without the line."),
        new("size", "10 MiB", "Longer messages are not scanned; 25 MiB without the line."),
        ScannerParameters.Down,
    ];

    public bool DefersWhenDown(PolicyBody parameters) => ScannerParameters.DefersWhenDown(parameters);

    public IEnumerable<string> Faults(PolicyBody parameters) => _scanner.Faults(parameters);

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        _scanner.AskAsync(transaction, parameters, (server, token) => ScanAsync(server, transaction, token), ct);

    private async Task<CheckResult> ScanAsync(EndPoint server, Transaction transaction, CancellationToken ct)
    {
        var reply = await _clamd.ScanAsync(server, transaction.Content, ct);
        return reply switch
        {
            { IsTooLarge: true } => CheckResult.Abstain(
                $"The message has {transaction.Content.Length} bytes, more than clamd takes. Raise its StreamMaxLength, or lower size: in the file checks/clamav."),
            { Virus: { } name } => CheckResult.Refuse($"virus:{name}", name),
            _ => CheckResult.Pass("", "clamd finds nothing."),
        };
    }
}
