using System.Data.Common;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Explain;
using MsLite.Filter.Lint;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Release;
using MsLite.Web.Start;

namespace MsLite.Web.Commands;

/// <summary>The commands that do one thing and end.</summary>
internal static class OtherCommands
{
    /// <summary>Gives the exit code.</summary>
    public static async Task<int> RunAsync(CommandLine line, MsLiteOptions options)
    {
        await using var services = BuildServices(options);
        try
        {
            return line.Command.Name switch
            {
                "health" => await HealthCommand.RunAsync(options),
                "explain" => await ExplainAsync(line, services),
                "lint" => await services.GetRequiredService<Linter>().RunAsync(Console.Out),
                "release" => await ReleaseAsync(line, services.GetRequiredService<Releaser>()),
                "expire" => await ExpireAsync(services.GetRequiredService<QuarantineExpiry>()),
                "quarantine reindex" => await ReindexAsync(services),
                "token create" => await Tokens(services).CreateAsync(line),
                "token list" => await Tokens(services).ListAsync(),
                "token revoke" => await Tokens(services).RevokeAsync(line.Words[0]),
                _ => await Admin(services).ResetAsync(),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException)
        {
            return Refuse($"The command {line.Command.Name} could not do its work: {fault.Message}");
        }
    }

    private static ServiceProvider BuildServices(MsLiteOptions options) => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(options)
        .AddLogging(log => log.AddWarningsToError())
        .AddFilter()
        .BuildServiceProvider();

    private static Task<int> ReindexAsync(ServiceProvider services)
    {
        MakeStateRoot(services);
        return new ReindexCommand(services.GetRequiredService<SearchKeeper>()).RunAsync();
    }

    private static TokenCommands Tokens(ServiceProvider services)
    {
        MakeStateRoot(services);
        return new TokenCommands(services.GetRequiredService<TokenStore>(), services.GetRequiredService<TimeProvider>());
    }

    private static AdminCommands Admin(ServiceProvider services)
    {
        MakeStateRoot(services);
        return new AdminCommands(services.GetRequiredService<SetupLinks>(), services.GetRequiredService<MsLiteOptions>());
    }

    // A token may be made before the first start.
    private static void MakeStateRoot(ServiceProvider services) => Directory.CreateDirectory(services.GetRequiredService<MsLiteOptions>().StateRoot);

    private static async Task<int> ExplainAsync(CommandLine line, ServiceProvider services) =>
        ExplainQuestion.TryParse(line["from"], line["to"], line["ip"], line["helo"], out var question, out var fault)
            ? await services.GetRequiredService<Explainer>().RunAsync(line.Words[0], question, line.Has("json"), Console.Out, CancellationToken.None)
            : Refuse(fault);

    private static async Task<int> ReleaseAsync(CommandLine line, Releaser releaser)
    {
        var outcomes = await releaser.ReleaseAsync(line.Words[0], "command line", line.Has("again"), CancellationToken.None);
        foreach (var outcome in outcomes)
        {
            Console.Out.WriteLine($"{outcome.Recipient}: {outcome.Text}");
            if (outcome.Warning.Length > 0)
            {
                Console.Error.WriteLine(outcome.Warning);
            }
        }

        if (outcomes.Count == 0)
        {
            Console.Error.WriteLine($"The archive holds no message with the reference {line.Words[0]}: it was never refused here, or has expired.");
        }

        return outcomes.Count > 0 && outcomes.All(outcome => outcome.IsReleased) ? ExitCode.Done : ExitCode.Found;
    }

    private static async Task<int> ExpireAsync(QuarantineExpiry expiry)
    {
        var report = await expiry.RunAsync(CancellationToken.None);
        foreach (var removal in report.Removed)
        {
            Console.Out.WriteLine(removal);
        }

        report.Faults.ForEach(Console.Error.WriteLine);
        return report.Faults.Count == 0 ? ExitCode.Done : ExitCode.Found;
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return ExitCode.Usage;
    }
}
