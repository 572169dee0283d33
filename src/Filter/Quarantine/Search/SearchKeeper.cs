using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>Keeps the search index like the files of the quarantine, which alone decide: it can be thrown away and made again.</summary>
public sealed partial class SearchKeeper : IDisposable
{
    private const int MostDirectories = 2_000;
    private const int MostChanges = 20_000;

    /// <summary>Up to so many are asked for one by one, and not read with all others.</summary>
    private const int FewPlaces = 100;

    private readonly QuarantineStore _store;
    private readonly SearchDatabase _database;
    private readonly ILogger<SearchKeeper> _log;
    private readonly SearchPace _pace;

    /// <summary>One takes in what has changed, and whoever asks meanwhile waits for it.</summary>
    private readonly SemaphoreSlim _catching = new(1);

    /// <summary>One goes over the whole quarantine, and nobody waits for it.</summary>
    private readonly SemaphoreSlim _passing = new(1);

    private readonly WriteTurns _turns = new();

    internal SearchKeeper(QuarantineStore store, SearchDatabase database, TimeProvider clock, ILogger<SearchKeeper> log) =>
        (_store, _database, _pace, _log) = (store, database, new SearchPace(clock), log);

    /// <summary>How far the pass over the whole quarantine has come that is on its way; null when none is.</summary>
    public SearchProgress? Running { get; private set; }

    /// <inheritdoc cref="SearchDatabase.WarmUpAsync"/>
    public Task<long> WarmUpAsync(CancellationToken ct) => _database.WarmUpAsync(ct);

    /// <summary>Takes in what this process has archived, released and removed since the last time. The lines that were new.</summary>
    /// <exception cref="DbException">The database does not take them; they are taken in by the next rescan.</exception>
    public Task<long> CatchUpAsync(CancellationToken ct) => CatchUpAsync(Timeout.InfiniteTimeSpan, ct);

    /// <summary>The same for somebody who asks: he waits no longer than <paramref name="patience"/>, and a pass over the whole makes room for him.</summary>
    internal Task<long> PrepareAnswerAsync(TimeSpan patience, CancellationToken ct)
    {
        _pace.Asked();
        return CatchUpAsync(patience, ct);
    }

    /// <summary>Takes in whatever came or went, by whose hand ever. The lines that were new.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    /// <exception cref="IOException">The quarantine cannot be listed.</exception>
    public async Task<long> RescanAsync(IProgress<SearchProgress>? progress, CancellationToken ct)
    {
        await _passing.WaitAsync(ct);
        try
        {
            var places = _store.Days().SelectMany(day => _store.Domains(day).Select(domain => new ChangedIndex(day, domain, WithFiles: true))).ToList();
            Running = new SearchProgress(0, places.Count, 0);
            _pace.Begin();
            await using var connection = await _database.OpenToWriteAsync(ct);
            var followed = new FollowedPlaces(connection);
            var copies = await LookAtAsync(connection, followed, places, Reached, ct);
            await ForgetOthersAsync(connection, followed, places, ct);
            return copies;
        }
        finally
        {
            Running = null;
            _passing.Release();
        }

        void Reached(SearchProgress reached)
        {
            Running = reached;
            progress?.Report(reached);
        }
    }

    /// <summary>Throws the index away and makes it again from the files. The lines that it holds then.</summary>
    public async Task<long> ReindexAsync(IProgress<SearchProgress>? progress, CancellationToken ct)
    {
        await _passing.WaitAsync(ct);
        try
        {
            using var turn = await _turns.TakeAsync(Timeout.InfiniteTimeSpan, ct);
            await using var connection = await _database.OpenAsync(ct);
            await SearchSchema.RebuildAsync(connection, ct);
        }
        finally
        {
            _passing.Release();
        }

        return await RescanAsync(progress, ct);
    }

    public void Dispose()
    {
        _catching.Dispose();
        _passing.Dispose();
        _turns.Dispose();
    }

    private async Task<long> CatchUpAsync(TimeSpan patience, CancellationToken ct)
    {
        if ((_store.Changed.IsEmpty && _catching.CurrentCount > 0) || !await _catching.WaitAsync(patience, ct))
        {
            return 0;
        }

        try
        {
            return await TakeChangedAsync(patience, ct);
        }
        finally
        {
            _catching.Release();
        }
    }

    private async Task<long> TakeChangedAsync(TimeSpan patience, CancellationToken ct)
    {
        using var turn = await _turns.TakeAsync(patience, ct);
        if (turn is null || _store.Changed.Take() is not { Count: > 0 } places)
        {
            return 0;
        }

        await using var connection = await _database.OpenToWriteAsync(ct);
        return await LookAtAsync(connection, new FollowedPlaces(connection), places, reached: null, ct);
    }

