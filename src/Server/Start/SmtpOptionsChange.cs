using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using MsLite.Filter;
using MsLite.Smtp.Server;

namespace MsLite.Web.Start;

/// <summary>Tells the SMTP engine, in the framework's way, that its options are to be made anew.</summary>
internal sealed class SmtpOptionsChange : IOptionsChangeTokenSource<SmtpServerOptions>
{
    private ConfigurationReloadToken _token = new();

    public SmtpOptionsChange(CurrentOptions current) =>
        current.OnChange((_, _) => Interlocked.Exchange(ref _token, new ConfigurationReloadToken()).OnReload());

    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => Volatile.Read(ref _token);
}
