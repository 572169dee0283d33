using Microsoft.Extensions.Options;
using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

/// <summary>Options that a test changes while the server runs.</summary>
internal sealed class ChangingOptions(SmtpServerOptions options) : IOptionsMonitor<SmtpServerOptions>
{
    private Action<SmtpServerOptions, string?>? _listeners;

    public SmtpServerOptions CurrentValue { get; private set; } = options;

    public void Change(SmtpServerOptions options)
    {
        CurrentValue = options;
        _listeners?.Invoke(options, Options.DefaultName);
    }

    public SmtpServerOptions Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<SmtpServerOptions, string?> listener)
    {
        _listeners += listener;
        return new Listening(() => _listeners -= listener);
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
