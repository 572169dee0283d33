using System.Net;
using MsLite.Filter.Policy;
using MsLite.Filter.Scanners;

namespace MsLite.Filter.Checks;

/// <summary>Refuses what rspamd rejects, or scores as high as the domain allows: hundreds of small signs weighed together.</summary>
internal sealed class RspamdCheck(ScannerWatch watch) : ICheck
{
    /// <summary>The field that tells the mail's readers, with <c>header: yes</c>.</summary>
    internal const string FieldName = "X-RSPAMD";

    /// <summary>Bytes: rspamd's own default (max_message).</summary>
    private const long MostSize = 50 << 20;

    /// <summary>Characters of the field: a header is no place for more.</summary>
    private const int MostField = 900;

    private readonly Scanner _scanner = new(ScannerKind.Rspamd, options => options.Rspamd.Server, MostSize, watch);

    public string Name => "rspamd";

    public string Summary => "Refuses mail that rspamd rejects, or to which it gives at least the score that the body names.";

    public int Order => 160;

    public bool UsesNetwork => true;

    public bool IsInAll => false;

    public IReadOnlyList<CheckParameter> Parameters { get; } =
    [
        new("server", "http://127.0.0.1:11333", "rspamd's normal worker, or none; the option Rspamd:Server without the line."),
        new("score", "12", "Refuses from this score on, whatever rspamd's own action is; without the line its action alone counts."),
        new("size", "10 MiB", "Longer messages are not scanned; 50 MiB without the line."),
        new("header", "yes", "Writes what rspamd found into the mail, as X-RSPAMD; nothing without the line."),
        ScannerParameters.Down,
    ];

    public bool DefersWhenDown(PolicyBody parameters) => ScannerParameters.DefersWhenDown(parameters);

    public IEnumerable<string> Faults(PolicyBody parameters) => _scanner.Faults(parameters);

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        _scanner.AskAsync(transaction, parameters, (server, token) => ScanAsync(server, transaction, parameters, token), ct);

    private static async Task<CheckResult> ScanAsync(EndPoint server, Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        var reply = await RspamdClient.ScanAsync(server, transaction, ct);
        return Judge(reply, ScannerParameters.Score(parameters)) with
        {
            Evidence = reply.SymbolList,
            Fields = ScannerParameters.IsYes(parameters["header"]) ? [(FieldName, PlainText.Clean($"{reply.Sentence}; {reply.SymbolList}", MostField))] : [],
        };
    }

    private static CheckResult Judge(RspamdReply reply, double? most) => reply.Action switch
    {
        // No message is dropped in silence here, and the archive is our quarantine.
        "reject" or "discard" or "quarantine" => CheckResult.Refuse($"rspamd: {reply.Sentence}", reply.Sentence),
        _ when reply.Score >= most => CheckResult.Refuse($"rspamd: {reply.Sentence}", reply.Sentence),

        // What its greylisting and rate limits answer when the client is to come again; "greylist" alone is only a high score.
        "soft reject" => CheckResult.Defer($"rspamd: {reply.Sentence}", reply.Sentence),
        _ => CheckResult.Pass(reply.Sentence, reply.Sentence),
    };
}
