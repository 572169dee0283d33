using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Web.Start;

namespace MsLite.Web.Commands;

/// <summary>For who cannot come in any more, beside a running server or without one. Gives the exit code.</summary>
internal sealed class AdminCommands(SetupLinks links, MsLiteOptions options)
{
    /// <summary>Prints the link alone on a line.</summary>
    public async Task<int> ResetAsync()
    {
        await links.ForgetAdministratorsAsync(CancellationToken.None);
        var path = await FirstAdministrator.LinkAsync(links, CancellationToken.None);
        Console.Error.WriteLine("Every administrator's account is gone and their sessions have ended; tokens and other accounts stay. This link works once, for a day:");
        Console.Out.WriteLine($"{options.Http.Listen.FirstOrDefault()?.TrimEnd('/')}{path}");
        return ExitCode.Done;
    }
}
