using System.Globalization;
using System.Net;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Scanners;

/// <summary>A scanner as its check uses it: which server is asked, up to which size, and what stands in for an answer.</summary>
/// <param name="server">Reads the option, for a body that names none.</param>
/// <param name="mostSize">Bytes of a message that is looked at, unless the body says otherwise.</param>
internal sealed class Scanner(ScannerKind kind, Func<MsLiteOptions, string> server, long mostSize, ScannerWatch watch)
{
    /// <summary>The answer, or an abstention that says why there is none.</summary>
    /// <exception cref="OperationCanceledException">The token's.</exception>
    public async ValueTask<CheckResult> AskAsync(
        Transaction transaction, PolicyBody parameters, Func<EndPoint, CancellationToken, Task<CheckResult>> ask, CancellationToken ct)
    {
        var text = parameters["server"] ?? server(transaction.Options);
        if (text.Equals(ScannerKind.None, StringComparison.OrdinalIgnoreCase))
        {
            return CheckResult.AbstainQuietly($"There is no {kind.Program} here (server: {ScannerKind.None}).");
        }

        var size = transaction.Content.Length;
        var most = parameters["size"] is { } given && ScannerParameters.TryParseSize(given, out var parsed) ? parsed : mostSize;
        if (size > most)
        {
            return CheckResult.AbstainQuietly(
                string.Create(CultureInfo.InvariantCulture, $"The message has {size} bytes; only those of at most {most} (size:) are given to {kind.Program}."));
        }

        return await watch.AskAsync(kind, text, transaction, ask, ct);
    }

    public IEnumerable<string> Faults(PolicyBody parameters) => ScannerParameters.Faults(kind, parameters);
}
