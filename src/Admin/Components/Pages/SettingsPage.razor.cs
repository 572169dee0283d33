using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using MsLite.Admin.SignIn;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Settings;

namespace MsLite.Admin.Components.Pages;

/// <summary>How the process runs, for administrators: every option with its origin, the certificates, what to back up. Nothing is changed here.</summary>
public sealed partial class SettingsPage
{
    private bool _maySee;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private IOptionValues Options { get; set; } = null!;

    [Inject]
    private ICertificates Certificates { get; set; } = null!;

    [Inject]
    private MsLiteOptions Running { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private (string SrvRoot, string SpamRoot, string StateRoot) Full =>
        (Path.GetFullPath(Running.SrvRoot), Path.GetFullPath(Running.SpamRoot), Path.GetFullPath(Running.StateRoot));

    private List<string> Waiting => [.. Options.Values.Where(option => option.Waiting is not null).Select(option => option.Key)];

    private bool IsSqlite => Running.Database == "sqlite";

    protected override void OnInitialized()
    {
        _maySee = Http.User.Caller()?.ChangesEverything == true;
        if (!_maySee)
        {
            Http.Refuse(StatusCodes.Status403Forbidden);
        }
    }

    private int Left(CertificateFacts certificate) => (int)Math.Floor((certificate.Until - Clock.GetUtcNow()).TotalDays);

    private static string Word(OptionOrigin origin) => origin switch
    {
        OptionOrigin.File => "file",
        OptionOrigin.Environment => "environment",
        OptionOrigin.CommandLine => "command line",
        _ => "default",
    };
}
