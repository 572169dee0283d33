using MsLite.Filter;

namespace MsLite.Web.Health;

/// <summary>Whether the program takes mail and can keep what it refuses.</summary>
internal sealed class Readiness(IHostApplicationLifetime life, MsLiteOptions options)
{
    /// <summary>Null when it is ready; otherwise the reason.</summary>
    public string? Fault =>
        life.ApplicationStopping.IsCancellationRequested || !life.ApplicationStarted.IsCancellationRequested ? "not started, or about to stop"
        : !CanWrite(options.SpamRoot) ? $"the archive {options.SpamRoot} cannot be written to, so what is refused would have to wait with its client"
        : !Path.Exists(options.SrvRoot) ? $"the policy tree {options.SrvRoot} is not there, so every domain would be unknown"
        : null;

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
