using MsLite.Web.Commands;
using MsLite.Web.Health;
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

return line.Command == Command.Serve ? await ServeAsync(configuration) : await OtherCommands.RunAsync(line, configuration.Options);

static async Task<int> ServeAsync(Configuration configuration)
{
    if (!Preparation.TryPrepare(configuration.Options, out var certificatePath, out var faults))
    {
        return StartFaults.Print(faults);
    }

    var builder = ServerBuilder.Create(configuration);
    builder.AddLog(configuration.Options);
    builder.AddListeners(configuration.Options);

    await using var app = builder.Build();
    app.LogUnhandledFaults();
    app.MapHealth();
    return await app.RunToEndAsync(configuration.Options);
}
