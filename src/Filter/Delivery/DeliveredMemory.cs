using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>
/// Who has a message already whose client was told to send it again, because others do not have it: its retry must not be a second
/// copy. Kept in the state database, since a client comes back after a restart, too, and perhaps to another node.
/// </summary>
internal sealed partial class DeliveredMemory(DeliveredTable table, TimeProvider clock, ILogger<DeliveredMemory> log)
{
    // RFC 5321 §4.5.4.1: clients come back within half an hour at first, later every two or three hours.
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    // Other nodes deliver, too; their clients seldom come back to us sooner.
    private static readonly TimeSpan s_readAgain = TimeSpan.FromMinutes(1);

    // A database that hangs must not keep the client from its reply.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ShortMemory<SmtpReply> _replies = new(Life, clock);
    private readonly ShortMemory<string> _pairs = new(Life, clock);
    private readonly Lock _lock = new();
    private Task? _firstReading;
    private long _read;
    private HashSet<string> _inTable = [];
    private int _forgettings;

    /// <summary>Completes when what was known before the program started is known again, or cannot be read.</summary>
    public Task ReadyAsync()
    {
        lock (_lock)
        {
            if (_firstReading is null || clock.GetElapsedTime(_read) > s_readAgain)
            {
                _read = clock.GetTimestamp();

                // SQLite reads on its caller's thread, which has mail to carry and holds the lock.
                var reading = Task.Run(ReadAsync);
                _firstReading ??= reading;
            }

            return _firstReading;
        }
    }

    /// <summary>Whether there is anything to look for: nearly never, and then the message need not be hashed.</summary>
    public bool MayKnow(Transaction transaction, Recipient recipient) => _pairs.TryFind(Pair(transaction, recipient), out _);

    /// <summary>The reply with which the next hop took this message for this recipient; null when it is not known to have done so.</summary>
    public SmtpReply? Find(Transaction transaction, Recipient recipient, string hash) =>
        _replies.TryFind(Key(Pair(transaction, recipient), hash), out var reply) ? reply : null;

    /// <summary>
    /// Remembers those, on stable storage when this ends. Where the database fails, until the program ends: then a second copy arrives,
    /// rather than none.
    /// </summary>
    public async Task AddAsync(Transaction transaction, string hash, IReadOnlyList<(Recipient Recipient, SmtpReply Reply)> delivered)
    {
        var rows = delivered.Select(one => new DeliveredRow(Pair(transaction, one.Recipient), hash, one.Reply, clock.GetUtcNow())).ToList();
        rows.ForEach(Remember);
        try
        {
            using var limit = new CancellationTokenSource(s_patience, clock);
            await table.AddAsync(rows, limit.Token);
        }
#pragma warning disable CA1031 // Whatever the database does, the client must hear that it has to come again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogNotKept(log, fault, transaction.Id);
        }
    }

    /// <summary>
    /// Forgets those whose client hears "accepted" now: what comes after it with the same bytes (an alarm without a date, say) is a message of
    /// its own, and has to be delivered.
    /// </summary>
    public async Task ForgetAsync(Transaction transaction, string hash, IReadOnlyList<Recipient> recipients)
    {
        var rows = recipients.Select(recipient => (Pair: Pair(transaction, recipient), Hash: hash)).ToList();
        try
        {
            using var limit = new CancellationTokenSource(s_patience, clock);
            await table.RemoveAsync(rows, limit.Token);
        }
#pragma warning disable CA1031 // Whatever the database does, the client must hear that its message was taken.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogNotForgotten(log, fault, transaction.Id);
        }

        lock (_lock)
        {
            _forgettings++;
            rows.ForEach(row => _replies.Forget(Key(row.Pair, row.Hash)));
        }
    }

    /// <summary>The SHA-256 of the message as it was received: what we add in front is another each time.</summary>
    /// <exception cref="IOException">The spooled file can no longer be read.</exception>
    public static async ValueTask<string> HashAsync(Transaction transaction, CancellationToken ct)
    {
        if (transaction.Content.TryGetMemory(out var memory))
        {
            return Convert.ToHexStringLower(SHA256.HashData(memory.Span));
        }

        await using var content = transaction.Content.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
    }

    private async Task ReadAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(s_patience, clock);
            var before = Volatile.Read(ref _forgettings);
            TakeOver(await table.ReadAsync(limit.Token), before);
        }
#pragma warning disable CA1031 // Without the database there may be second copies, but mail flows.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogNotRead(log, fault);
        }
    }

    /// <summary>What another node has forgotten is forgotten here, too.</summary>
    private void TakeOver(List<DeliveredRow> rows, int forgettings)
    {
        lock (_lock)
        {
            if (forgettings != _forgettings)
            {
                // What was forgotten meanwhile may be among the rows; the next reading knows better.
                return;
            }

            var inTable = rows.Select(row => Key(row.Pair, row.Hash)).ToHashSet(StringComparer.Ordinal);
            foreach (var key in _inTable.Where(key => !inTable.Contains(key)))
            {
                _replies.Forget(key);
            }

            _inTable = inTable;
            rows.ForEach(Remember);
        }
    }

    private void Remember(DeliveredRow row)
    {
        var age = clock.GetUtcNow() - row.Time;
        _replies.Remember(Key(row.Pair, row.Hash), row.Reply, age);
        _pairs.Remember(row.Pair, row.Pair, age);
    }

    // As written: to the next hop, "Ann" and "ann" may be two people (RFC 5321 §2.4), and none of them may miss the message.
    private static string Pair(Transaction transaction, Recipient recipient) => $"{transaction.ReturnPath}\n{recipient.Address}";

    private static string Key(string pair, string hash) => $"{pair}\n{hash}";

    [LoggerMessage(
        270, LogLevel.Error, "Who has {Id} already could not be written to the state database: after a restart, its client's retry will be a second copy for them.")]
    private static partial void LogNotKept(ILogger log, Exception exception, string id);

    [LoggerMessage(
        272, LogLevel.Error, "That {Id} was sent again and accepted could not be written to the state database: the same bytes again may be taken for one more retry.")]
    private static partial void LogNotForgotten(ILogger log, Exception exception, string id);

    [LoggerMessage(271, LogLevel.Error, "Who has a message already that will be sent again could not be read from the state database: second copies may arrive.")]
    private static partial void LogNotRead(ILogger log, Exception exception);
}
