using System.Reflection;

namespace MsLite.Web.Commands;

/// <summary>What the program says about itself on the command line.</summary>
internal static class UsageText
{
    public static string Version { get; } = typeof(UsageText).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static string Text { get; } = string.Join('\n',
    [
        "MsLite.Web, a mail filter that never loses a message.",
        "",
        "Usage: MsLite.Web [COMMAND] [--MsLite:KEY=VALUE]…",
        "",
        .. Command.All.SelectMany(command => new[] { $"  {command.Usage}", $"      {command.Summary}" }),
        "  --help, --version",
        "",
        "Options of the configuration are listed in README.md; they can stand in appsettings.json (section MsLite),",
        "in the environment (MsLite__SrvRoot=/srv) or on the command line (--MsLite:SrvRoot=/srv).",
        "",
    ]);

    /// <summary>Answers --help, --version or a line that makes no sense; gives the exit code.</summary>
    public static int Print(CommandLine line)
    {
        if (line.AsksForHelp || line.AsksForVersion)
        {
            Console.Out.Write(line.AsksForHelp ? Text : $"MsLite.Web {Version}\n");
            return ExitCode.Done;
        }

        Console.Error.WriteLine(line.Fault);
        Console.Error.WriteLine();
        Console.Error.Write(Text);
        return ExitCode.Usage;
    }
}
