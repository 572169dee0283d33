namespace MsLite.Web.Health;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it takes mail and can keep what it refuses.</summary>
internal static class HealthEndpoints
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<Readiness>();

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok\n")).AllowAnonymous();
        app.MapGet("/readyz", (Readiness readiness) => readiness.Fault is { } fault
            ? Results.Text(fault + "\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready\n")).AllowAnonymous();
    }
}
