using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Checks;
using MsLite.Filter.Health;

namespace MsLite.Filter.Scanners;

/// <summary>
/// Stands between the checks and the daemons they ask: few messages at a time, every failure an abstention with a sentence, and one
/// line in the log when a daemon goes down or comes back, not one for each message.
/// </summary>
public sealed partial class ScannerWatch : INoticeSource, IHealthSource
{
    /// <summary>A daemon that had so long and was given up had its chance: most of the time that a message may wait for the network.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(4);

    /// <summary>A daemon that nobody has asked for so long is not in use any more: its notice goes.</summary>
    private static readonly TimeSpan s_forgottenAfter = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<(ScannerKind Kind, string Server), WatchedScanner> _scanners = [];
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    public ScannerWatch(CurrentOptions options, FilterMetrics metrics, TimeProvider clock, ILogger<ScannerWatch> log)
    {
        (_clock, _log) = (clock, log);
        metrics.ObserveScannersDown(() => Down().Count());
        options.OnChange(Forget);
    }

    public IReadOnlyList<Notice> Notices => [.. Down().OrderBy(scanner => scanner.Kind.Check, StringComparer.Ordinal).Select(scanner => scanner.Notice).OfType<Notice>()];

    /// <inheritdoc/>
    public IReadOnlyList<HealthItem> Health => [.. _scanners.Values.Where(IsInUse).OrderBy(scanner => scanner.Kind.Check, StringComparer.Ordinal).Select(scanner => scanner.Health)];

    /// <param name="server">The address as the operator wrote it.</param>
    /// <param name="transaction">Whose message it is asked about.</param>
    /// <exception cref="OperationCanceledException">The token's.</exception>
    internal async Task<CheckResult> AskAsync(
        ScannerKind kind, string server, Transaction transaction, Func<EndPoint, CancellationToken, Task<CheckResult>> ask, CancellationToken ct)
    {
        var scanner = _scanners.GetOrAdd((kind, server), static key => new WatchedScanner(key.Kind, key.Server));
        var started = scanner.LastUse = _clock.GetTimestamp();
        if (!kind.TryParse(server, out var endPoint, out var fault))
        {
            return Abstain(scanner, fault);
        }

        try
        {
            var result = await InTurnAsync(scanner, token => ask(endPoint, token), ct);
            if (scanner.ComeUp())
            {
                LogUp(_log, kind.Program, PlainText.Clean(server));
            }

            return result;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            if (!transaction.IsJudgedInTime)
            {
                NoteSilence(scanner, _clock.GetElapsedTime(started));
            }

            throw;
        }
        catch (Exception e) when (e is ScannerException or IOException or SocketException or HttpRequestException or ObjectDisposedException)
        {
            // What was given up breaks in many ways.
            ct.ThrowIfCancellationRequested();
            return Abstain(scanner, Sentence(e));
        }
    }

    /// <summary>A daemon that the options name no more; a check whose body names it notes it again.</summary>
    private void Forget(MsLiteOptions before, MsLiteOptions now)
    {
        foreach (var (kind, old, _) in OfOptions(before).Zip(OfOptions(now), (was, after) => (was.Kind, was.Server, Now: after.Server)).Where(one => one.Server != one.Now))
        {
            _scanners.TryRemove((kind, old), out _);
        }
    }

    private static IEnumerable<(ScannerKind Kind, string Server)> OfOptions(MsLiteOptions options) =>
        [(ScannerKind.Clamav, options.Clamav.Server), (ScannerKind.Rspamd, options.Rspamd.Server), (ScannerKind.Spamassassin, options.Spamassassin.Server)];

    private static async Task<CheckResult> InTurnAsync(WatchedScanner scanner, Func<CancellationToken, Task<CheckResult>> ask, CancellationToken ct)
    {
        await scanner.Places.WaitAsync(ct);
        try
        {
            return await ask(ct);
        }
        finally
        {
            scanner.Places.Release();
        }
    }

    private void NoteSilence(WatchedScanner scanner, TimeSpan waited)
    {
        if (waited >= s_silence)
        {
            Abstain(scanner, $"It gave no answer within {waited.TotalSeconds:0.#} seconds.");
        }
    }

    private CheckResult Abstain(WatchedScanner scanner, string why)
    {
        if (scanner.GoDown(why, _clock.GetLocalNow()))
        {
            LogDown(_log, scanner.Kind.Program, PlainText.Clean(scanner.Server), why, scanner.Kind.Check, scanner.Kind.Remedy);
        }

        return CheckResult.AbstainQuietly($"{scanner.Kind.Program} at {scanner.Server} cannot be used: {why}") with { IsDown = true };
    }

    private static string Sentence(Exception e) => e switch
    {
        ScannerException or EndOfStreamException => e.Message,
        _ => $"{PlainText.Clean((e.GetBaseException() as SocketException)?.Message ?? e.Message).TrimEnd('.')}.",
    };

    private IEnumerable<WatchedScanner> Down() =>
        _scanners.Values.Where(scanner => scanner.IsDown && IsInUse(scanner));

    private bool IsInUse(WatchedScanner scanner) => _clock.GetElapsedTime(scanner.LastUse) < s_forgottenAfter;

    [LoggerMessage(240, LogLevel.Warning, "{Program} at {Server} cannot be used: {Why} The check {Check} abstains until it answers, and mail passes without it. {Remedy}")]
    private static partial void LogDown(ILogger log, string program, string server, string why, string check, string remedy);

    [LoggerMessage(241, LogLevel.Information, "{Program} at {Server} answers again.")]
    private static partial void LogUp(ILogger log, string program, string server);
}