    /// <param name="reached">Hears of each step of a pass, which takes a turn for each; null for whoever has the turn.</param>
    private async Task<long> LookAtAsync(
        DbConnection connection, FollowedPlaces followed, IReadOnlyList<ChangedIndex> places, Action<SearchProgress>? reached, CancellationToken ct)
    {
        if (places.Count > FewPlaces)
        {
            await followed.ReadAllAsync(ct);
        }

        await using var readings = new ReadAhead(_store.Root, places, place => place.WithFiles && followed.IsNew(place)).ReadAsync(ct).GetAsyncEnumerator(ct);
        var (looked, copies) = (0, 0L);
        while (looked < places.Count)
        {
            var (more, count) = reached is null
                ? await LookAtSomeAsync(connection, followed, readings, () => false, ct)
                : await PassSomeAsync(connection, followed, readings, ct);
            (looked, copies) = (looked + more, copies + count);
            reached?.Invoke(new SearchProgress(looked, places.Count, copies));
        }

        return copies;
    }

    /// <summary>A step of a pass: it ends early when somebody waits for it, one who writes or one who reads.</summary>
    private async Task<(int Directories, long Copies)> PassSomeAsync(
        DbConnection connection, FollowedPlaces followed, IAsyncEnumerator<PlaceReading> readings, CancellationToken ct)
    {
        await _pace.RestAsync(ct);
        using var turn = await _turns.TakeAsync(Timeout.InfiniteTimeSpan, ct);
        return await LookAtSomeAsync(connection, followed, readings, () => _turns.AreWanted || _pace.IsTired, ct);
    }

    /// <summary>As many directories as go into one transaction: a commit costs the same for one row and for thousands. What it did not reach is done by the next.</summary>
    private async Task<(int Directories, long Copies)> LookAtSomeAsync(
        DbConnection connection, FollowedPlaces followed, IAsyncEnumerator<PlaceReading> readings, Func<bool> isToEnd, CancellationToken ct)
    {
        await using var batch = await SearchBatch.BeginAsync(connection, _database.Words, ct);
        var follower = new IndexFollower(_store.Root, connection, batch, followed);
        var (directories, copies) = (0, 0L);
        for (; directories < MostDirectories && batch.Changes < MostChanges && !(directories > 0 && isToEnd()) && await readings.MoveNextAsync(); directories++)
        {
            copies += await FollowAsync(follower, readings.Current, ct);
        }

        await batch.CommitAsync(ct);
        return (directories, copies);
    }

    /// <summary>One directory that cannot be read must not keep the others out.</summary>
    private async Task<int> FollowAsync(IndexFollower follower, PlaceReading reading, CancellationToken ct)
    {
        var (day, domain, withFiles) = reading.Place;
        try
        {
            if (reading.Fault is not null)
            {
                LogUnreadable(_log, $"{day}/{domain}", reading.Fault.Message);
                return 0;
            }

            if (reading.First is { } first)
            {
                return await follower.WriteFirstAsync(day, domain, first, ct);
            }

            if (await follower.IsUpToDateAsync(day, domain, ct))
            {
                return 0;
            }

            var count = await follower.ReadNewLinesAsync(day, domain, ct);
            if (withFiles)
            {
                await follower.CompareFilesAsync(day, domain, ct);
            }

            return count;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(_log, $"{day}/{domain}", error.Message);
            return 0;
        }
    }

    private async Task ForgetOthersAsync(DbConnection connection, FollowedPlaces followed, IReadOnlyList<ChangedIndex> places, CancellationToken ct)
    {
        await followed.ReadAllAsync(ct);
        var others = followed.Known.Except(places.Select(place => (place.Day, place.Domain))).ToList();
        if (others.Count == 0)
        {
            return;
        }

        using var turn = await _turns.TakeAsync(Timeout.InfiniteTimeSpan, ct);
        await using var batch = await SearchBatch.BeginAsync(connection, _database.Words, ct);
        var follower = new IndexFollower(_store.Root, connection, batch, followed);
        foreach (var (day, domain) in others)
        {
            // Another node may have made it, and taken it in, since we looked.
            if (!Directory.Exists(Path.Combine(_store.Root, day, domain)))
            {
                await follower.ForgetAsync(day, domain, ct);
            }
        }

        await batch.CommitAsync(ct);
    }

    [LoggerMessage(280, LogLevel.Warning, "{Place} of the quarantine cannot be read, and is not searched until it can: {Fault}")]
    private static partial void LogUnreadable(ILogger log, string place, string fault);
}
