using MsLite.Filter;
using MsLite.Web.Commands;

namespace MsLite.Web.Start;

/// <summary>What the program says once it is ready: where it listens, the set-up link, and what to type next while nothing is hosted.</summary>
internal static class Banner
{
    public static string Text(MsLiteOptions options, Listeners listeners, string? setupPath)
    {
        var lines = new List<string>
        {
            $"MsLite.Web {UsageText.Version} on {options.Hostname}",
            $"SMTP    {string.Join(", ", listeners.Smtp)}",
        };
        var panel = listeners.Http.Count == 0 ? null : listeners.Http[0];
        if (panel is not null)
        {
            lines.Add($"Panel   {panel}/");
            if (setupPath is not null)
            {
                lines.Add($"Set-up  {panel}{setupPath} (works once, for a day)");
            }
        }

        lines.Add($"Policy  {Path.GetFullPath(options.SrvRoot)}");
        lines.Add($"Archive {Path.GetFullPath(options.SpamRoot)}");
        if (!FirstSteps.AreDone(options.SrvRoot))
        {
            var steps = FirstSteps.For(options.SrvRoot, options.Smtp.Listen[0]);
            lines.Add("");
            lines.Add("No domain is hosted yet, so all mail is refused. Host one, accept one address in it, and send it a message:");
            lines.Add($"  {steps.Host}");
            lines.Add($"  {steps.Send}");
        }

        return string.Join('\n', lines);
    }
}
