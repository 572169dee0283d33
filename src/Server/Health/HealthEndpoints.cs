using MsLite.Filter;

namespace MsLite.Web.Health;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it takes mail and can keep what it refuses.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok\n"));
        app.MapGet("/readyz", (IHostApplicationLifetime life, MsLiteOptions options) => Fault(life, options) is { } fault
            ? Results.Text(fault + "\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready\n"));
    }

    private static string? Fault(IHostApplicationLifetime life, MsLiteOptions options)
    {
        if (life.ApplicationStopping.IsCancellationRequested || !life.ApplicationStarted.IsCancellationRequested)
        {
            return "not started, or about to stop";
        }

        return CanWrite(options.SpamRoot) ? null : "the archive cannot be written to";
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
