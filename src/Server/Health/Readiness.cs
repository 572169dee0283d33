using MsLite.Filter;

namespace MsLite.Web.Health;

/// <summary>Whether the program takes mail and can keep what it refuses.</summary>
internal sealed class Readiness(IHostApplicationLifetime life, MsLiteOptions options)
{
    /// <summary>Null when it is ready; otherwise every reason, a sentence each.</summary>
    public string? Fault => string.Join(' ', Faults()) is { Length: > 0 } faults ? faults : null;

    private IEnumerable<string> Faults()
    {
        if (life.ApplicationStopping.IsCancellationRequested || !life.ApplicationStarted.IsCancellationRequested)
        {
            yield return "The program is not started yet, or about to stop.";
            yield break;
        }

        if (!CanWrite(options.SpamRoot))
        {
            yield return $"The archive {options.SpamRoot} cannot be written to, so what is refused has to wait with its client.";
        }

        if (!CanWrite(options.StateRoot))
        {
            yield return $"The state {options.StateRoot} cannot be written to, so large messages have to wait with their clients.";
        }

        if (!Path.Exists(options.SrvRoot))
        {
            yield return $"The policy tree {options.SrvRoot} is not there, so every domain is unknown.";
        }
    }

    private static bool CanWrite(string directory)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(directory, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
