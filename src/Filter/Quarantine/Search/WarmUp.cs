namespace MsLite.Filter.Quarantine.Search;

/// <summary>
/// Reads a file once from its beginning to its end. Whoever asks a database first after a start would fetch the same bytes page by page, and wait
/// for the disk at each: some thirty times as long.
/// </summary>
internal static class WarmUp
{
    private const int PieceSize = 1024 * 1024;

    /// <summary>A file that takes a larger part of the memory would push out what is needed more.</summary>
    private const int LeastTimesInMemory = 4;

    /// <param name="path">Of a file that need not be there.</param>
    /// <param name="memory">Bytes that the program may use.</param>
    /// <returns>The bytes that were read: none when the file is too large.</returns>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public static Task<long> ReadAsync(string path, long memory, CancellationToken ct) =>
        // On a thread of its own: one of the pool's few would wait for the disk, and be missing for mail.
        Task.Factory.StartNew(() => Read(path, memory, ct), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static long Read(string path, long memory, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        if (RandomAccess.GetLength(file) > memory / LeastTimesInMemory)
        {
            return 0;
        }

        var piece = new byte[PieceSize];
        var read = 0L;
        for (int count; (count = RandomAccess.Read(file, piece, read)) > 0; read += count)
        {
            ct.ThrowIfCancellationRequested();
        }

        return read;
    }
}
