using MsLite.Filter;

namespace MsLite.Web.Commands;

/// <summary>The commands that do one thing and end.</summary>
internal static class OtherCommands
{
    /// <summary>Gives the exit code.</summary>
    public static Task<int> RunAsync(CommandLine line, MsLiteOptions options)
    {
        _ = options;
        Console.Error.WriteLine($"The command {line.Command.Name} is not part of this version yet.");
        return Task.FromResult(ExitCode.Usage);
    }
}
