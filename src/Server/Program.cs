using MsLite.Admin;
using MsLite.Web.Api;
using MsLite.Web.Commands;
using MsLite.Web.Health;
using MsLite.Web.Http;
using MsLite.Web.Metrics;
using MsLite.Web.SignIn;
using MsLite.Web.Start;

var line = CommandLine.Parse(args);
if (line.AsksForHelp || line.AsksForVersion || line.Fault is not null)
{
    return UsageText.Print(line);
}

var configuration = Configuration.Load(line.Configuration);
if (configuration.Faults.Count > 0)
{
    return StartFaults.Print(configuration.Faults);
}

return line.Command == Command.Serve ? await ServeAsync(configuration, line) : await OtherCommands.RunAsync(line, configuration.Options);

static async Task<int> ServeAsync(Configuration configuration, CommandLine line)
{
    // Heard from now on: a signal that comes too early must not end the program.
    using var hangUps = new HangUps();
    if (!Preparation.TryPrepare(configuration.Options, out var certificatePath, out var faults))
    {
        return StartFaults.Print(faults);
    }

    var builder = ServerBuilder.Create(configuration, line.Configuration, hangUps);
    builder.AddParts(configuration.Options, certificatePath);

    await using var app = builder.Build();
    app.LogUnhandledFaults();
    app.UseForwarded();
    app.UseSecurityHeaders();
    app.UseSameOrigin();
    app.UseRateLimiter();
    app.UseExceptionHandler(AdminUrls.Error, createScopeForErrors: true);
    app.UseStatusCodePagesWithReExecute(AdminUrls.NotFound, createScopeForStatusCodePages: true);
    app.UseAccess();
    app.UseApi();
    app.UseAntiforgery();
    app.MapStaticAssets().AllowAnonymous();
    app.MapHealth();
    app.MapMetrics();
    app.MapApi();
    app.MapAdmin();
    return await app.RunToEndAsync(configuration.Options);
}
