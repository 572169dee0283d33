using MsLite.Filter;
using MsLite.Filter.Quarantine;
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
            if (line.Command == Command.Expire)
            {
                return await ExpireAsync(services.GetRequiredService<QuarantineExpiry>());
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The command {line.Command.Name} could not do its work: {fault.Message}");
            return ExitCode.Usage;
        }

        Console.Error.WriteLine($"The command {line.Command.Name} comes with the panel's accounts, which this version does not have yet.");
        return ExitCode.Usage;
    }

    private static ServiceProvider BuildServices(MsLiteOptions options) => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(options)
        .AddLogging(log => log.AddWarningsToError())
        .AddFilter()
        .BuildServiceProvider();

    private static async Task<int> ExpireAsync(QuarantineExpiry expiry)
    {
        var report = await expiry.RunAsync(CancellationToken.None);
        foreach (var day in report.Removed)
        {
            Console.Out.WriteLine($"{day.Day}/{day.Domain}");
        }

        report.Faults.ForEach(Console.Error.WriteLine);
        return report.Faults.Count == 0 ? ExitCode.Done : ExitCode.Found;
    }
}
